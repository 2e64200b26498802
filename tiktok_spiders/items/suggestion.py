"""Search suggestions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from tiktok_spiders.items.common import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion(Record):
    """One search that TikTok suggests for a query, or beside a video or sound."""

    key_field: ClassVar[str] = "text"
    key_with: ClassVar[tuple[str, ...]] = ("query", "kind")
    required: ClassVar[tuple[str, ...]] = ("query", "text")

    record_type: str = "suggestion"
    """Always ``suggestion``."""

    query: str
    """What was typed; for ``video`` and ``sound`` the identifier of it."""

    text: str
    """The suggested search."""

    word_id: str | None = None
    """Decimal identifier of the search."""

    kind: str | None = None
    """``preview`` while typing, ``guide`` beside results, ``video`` or ``sound``."""

    rank: int | None = None
    """Place in the list, from 0."""
