"""The few reviews that a product's page shows, and the product's payload without them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.pages.raw import keep_raw
from tiktok_spiders.pages.shop_decode import each_of
from tiktok_spiders.pages.shop_review import BUYER_KEYS, api_review, page_review

if TYPE_CHECKING:
    from collections.abc import Callable

    import msgspec

    from tiktok_spiders.items.review import Review
    from tiktok_spiders.items.run import Rejected
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.coerce import Misread
    from tiktok_spiders.pages.wire_shop_product import WireProduct

_REVIEWS = frozenset({"review_items", "product_reviews"})


def reviews_of(
    info: WireProduct, product_id: str, capture: Capture, misread: Misread
) -> tuple[list[Review], list[Rejected]]:
    """Return the page's reviews: with plain names in the app's shape, else as the API tells them."""
    if info.product_detail_review is not None:
        items = info.product_detail_review.review_items

        def of_page(member: Any, rank: int) -> Review:
            return page_review(member, product_id, capture, misread, rank)

        return _each(items, of_page, misread)
    models = [each for each in (info.review_model, info.review_info) if each is not None]
    told = next((each.product_reviews for each in models if each.product_reviews is not None), None)

    def of_api(member: Any, rank: int) -> Review:
        return api_review(member, capture, misread, rank=rank, product_id=product_id)

    return _each(told, of_api, misread)


def product_payload(raw: bytes | msgspec.Raw) -> Any:
    """Return a product as decoded JSON without its reviews: they are other records, and name people."""
    return _without_reviews(keep_raw(raw))


def _each(
    value: Any, read: Callable[[Any, int], Review], misread: Misread
) -> tuple[list[Review], list[Rejected]]:
    ranks = iter(range(len(value) if type(value) is list else 0))
    return each_of(
        value, "review/product_reviews", misread, lambda each: read(each, next(ranks)), "review_id",
        personal=BUYER_KEYS,
    )  # fmt: skip


def _without_reviews(value: Any) -> Any:
    if type(value) is dict:
        return {key: _without_reviews(member) for key, member in value.items() if key not in _REVIEWS}
    return [_without_reviews(member) for member in value] if type(value) is list else value
