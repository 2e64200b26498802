"""Subtitle tracks: told twice in an item, joined here by their address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.common import Subtitle
from tiktok_spiders.pages.coerce import Misread, flag, integer, language, moment, text, url
from tiktok_spiders.pages.table import Table

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.pages.wire_media import WireVideo

_TRACK = Table(
    "subtitle",
    ("language", "language_code_name", language),
    ("source", "source", text),
    ("format", "format", text),
    ("version", "version", text),
    ("url", "url", url),
    ("size", "size", integer),
)
_CAPTION = Table(
    "subtitle",
    ("language", "language", language),
    ("format", "caption_format", text),
    ("version", "variant", text),
    ("url", "url", url),
    ("is_auto", "is_auto_gen", flag),
    ("is_original", "is_original_caption", flag),
)


def subtitles_of(video: WireVideo | None, scraped_at: datetime, misread: Misread) -> dict[str, Any]:
    """Return the tracks and the spoken language. No list at all is None, empty ones are ``()``."""
    if video is None:
        return {}
    captions = video.cla_info
    spoken = captions.original_language_info if captions else None
    lists = (video.subtitle_infos, captions.caption_infos if captions else None)
    if lists == (None, None):
        tracks = None
    else:
        tracks = _joined(_tracks(lists[0], scraped_at, misread), _captions(lists[1], scraped_at, misread))
    return {
        "subtitles": tracks,
        "audio_language": language(spoken.language, "video/audio_language", misread) if spoken else None,
    }


def _tracks(infos: list[Any] | None, scraped_at: datetime, misread: Misread) -> list[dict[str, Any]]:
    found = []
    for each in infos or ():
        track = _TRACK.read(each, misread)
        track["expires_at"] = _expiry(each.url_expire, scraped_at, misread)
        found.append(track)
    return found


def _captions(infos: list[Any] | None, scraped_at: datetime, misread: Misread) -> list[dict[str, Any]]:
    found = []
    for each in infos or ():
        track = _CAPTION.read(each, misread)
        track["expires_at"] = _expiry(each.expire, scraped_at, misread)
        found.append(track)
    return found


def _expiry(value: object, scraped_at: datetime, misread: Misread) -> datetime | None:
    return moment(value, "subtitle/expires_at", misread, scraped_at, future=True)


def _joined(tracks: list[dict[str, Any]], captions: list[dict[str, Any]]) -> tuple[Subtitle, ...]:
    """Fill the gaps of each track from the caption of the same address; captions of no track follow."""
    by_url = {each["url"]: each for each in captions if each.get("url")}
    rows = [_filled(track, by_url.pop(track.get("url"), {})) for track in tracks]
    rows += [each for each in captions if not tracks or each.get("url") in by_url]
    return tuple([Subtitle(**row) for row in rows])


def _filled(track: dict[str, Any], caption: dict[str, Any]) -> dict[str, Any]:
    return caption | {name: value for name, value in track.items() if value is not None}
