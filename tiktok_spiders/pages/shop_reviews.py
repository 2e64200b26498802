"""Reviews of a product, a page of them at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.containers import ContainerError, is_json_object, members, opened
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items.product import Product
from tiktok_spiders.pages.answer import Answer, cursor_text, first_flag
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import Misread, count, identifier
from tiktok_spiders.pages.counters import rounded_names
from tiktok_spiders.pages.repair import repaired
from tiktok_spiders.pages.shop_decode import decoded, each_of, part
from tiktok_spiders.pages.shop_model import ratings_of
from tiktok_spiders.pages.shop_parts import rating_of
from tiktok_spiders.pages.shop_region import region_of
from tiktok_spiders.pages.shop_review import BUYER_KEYS, api_review
from tiktok_spiders.pages.wire_shop_parts import WireRatings

if TYPE_CHECKING:
    from tiktok_spiders.items.review import Review
    from tiktok_spiders.pages.base import Capture

_PAGE = "reviews"
_THIN = 1
_LIST = "product_reviews"


class _Reviews(Answer, kw_only=True):
    product_reviews: Any = None
    review_ratings: Any = None
    total_reviews: Any = None
    has_more: Any = None
    data: msgspec.Raw = msgspec.Raw(b"null")


def read_reviews(body: bytes, capture: Capture) -> PageRead:
    """Return the reviews of an answer, after the product with its reviews by stars where these are told.

    ``capture.args`` may tell ``product_id``, ``region`` and ``cursor`` (the page that was asked for, from 1);
    with the latter the cursor is the page that follows. ``total`` is TikTok's number of all reviews. A status
    that is not 0 gives a page without records. Raises `PageLayoutError` for what is not JSON.
    """
    body = repaired(body)
    answer = _opened(body, capture)
    misread = Misread()
    code, message = answer.status(misread)
    inner = opened(answer.data, _Reviews) or answer
    if code != 0 or inner.product_reviews is None:
        return PageRead(list_present=False, status_code=code, status_message=message, misread=misread)
    return _page(inner, capture, misread, message)


def _opened(body: bytes, capture: Capture) -> _Reviews:
    try:
        found = {key: raw for key, raw in members(body).items() if key in _Reviews.__struct_fields__}
    except ContainerError as error:
        raise PageLayoutError(_PAGE, capture.url, f"readable JSON ({error})") from None
    plain = {key: decoded(raw) for key, raw in found.items() if key != "data"}
    data = found.get("data")
    return _Reviews(
        **plain, data=data if data is not None and is_json_object(bytes(data)) else msgspec.Raw(b"null")
    )


def _page(wire: _Reviews, capture: Capture, misread: Misread, message: str) -> PageRead:
    asked = identifier(capture.args.get("product_id"), "review/product_id", misread)
    ranks = iter(range(capture.first_rank, capture.first_rank + _length(wire.product_reviews)))

    def read(member: Any) -> Review:
        return api_review(member, capture, misread, rank=next(ranks), product_id=asked)

    reviews, rejects = each_of(
        wire.product_reviews, "review/product_reviews", misread, read, "review_id", personal=BUYER_KEYS
    )
    about = asked or next((each.product_id for each in reviews), None)
    product = _product(wire, about, capture, misread)
    has_more = first_flag((wire.has_more,), "answer/has_more", misread)
    return PageRead(
        records=(*([product] if product else ()), *reviews),
        rejected=tuple(rejects),
        list_present=type(wire.product_reviews) is list,
        cursor=_next_page(capture) if has_more is not False else None,
        has_more=has_more,
        total=count(wire.total_reviews, "answer/total", misread),
        status_message=message,
        misread=misread,
    )


def _length(value: object) -> int:
    return len(value) if type(value) is list else 0


def _next_page(capture: Capture) -> str | None:
    page = cursor_text(capture.args.get("cursor"))
    return str(int(page) + 1) if page and page.isdigit() and page.isascii() and len(page) < 10 else None


def _product(wire: _Reviews, product_id: str | None, capture: Capture, misread: Misread) -> Product | None:
    """Return the product with what the answer says of all its reviews; None where that is nothing."""
    ratings = part(wire.review_ratings, WireRatings, "product/review_ratings", misread)
    if ratings is None or product_id is None:
        return None
    total = wire.total_reviews if ratings.review_count is None else ratings.review_count
    counts: dict[str, Any] = {"review_count": count(total, "product/review_count", misread)} | ratings_of(
        ratings, misread
    )
    return Product(
        **capture.envelope(detail=_THIN),
        product_id=product_id,
        region=region_of(None, None, capture, misread),
        rating=rating_of(ratings.overall_score, "product/rating", misread),
        rounded_counts=rounded_names(counts),
        **counts,
    )
