"""One review, of the reviews' own API or of a product's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.review import Review
from tiktok_spiders.pages.coerce import (
    Misread,
    count,
    flag,
    identifier,
    integer,
    moment,
    region,
    text,
    text_kept,
    url,
    urls,
)
from tiktok_spiders.pages.counters import rounded_names
from tiktok_spiders.pages.raw import without_personal
from tiktok_spiders.pages.shop_decode import converted, parts
from tiktok_spiders.pages.shop_parts import image_url, images_of, linked_images, videos_of
from tiktok_spiders.pages.shop_seller import account_of
from tiktok_spiders.pages.table import Table
from tiktok_spiders.pages.wire_shop_parts import WireShopImage
from tiktok_spiders.pages.wire_shop_review import WirePageReview, WireReview, WireReviewer, WireReviewText

if TYPE_CHECKING:
    from tiktok_spiders.items.parts import Image
    from tiktok_spiders.pages.base import Capture

BUYER_KEYS = frozenset({"reviewer_id", "reviewer_name", "reviewer_avatar_url", "review_user"})
"""Keys that name the buyer."""

_LIST = 2
_STARS = range(1, 6)


def _stars(value: object, field: str, misread: Misread) -> int | None:
    """Return one to five stars."""
    found = integer(value, field, misread)
    if found is None or found in _STARS:
        return found
    misread.add(field)
    return None


_API = Table(
    "review",
    ("sku_id", "sku_id", identifier),
    ("sku_text", "sku_specification", text),
    ("rating", "review_rating", _stars),
    ("text", "review_text", text_kept),
    ("country", "review_country", region),
    ("is_verified_purchase", "is_verified_purchase", flag),
    ("is_incentivized", "is_incentivized_review", flag),
    ("reviewer_id", "reviewer_id", identifier),
    ("reviewer_name", "reviewer_name", text),
    ("reviewer_avatar_url", "reviewer_avatar_url", url),
    ("helpful_count", "helpful_count", count),
)


def api_review(
    member: Any, capture: Capture, misread: Misread, *, rank: int | None = None, product_id: str | None = None
) -> Review:
    """Return a review of the API; ``product_id`` is the product that was asked about.

    Raises ``ValueError`` for one without its own or its product's identifier.
    """
    wire = converted(member, WireReview, "review", misread)
    product = identifier(wire.product_id, "review/product_id", misread) or product_id
    found = _API.read(wire, misread)
    return Review(
        **_keyed((wire.review_id, product), member, capture, misread, rank),
        created_at=moment(wire.review_time, "review/created_at", misread, capture.scraped_at),
        images=_api_images(wire, misread),
        rounded_counts=rounded_names({"helpful_count": found.get("helpful_count")}),
        **found,
    )


def page_review(member: Any, product_id: str, capture: Capture, misread: Misread, rank: int) -> Review:
    """Return a review of a product's page; names are plain there.

    Raises ``ValueError`` for one without an identifier.
    """
    wire = converted(member, WirePageReview, "review", misread)
    own, buyer = wire.review or WireReviewText(), wire.review_user or WireReviewer()
    reviewer_id, sec_uid = account_of(buyer.link)
    images, videos = [], []
    for each in own.media or ():
        images += [each.image] if each.image else []
        videos += [each.video] if each.video else []
    return Review(
        **_keyed((own.review_id, product_id), member, capture, misread, rank),
        sku_id=identifier(wire.sku_id, "review/sku_id", misread),
        sku_text=text(wire.sku_specification, "review/sku_text", misread),
        rating=_stars(own.rating, "review/rating", misread),
        text=text_kept(own.display_text, "review/text", misread),
        created_at=moment(own.review_timestamp, "review/created_at", misread, capture.scraped_at),
        is_anonymous=flag(wire.is_anonymous, "review/is_anonymous", misread),
        is_updated=flag(wire.is_updated, "review/is_updated", misread),
        reviewer_name=text(buyer.name, "review/reviewer_name", misread),
        reviewer_id=reviewer_id,
        reviewer_sec_uid=sec_uid,
        reviewer_avatar_url=image_url(buyer.avatar, "review/reviewer_avatar_url", misread),
        # The plain list of pictures holds the covers of the videos too.
        images=images_of(own.images if own.media is None else images, misread),
        videos=None if own.media is None else videos_of(videos, capture.scraped_at, misread),
    )


def _keyed(
    wanted: tuple[object, str | None], member: Any, capture: Capture, misread: Misread, rank: int | None
) -> dict[str, Any]:
    """Return the envelope and the keys out of a review's identifier, still raw, and its product's.

    A review's own ``country`` is the buyer's; that of the exit has no place in it.
    """
    key, product_id = identifier(wanted[0], "review/review_id", misread), wanted[1]
    if key is None or product_id is None:
        raise ValueError("no review_id" if key is None else "no product_id")
    raw = without_personal(member) if capture.keep_raw else None
    keys = {"raw": raw, "review_id": key, "product_id": product_id}
    envelope = capture.envelope(detail=_LIST, rank=rank)
    del envelope["country"]
    return envelope | keys


def _api_images(wire: WireReview, misread: Misread) -> tuple[Image, ...] | None:
    """Return the pictures: addresses, objects, or the one that is shown."""
    told = wire.images if wire.review_images is None else wire.review_images
    if type(told) is list and any(type(each) is dict for each in told):
        return images_of(parts(told, WireShopImage, "review/images", misread), misread)
    if told is not None:
        return linked_images(urls(told, "review/images", misread))
    shown = urls(wire.display_image_url or [], "review/images", misread)
    return linked_images(shown) if shown else None
