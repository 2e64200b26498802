"""What every record has in common: the envelope. The small records inside others are in ``parts``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from tiktok_spiders.items.parts import (
    Anchor,
    EffectRef,
    ExternalSong,
    HashtagRef,
    Image,
    Mention,
    Poi,
    ProductRef,
    Rendition,
    Subtitle,
    TextSpan,
)

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "Anchor",
    "EffectRef",
    "ExternalSong",
    "HashtagRef",
    "Image",
    "Mention",
    "Poi",
    "ProductRef",
    "Record",
    "Rendition",
    "Source",
    "Subtitle",
    "TextSpan",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where in a run a record was met."""

    spider: str = ""
    """Name of the spider."""

    target: str = ""
    """The target as the user typed it."""

    section: str = ""
    """The resource whose answer held the record, such as ``videos`` or ``profile``."""

    rank: int | None = None
    """Place in the listing, from 0; None for a record that is not part of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The envelope of every record. Absent is None; identifiers are text; times are aware UTC."""

    key_field: ClassVar[str]
    """Name of the field that identifies the record."""

    key_with: ClassVar[tuple[str, ...]] = ()
    """Further fields without which ``key_field`` does not identify the record."""

    required: ClassVar[tuple[str, ...]] = ()
    """Fields without which the record is rejected."""

    record_type: str
    """Name of the kind of record: ``video``, ``user``, …"""

    schema_version: int = 1
    """Version of the record's fields; grows when a field changes its meaning."""

    scraped_at: datetime
    """Arrival of the answer that the record was read from, UTC."""

    transport: str = "http"
    """What carried the answer: ``http``, ``browser`` or ``store``."""

    endpoint: str = ""
    """Name of the endpoint in the ladder."""

    country: str | None = None
    """Country of the exit address, ISO 3166-1 alpha-2."""

    run_id: str = ""
    """The run that collected the record."""

    source: Source = Source()
    """Spider, target, section and rank."""

    detail: int = 2
    """How much the answer tells: 0 stub, 1 thin, 2 list item, 3 page or detail API."""

    raw: Any = None
    """The payload as decoded JSON, only when ``raw`` was asked for."""

    raw_ref: str | None = None
    """Key of the kept payload in ``raw_payloads``."""
