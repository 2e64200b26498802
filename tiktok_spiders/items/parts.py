"""The small records inside videos, sounds and comments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HashtagRef:
    """A hashtag named by an item."""

    hashtag_id: str | None = None
    """Decimal identifier; some list spans do not carry it."""

    name: str
    """Key form: no ``#``, NFKC, case-folded."""

    is_commerce: bool | None = None
    """True when TikTok marks the hashtag as commercial."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An account named in a text."""

    user_id: str | None = None
    """Decimal identifier."""

    sec_uid: str | None = None
    """Opaque identifier of the web."""

    unique_id: str | None = None
    """Handle without ``@``."""

    start: int | None = None
    """First character in the text, in code points."""

    end: int | None = None
    """Character after the last, in code points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSpan:
    """A part of a text that stands for something. TikTok counts UTF-16 units; here code points."""

    start: int
    """First character, in code points."""

    end: int
    """Character after the last, in code points."""

    kind: str
    """``hashtag``, ``mention`` or ``other``."""

    ref: str | None = None
    """Hashtag name or handle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """One picture of a photo post, comment or product."""

    index: int
    """Place in the list, from 0."""

    url: str | None = None
    """First ``http(s)`` address; it expires."""

    width: int | None = None
    """Pixels."""

    height: int | None = None
    """Pixels."""

    key: str | None = None
    """TikTok's own name of the file, where told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtitle:
    """One subtitle track."""

    language: str | None = None
    """TikTok's code, such as ``eng-US``."""

    source: str | None = None
    """``ASR`` recognised, ``MT`` machine-translated, ``LC`` uploaded."""

    format: str | None = None
    """``webvtt``, ``srt`` or ``creator_caption``."""

    version: str | None = None
    """TikTok's version of the track."""

    url: str | None = None
    """Address of the file; it expires."""

    expires_at: datetime | None = None
    """When the address stops working, UTC."""

    size: int | None = None
    """Bytes."""

    is_auto: bool | None = None
    """True for a generated track."""

    is_original: bool | None = None
    """True for a track in the spoken language."""

    text: str | None = None
    """The track's text with its timing, as in the file; only when subtitles were fetched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One encoding of a video."""

    name: str | None = None
    """TikTok's gear name, such as ``normal_540_0``."""

    codec: str | None = None
    """``h264``, ``bytevc1`` (H.265) or ``bytevc2``."""

    bitrate: int | None = None
    """Bits per second."""

    fps: float | None = None
    """Frames per second."""

    width: int | None = None
    """Pixels."""

    height: int | None = None
    """Pixels."""

    size: int | None = None
    """Bytes."""

    uri: str | None = None
    """TikTok's name of the file."""

    key: str | None = None
    """TikTok's name of this encoding."""

    file_hash: str | None = None
    """MD5 of the file, hexadecimal."""

    urls: tuple[str, ...] = ()
    """Addresses; they expire."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRef:
    """An effect used in a video."""

    effect_id: str | None = None
    """Decimal identifier."""

    name: str | None = None
    """Shown name."""

    use_count: int | None = None
    """How many videos use it; 0 is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A link under a caption: product, effect, template, place."""

    anchor_id: str | None = None
    """Identifier of what is linked."""

    type: int | None = None
    """TikTok's number of the kind."""

    keyword: str | None = None
    """Shown text."""

    description: str | None = None
    """Second line."""

    url: str | None = None
    """Target, where it is an ``http(s)`` address."""

    component: str | None = None
    """TikTok's key of the kind, where told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRef:
    """A product linked from a video."""

    product_id: str
    """Decimal identifier."""

    title: str | None = None
    """Shown title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poi:
    """A place that a video was tagged with."""

    poi_id: str | None = None
    """Decimal identifier."""

    name: str | None = None
    """Shown name."""

    address: str | None = None
    """Street address."""

    city: str | None = None
    """City name."""

    city_code: str | None = None
    """GeoNames number of the city."""

    province: str | None = None
    """Province or state."""

    country: str | None = None
    """Country name."""

    country_code: str | None = None
    """GeoNames number of the country (1861060), not an ISO code."""

    category: str | None = None
    """Shown category."""

    type_code: str | None = None
    """TikTok's code of the category."""

    type_super: str | None = None
    """Widest category name."""

    type_medium: str | None = None
    """Middle category name."""

    type_tiny: str | None = None
    """Narrowest category name."""

    father_id: str | None = None
    """Place that holds this one, as sent: a name was recorded here."""

    father_name: str | None = None
    """Name of the place that holds this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalSong:
    """The same song at a music service."""

    platform: int | None = None
    """TikTok's number of the service."""

    song_id: str | None = None
    """Identifier at the service."""

    meta_song_id: str | None = None
    """TikTok's own identifier of the song."""
