"""The fields of a product in the newer shape: ``product_model``, ``promotion_model``, ``review_model``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.pages.coerce import Misread, count, flag, text
from tiktok_spiders.pages.shop_parts import images_of, options_of, rating_of, specifications_of, videos_of
from tiktok_spiders.pages.shop_prices import percent_share, percent_text, price, price_fields
from tiktok_spiders.pages.shop_words import description_of
from tiktok_spiders.pages.wire_shop_parts import WirePrice, WireRatings
from tiktok_spiders.pages.wire_shop_product import (
    WireProductModel,
    WirePromoFee,
    WirePromoPrice,
    WirePromotion,
    WireReviewModel,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tiktok_spiders.pages.shop_skus import SkusRead
    from tiktok_spiders.pages.wire_shop_product import WireProduct

_NO_REVIEWS = WireReviewModel()


def model_fields(info: WireProduct, skus: SkusRead, scraped_at: datetime, misread: Misread) -> dict[str, Any]:
    """Return the fields of a product, its counters among them."""
    model = info.product_model or WireProductModel()
    return {
        "title": text(model.name, "product/title", misread),
        "description": description_of(model.description, misread),
        "images": images_of(model.images, misread),
        "videos": videos_of(model.videos, scraped_at, misread),
        "specifications": specifications_of(model.product_properties, misread),
        "options": options_of(model.sale_properties, misread),
        "sold_count": count(model.sold_count, "product/sold_count", misread),
        **_reviews(info, misread),
        **_prices(min_price_of(info), skus, misread),
        **_shipping(info, misread),
    }


def min_price_of(info: WireProduct) -> WirePrice:
    """Return the lowest price of the SKUs; an empty one where none is told."""
    promotion = info.promotion_model or WirePromotion()
    return (promotion.promotion_product_price or WirePromoPrice()).min_price or WirePrice()


def sku_prices_of(info: WireProduct, misread: Misread) -> Mapping[str, Any]:
    """Return prices by SKU."""
    promotion = info.promotion_model or WirePromotion()
    told = (promotion.promotion_product_price or WirePromoPrice()).skus_price
    if type(told) is dict:
        return told
    if told is not None:
        misread.add("sku/price")
    return {}


def card_prices(wire: WirePrice, misread: Misread) -> tuple[Any, Any, int | None]:
    """Return price, price before the discount, and the discount in per cent."""
    share = percent_share(wire.discount_decimal, "product/discount_percent", misread)
    shown = percent_text(wire.discount_format, "product/discount_percent", misread)
    return (
        price(wire.sale_price_decimal, "product/price_min", misread),
        price(wire.origin_price_decimal, "product/original_price_min", misread),
        shown if share is None else share,
    )


def ratings_of(wire: WireRatings | None, misread: Misread) -> dict[str, Any]:
    """Return reviews by stars."""
    told = wire.rating_result if wire else None
    if told is not None and type(told) is not dict:
        misread.add("product/rating_result")
        told = None
    return {
        f"rating_{stars}": count((told or {}).get(str(stars)), f"product/rating_{stars}", misread)
        for stars in range(1, 6)
    }


def _prices(wire: WirePrice, skus: SkusRead, misread: Misread) -> dict[str, Any]:
    low, original, discount = card_prices(wire, misread)
    found = price_fields(
        skus=skus.skus,
        told=(low, None),
        told_original=(original, None),
        discount=discount,
        texts=[wire.sale_price_decimal, *skus.texts],
    )
    return found | {"price_text": text(wire.sale_price_format, "product/price_text", misread)}


def _reviews(info: WireProduct, misread: Misread) -> dict[str, Any]:
    models = (info.review_model or _NO_REVIEWS, info.review_info or _NO_REVIEWS)
    counts = [each.product_review_count for each in models if each.product_review_count is not None]
    scores = [each.product_overall_score for each in models if each.product_overall_score is not None]
    ratings = [each.review_ratings for each in models if each.review_ratings is not None]
    if ratings:
        counts.append(ratings[0].review_count)
        scores.append(ratings[0].overall_score)
    return {
        "review_count": count(counts[0], "product/review_count", misread) if counts else None,
        "rating": rating_of(scores[0], "product/rating", misread) if scores else None,
        **ratings_of(ratings[0] if ratings else None, misread),
    }


def _shipping(info: WireProduct, misread: Misread) -> dict[str, Any]:
    """Return the first way of shipping; a fee without a currency is in that of the prices."""
    ways = (info.promotion_model or WirePromotion()).promotion_logistic_list
    if not ways:
        return {}
    first = ways[0]
    fee = first.shipping_fee or WirePromoFee()
    amount = fee.real_price if fee.price_val is None else fee.price_val
    currency = fee.currency or (None if amount is None else min_price_of(info).currency_name)
    return {
        "free_shipping": flag(first.free_shipping, "product/free_shipping", misread),
        "delivery_name": text(first.delivery_name, "product/delivery_name", misread),
        "shipping_fee": price(amount, "product/shipping_fee", misread),
        "shipping_currency": text(currency, "product/shipping_currency", misread),
    }
