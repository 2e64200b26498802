"""Product reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tiktok_spiders.items.common import Record

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.items.parts import Image
    from tiktok_spiders.items.shop_parts import ShopVideo


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Record):
    """A buyer's review of a product."""

    key_field: ClassVar[str] = "review_id"
    required: ClassVar[tuple[str, ...]] = ("review_id", "product_id")

    record_type: str = "review"
    """Always ``review``."""

    review_id: str
    """Decimal identifier."""

    product_id: str
    """Decimal identifier of the product."""

    sku_id: str | None = None
    """Decimal identifier of the SKU that was bought."""

    sku_text: str | None = None
    """The SKU in words, such as ``Black, M``."""

    rating: int | None = None
    """Stars, 1 to 5."""

    text: str | None = None
    """Text as sent; ``""`` is known to be empty."""

    created_at: datetime | None = None
    """Publication, UTC."""

    country: str | None = None
    """ISO 3166-1 alpha-2 code of the buyer's country."""

    is_verified_purchase: bool | None = None
    """Whether TikTok knows of the purchase."""

    is_incentivized: bool | None = None
    """Whether the buyer was rewarded for the review."""

    is_anonymous: bool | None = None
    """Whether the buyer hides the name."""

    reviewer_name: str | None = None
    """The buyer's shown name; some answers mask it (``D**m``)."""

    reviewer_id: str | None = None
    """The buyer's account, or a pseudonym."""

    reviewer_sec_uid: str | None = None
    """The account's opaque identifier of the web."""

    reviewer_avatar_url: str | None = None
    """The buyer's picture; it expires."""

    images: tuple[Image, ...] | None = None
    """Pictures, in order."""

    videos: tuple[ShopVideo, ...] | None = None
    """Videos, in order."""

    helpful_count: int | None = None
    """Buyers who found it helpful."""

    rounded_counts: tuple[str, ...] = ()
    """Names of the counts above that TikTok has rounded."""

    is_updated: bool | None = None
    """Whether the buyer has changed it."""

    is_pseudonymous: bool = False
    """True where the buyer's names were replaced by a pseudonym, or dropped, before writing."""
