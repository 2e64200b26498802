"""The fields of a product in the shape of the app's pages: ``product_base``, ``skus``, ``sale_props``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.pages.coerce import Misread, count, flag, integer, text
from tiktok_spiders.pages.shop_parts import images_of, options_of, rating_of, specifications_of, videos_of
from tiktok_spiders.pages.shop_prices import highest, is_masked, percent_text, price, price_fields
from tiktok_spiders.pages.shop_words import description_of, return_policy_of
from tiktok_spiders.pages.table import Table
from tiktok_spiders.pages.wire_shop_product import (
    WireBasePrice,
    WireDetailReview,
    WireLogistic,
    WireLogisticModule,
    WireMoney,
    WireProductBase,
    WireShippedFrom,
)

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.pages.shop_skus import SkusRead
    from tiktok_spiders.pages.wire_shop_product import WireProduct

_SHIPPING = Table(
    "product",
    ("free_shipping", "free_shipping", flag),
    ("delivery_name", "delivery_name", text),
    ("delivery_min_days", "delivery_min_days", integer),
    ("delivery_max_days", "delivery_max_days", integer),
)
_FEE = Table("product", ("shipping_fee", "price_val", price), ("shipping_currency", "currency", text))


def h5_fields(info: WireProduct, skus: SkusRead, scraped_at: datetime, misread: Misread) -> dict[str, Any]:
    """Return the fields of a product, its counters among them."""
    base = info.product_base or WireProductBase()
    review = info.product_detail_review or WireDetailReview()
    return {
        "title": text(base.title, "product/title", misread),
        "description": description_of(base.desc_detail, misread),
        "images": images_of(base.images, misread),
        "videos": videos_of(base.desc_video, scraped_at, misread),
        "specifications": specifications_of(base.specifications, misread),
        "options": options_of(info.sale_props, misread),
        "sold_count": count(base.sold_count, "product/sold_count", misread),
        "rating": rating_of(review.product_rating, "product/rating", misread),
        "review_count": count(review.review_count, "product/review_count", misread),
        **_prices(base.price or WireBasePrice(), skus, misread),
        **_shipping(info.logistic or WireLogistic(), misread),
        "return_policy": return_policy_of(
            (info.pdp_logistic_module or WireLogisticModule()).return_policy_module, misread
        ),
    }


def currency_of(info: WireProduct, skus: SkusRead, misread: Misread) -> str | None:
    """Return the currency of the product, else of its first SKU."""
    told = info.product_base.price if info.product_base else None
    own = text(told.currency, "product/currency", misread) if told else None
    return own or next((each.currency for each in skus.skus if each.currency), None)


def _prices(wire: WireBasePrice, skus: SkusRead, misread: Misread) -> dict[str, Any]:
    low = price(wire.min_sku_price, "product/price_min", misread)
    original = price(wire.min_sku_original_price, "product/original_price_min", misread)
    # A masked price does not tell whether the other SKUs cost the same.
    known = None if is_masked(wire.min_sku_price) else original
    found = price_fields(
        skus=skus.skus,
        told=(low, highest(wire.max_sku_price, low, "product/price_max", misread)),
        told_original=(
            original,
            highest(wire.max_sku_original_price, known, "product/original_price_max", misread),
        ),
        discount=percent_text(wire.discount, "product/discount_percent", misread),
        texts=[wire.min_sku_price, wire.max_sku_price, *skus.texts],
    )
    return found | {"price_text": text(wire.real_price, "product/price_text", misread)}


def _shipping(wire: WireLogistic, misread: Misread) -> dict[str, Any]:
    found = _SHIPPING.read(wire, misread) | _FEE.read(wire.shipping_fee or WireMoney(), misread)
    place = (wire.event_tracking or WireShippedFrom()).ship_from
    return found | {"ships_from": text(place, "product/ships_from", misread)}
