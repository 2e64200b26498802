"""A product's page in the shape that was recorded: ``product_base``, ``skus``, ``product_detail_review``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_standin import shop_reviews, shop_shape_review
from tiktok_standin.shop_shape_seller import logo
from tiktok_standin.shop_shipping import logistic, return_policy
from tiktok_standin.shop_video import video
from tiktok_standin.shop_view import gallery_picture

if TYPE_CHECKING:
    from tiktok_standin.shop_offers import Offer, SkuOffer
    from tiktok_standin.shop_sellers import Seller
    from tiktok_standin.shop_view import View

PAGE_REVIEWS = 4


def product_info(view: View) -> dict[str, Any]:
    """Return ``product_info``."""
    product, offer = view.product, view.offer
    return {
        "product_id": product.id,
        "status": 1,
        "seller": _seller(view),
        "product_base": _base(view, offer),
        "sale_props": [_option(view, place) for place in range(len(product.options))],
        "skus": [_sku(view, each, offer) for each in offer.skus],
        "logistic": logistic(product, offer.region),
        "product_detail_review": _reviews(view),
        "add_to_cart_button": {"status": 2, "click_hint": ""},
        "seller_id": product.seller_id,
        "platform": 5,
        "source": "TikTok Shop",
        "source_from": 3,
        "extra": {"mix_product_type": "0"},
        "pdp_logistic_module": {"module_id": "tts_us_v2", "return_policy_module": return_policy(product)},
        "default_sku_id": offer.least.sku.id,
        "is_platform_product": False,
    }


def description(view: View) -> str:
    """Return the rich text, which is JSON in a string: pictures, texts and lists."""
    product = view.product
    blocks: list[dict[str, Any]] = [
        {"type": "image", "image": gallery_picture(view.pictures[0], view.origins)}
    ]
    blocks += [{"type": "text", "text": line} for line in product.description.split("\n")]
    return msgspec.json.encode(blocks).decode()


def _seller(view: View) -> dict[str, Any]:
    seller = view.shop.seller(view.product.seller_id)
    if seller is None:
        return {}
    return {
        "seller_id": seller.id,
        "name": seller.name,
        "avatar": logo(seller, view.origins),
        "product_count": len(view.shop.of_seller(seller.id, view.region)),
        **_account(seller, older=int(view.product.id) % 4 == 0),
        "status": 2,
        "seller_location": view.offer.region.country,
        "is_hide": False,
    }


def _account(seller: Seller, *, older: bool) -> dict[str, str]:
    if older:
        url = f"https://www.tiktok.com/@{seller.user_id}"
        return {"tiktok_id": seller.user_id, "tiktok_url": url}
    return {"link": f"aweme://user/profile/{seller.user_id}?sec_uid={seller.sec_uid}&from_scene=8"}


def _base(view: View, offer: Offer) -> dict[str, Any]:
    product = view.product
    return {
        "title": product.title,
        "desc_detail": description(view),
        **({"desc_video": video(product.id, view.origins, view.shop.now)} if product.has_video else {}),
        "images": [gallery_picture(key, view.origins) for key in view.pictures],
        "specifications": [{"name": name, "value": value} for name, value in product.specifications],
        "sold_count": offer.sold,
        "price": _prices(offer, masked=view.masked),
    }


def _prices(offer: Offer, *, masked: bool) -> dict[str, Any]:
    region, least, most = offer.region, offer.least, offer.most
    interval, cut = offer.is_interval and not masked, bool(offer.discount)
    single = cut and not interval
    return {
        "original_price": _text(offer, least.original, masked=masked) if single else "",
        "real_price": _text(offer, least.price, masked=True) if masked else offer.price_text,
        "discount": f"-{offer.discount}%" if single else "",
        "need_icon": False,
        "is_interval_price": interval,
        "show_hot_zone": False,
        "min_sku_price": _value(offer, least.price, masked=masked),
        "max_sku_price": region.decimal(most.price) if interval else "",
        "currency": region.currency,
        # readable even where the price is masked
        "min_sku_original_price": region.decimal(least.original) if cut else "",
        "panel_schema": "",
        **({"max_sku_original_price": region.decimal(most.original)} if interval and cut else {}),
        "currency_symbol": region.symbol,
        "symbol_position": 1,
    }


def _text(offer: Offer, amount: int, *, masked: bool) -> str:
    return (
        f"{offer.region.symbol}{_value(offer, amount, masked=True)}" if masked else offer.region.text(amount)
    )


def _value(offer: Offer, amount: int, *, masked: bool) -> str:
    """Write an amount; a masked one keeps only its first figure: ``2?``."""
    text = offer.region.decimal(amount)
    return f"{text[0]}?" if masked else text


def _option(view: View, place: int) -> dict[str, Any]:
    option = view.product.options[place]
    pictured = place == 0 and len(view.product.options) == 1
    values = []
    for value_id, word in option.values:
        value: dict[str, Any] = {"prop_value_id": value_id, "prop_value": word}
        if pictured:
            value["image"] = gallery_picture(view.pictures[0], view.origins)
        values.append(value)
    return {"prop_id": option.id, "prop_name": option.name, "has_image": pictured, "sale_prop_values": values}


def _sku(view: View, each: SkuOffer, offer: Offer) -> dict[str, Any]:
    sku, product, masked = each.sku, view.product, view.masked
    chosen = [
        (option, option.values[place]) for option, place in zip(product.options, sku.values, strict=True)
    ]
    cut = bool(offer.discount)
    return {
        "sku_id": sku.id,
        "sku_sale_props": [
            {
                "prop_id": option.id,
                "prop_name": option.name,
                "prop_value_id": value[0],
                "prop_value": value[1],
            }
            for option, value in chosen
        ],
        "sale_prop_value_ids": "_".join(value[0] for _, value in chosen),
        "stock": each.stock,
        "purchase_limit": sku.purchase_limit,
        "price": {
            "real_price": {
                "price_str": _text(offer, each.price, masked=masked),
                "price_val": _value(offer, each.price, masked=masked),
                "currency": offer.region.currency,
                **({"original_price": ""} if masked else {}),
            },
            "original_price": _text(offer, each.original, masked=masked) if cut else "",
            "discount": f"-{offer.discount}%" if cut else "",
            "original_price_value": _value(offer, each.original, masked=masked) if cut else "",
        },
        "need_icon": False,
        **({"low_stock_warning": "1 item left"} if each.stock == 1 else {}),
        "add_to_cart_button": {"status": 2},
        "warehouse_id": sku.warehouse_id,
        "minimum_buy_quantity": 0,
        "status": 1,
    }


def _reviews(view: View) -> dict[str, Any]:
    product, stars = view.product, view.shop.stars(view.product)
    first = view.shop.reviews(product)[:PAGE_REVIEWS]
    return {
        "product_rating": shop_reviews.score(stars),
        "review_count": len(stars),
        "review_items": [shop_shape_review.on_page(review, product, view.origins) for review in first],
        "review_count_str": str(len(stars)),
        "review_count_str_v2": f"{len(stars):,}",
    }
