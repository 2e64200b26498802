"""The small records inside Shop's products, sellers and reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopVideo:
    """A video in a product's description or in a review; not a post."""

    video_key: str | None = None
    """TikTok's own name of the file."""

    duration_s: float | None = None
    """Seconds."""

    cover_url: str | None = None
    """Cover picture; it expires."""

    url: str | None = None
    """Address of the file; it expires."""

    expires_at: datetime | None = None
    """When ``url`` stops working, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionValue:
    """One choice of an option, such as ``Black``."""

    id: str | None = None
    """Decimal identifier."""

    name: str | None = None
    """Shown name."""

    image_url: str | None = None
    """Picture of the choice; it expires."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What a buyer chooses, such as ``Color``."""

    option_id: str | None = None
    """Decimal identifier."""

    name: str | None = None
    """Shown name."""

    values: tuple[OptionValue, ...] = ()
    """The choices, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuProperty:
    """What makes a SKU: one option and the value that it has."""

    option_id: str | None = None
    """Decimal identifier of the option."""

    name: str | None = None
    """Shown name of the option, such as ``Color``."""

    value_id: str | None = None
    """Decimal identifier of the value."""

    value: str | None = None
    """Shown name of the value, such as ``Black``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A product category."""

    category_id: str | None = None
    """Decimal identifier."""

    name: str | None = None
    """Shown name, in the language of the page."""

    level: int | None = None
    """Depth in the tree; the root has the lowest number."""

    parent_id: str | None = None
    """The category above."""

    is_leaf: bool | None = None
    """True where no category lies below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameValue:
    """One line of a product's specifications."""

    name: str
    """Shown name, such as ``Material``."""

    value: str | None = None
    """Shown value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One of a shop's scores."""

    type: int | None = None
    """TikTok's number of the score; its meaning is unconfirmed."""

    score: float | None = None
    """The score."""

    percent: float | None = None
    """TikTok's percentage beside it: how many shops it surpasses, as far as known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoRef:
    """A post that a product page shows."""

    video_id: str
    """Decimal identifier."""

    author_id: str | None = None
    """Decimal identifier of its author."""
