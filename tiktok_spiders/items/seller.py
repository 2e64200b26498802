"""Shop sellers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tiktok_spiders.items.common import Record

if TYPE_CHECKING:
    from tiktok_spiders.items.shop_parts import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller(Record):
    """A shop."""

    key_field: ClassVar[str] = "seller_id"
    required: ClassVar[tuple[str, ...]] = ("seller_id",)

    record_type: str = "seller"
    """Always ``seller``."""

    seller_id: str
    """Decimal identifier."""

    name: str | None = None
    """Shown name."""

    url: str | None = None
    """Address of the shop's page."""

    logo_url: str | None = None
    """Logo; it expires."""

    user_id: str | None = None
    """Decimal identifier of the shop's TikTok account."""

    user_sec_uid: str | None = None
    """That account's opaque identifier of the web."""

    creator_name: str | None = None
    """Shown name of the creator whose shop it is."""

    location: str | None = None
    """Where the seller sits: a country's name in words."""

    region: str | None = None
    """ISO 3166-1 alpha-2 code of the market."""

    rating: float | None = None
    """Mean rating, 0 to 5."""

    follower_count: int | None = None
    """Followers of the shop."""

    sold_count: int | None = None
    """Units sold."""

    video_count: int | None = None
    """Videos of the shop."""

    product_count: int | None = None
    """Products on sale."""

    review_count: int | None = None
    """Reviews of all products."""

    rounded_counts: tuple[str, ...] = ()
    """Names of the counts above that TikTok has rounded."""

    scores: tuple[Score, ...] | None = None
    """TikTok's scores of the shop."""

    slogan: str | None = None
    """The shop's slogan."""

    description: str | None = None
    """The shop's words about itself."""

    badge: str | None = None
    """TikTok's badge, such as ``OFFICIAL SHOP``."""

    status: int | None = None
    """TikTok's number of the state."""
