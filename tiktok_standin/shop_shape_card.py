"""Product cards, as lists show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_standin import shop_reviews
from tiktok_standin.shop_view import picture, picture_key

if TYPE_CHECKING:
    from tiktok_standin.shop_offers import Offer
    from tiktok_standin.shop_view import View


def card(view: View, *, category: bool = False) -> dict[str, Any]:
    """Return a card; those of categories repeat the address under a name of its own."""
    product, origins = view.product, view.origins
    seller = view.shop.seller(product.seller_id)
    name = seller.name if seller else ""
    stars = view.shop.stars(product)
    address = {"seo_pdp_url": product.url()} if category else {}
    return {
        "product_id": product.id,
        "title": product.title,
        "image": picture(view.pictures[0], origins),
        "product_price_info": _price(view.offer),
        "rate_info": {"score": shop_reviews.score(stars), "review_count": str(len(stars))},
        "sold_info": {"sold_count": view.offer.sold},
        "seller_info": {
            "seller_id": product.seller_id,
            "shop_name": name,
            "shop_logo": picture(picture_key(product.seller_id), origins, size=300, form="resize-png"),
        },
        "seo_url": {
            "updated_at": str(view.shop.now * 1000),
            "canonical_url": product.url(),
            "slug": product.slug,
            "type": 2,
            "version": 2,
        },
        **address,
    }


def _price(offer: Offer) -> dict[str, Any]:
    region, cheapest = offer.region, offer.least
    sale = region.local(cheapest.price)
    parts = {} if not region.digits else _parts(sale, region.point)
    return {
        "sku_id": cheapest.sku.id,
        "symbol_position": 1,
        "show_currency_space": False,
        "currency_show_mode": 1,
        "currency_name": region.currency,
        "currency_symbol": region.symbol,
        "sale_price_decimal": region.decimal(cheapest.price),
        "sale_price_format": sale,
        "single_product_price_format": sale,
        "single_product_price_decimal": region.decimal(cheapest.price),
        **parts,
        **(_reduction(offer) if offer.discount else {"promotion_deduction_details": {}}),
    }


def _parts(sale: str, point: str) -> dict[str, str]:
    whole, _, part = sale.rpartition(point)
    return {
        "sale_price_integer_part_format": whole,
        "sale_price_decimal_part_format": part,
        "decimal_point_symbol": point,
    }


def _reduction(offer: Offer) -> dict[str, Any]:
    region, cheapest = offer.region, offer.least
    saved = cheapest.original - cheapest.price
    return {
        "origin_price_decimal": region.decimal(cheapest.original),
        "origin_price_format": region.local(cheapest.original),
        "discount_format": f"{offer.discount}%",
        "discount_decimal": f"{offer.discount / 100:g}",
        "reduce_price_format": f"Saving {region.text(saved)}",
        "promotion_deduction_details": {
            "seller_subtotal_deduction": region.local(saved),
            "seller_subtotal_deduction_decimal": region.decimal(saved),
        },
    }
