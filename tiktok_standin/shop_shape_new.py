"""A product's page in the newer shape: ``product_model``, ``promotion_model``, ``review_model``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_standin import shop_reviews, shop_shape_review
from tiktok_standin.shop_shape_h5 import description
from tiktok_standin.shop_shape_seller import logo, totals
from tiktok_standin.shop_shipping import shipping
from tiktok_standin.shop_video import video
from tiktok_standin.shop_view import gallery_picture

if TYPE_CHECKING:
    from tiktok_standin.shop_offers import Offer, SkuOffer
    from tiktok_standin.shop_view import View

PAGE_REVIEWS = 5


def product_info(view: View) -> dict[str, Any]:
    """Return ``product_info``."""
    stars = view.shop.stars(view.product)
    counts = {star: str(count) for star, count in shop_reviews.distribution(stars).items()}
    overall = shop_reviews.score(stars)
    first = view.shop.reviews(view.product)[:PAGE_REVIEWS]
    return {
        "product_model": _model(view, view.offer),
        "promotion_model": _promotion(view, view.offer),
        "seller_model": _seller(view),
        "review_model": {
            "product_review_count": str(len(stars)),
            "product_overall_score": overall,
            "product_reviews": [shop_shape_review.listed(each, view.product, view.origins) for each in first],
        },
        "review_info": {
            "review_ratings": {
                "review_count": str(len(stars)),
                "overall_score": overall,
                "rating_result": counts,
            }
        },
    }


def _model(view: View, offer: Offer) -> dict[str, Any]:
    product = view.product
    return {
        "product_id": product.id,
        "seller_id": product.seller_id,
        "name": product.title,
        "description": description(view),
        "images": [gallery_picture(key, view.origins) for key in view.pictures],
        "videos": [video(product.id, view.origins, view.shop.now)] if product.has_video else [],
        "sold_count": offer.sold,
        "skus": [_sku(view, each) for each in offer.skus],
        "sale_properties": [
            {
                "property_id": option.id,
                "property_name": option.name,
                "property_values": [
                    {"property_value_id": value_id, "property_value_name": word}
                    for value_id, word in option.values
                ],
            }
            for option in product.options
        ],
        "product_properties": [{"name": name, "value": value} for name, value in product.specifications],
    }


def _sku(view: View, each: SkuOffer) -> dict[str, Any]:
    sku = each.sku
    chosen = zip(view.product.options, sku.values, strict=True)
    return {
        "sku_id": sku.id,
        "sku_quantity": {"available_quantity": each.stock, "warehouse_id": sku.warehouse_id},
        "property_pairs": [
            {
                "sku_property_id": option.id,
                "sku_property_name": option.name,
                "sku_property_value_id": option.values[place][0],
                "sku_property_value_name": option.values[place][1],
            }
            for option, place in chosen
        ],
        "sku_status": 1,
        "purchase_limit": sku.purchase_limit,
    }


def _promotion(view: View, offer: Offer) -> dict[str, Any]:
    return {
        "promotion_product_price": {
            "min_price": _price(view, offer, offer.least),
            "skus_price": {each.sku.id: _price(view, offer, each) for each in offer.skus},
        },
        "promotion_logistic_list": [_logistic(view, offer)],
    }


def _price(view: View, offer: Offer, each: SkuOffer) -> dict[str, Any]:
    region = offer.region
    sale = region.decimal(each.price)
    cut = {
        "origin_price_decimal": region.decimal(each.original),
        "origin_price_format": region.text(each.original),
        "discount_format": f"-{offer.discount}%",
        "discount_decimal": f"{offer.discount / 100:g}",
    }
    return {
        "sku_id": each.sku.id,
        "sale_price_decimal": f"{sale[0]}*.**" if view.masked else sale,
        "sale_price_format": f"{region.symbol}{sale[0]}*.**" if view.masked else region.text(each.price),
        **(cut if offer.discount else {}),
        "currency_name": region.currency,
        "currency_symbol": region.symbol,
    }


def _logistic(view: View, offer: Offer) -> dict[str, Any]:
    region, found = offer.region, shipping(view.product, offer.region)
    fee = {"real_price": region.decimal(found.fee), "real_price_desc": region.text(found.fee)}
    return {
        "free_shipping": not found.fee,
        "shipping_fee": fee,
        "original_shipping_fee": fee,
        "delivery_name": found.name,
    }


def _seller(view: View) -> dict[str, Any]:
    seller = view.shop.seller(view.product.seller_id)
    if seller is None:
        return {}
    sums = totals(view.shop, seller, view.region)
    return {
        "seller_id": seller.id,
        "shop_name": seller.name,
        "shop_logo": logo(seller, view.origins),
        "shop_link": seller.url(),
        "shop_rating": f"{sums['rating']:.1f}",
        "on_sell_product_count": sums["product_count"],
        "review_count": sums["review_count"],
        "sold_count": sums["sold_count"],
    }
