"""Subtitle tracks: told twice in an item, joined here by their address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.common import Subtitle
from tiktok_spiders.pages.coerce import Misread, flag, integer, language, moment, text, url
from tiktok_spiders.pages.quick import quick
from tiktok_spiders.pages.wire_media import WireCaption, WireSubtitle

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.pages.wire_media import WireVideo

_SUBTITLE = quick(Subtitle)
_NO_TRACK, _NO_CAPTION = WireSubtitle(), WireCaption()


def subtitles_of(video: WireVideo | None, scraped_at: datetime, misread: Misread) -> dict[str, Any]:
    """Return the tracks and the spoken language. No list at all is None, empty ones are ``()``."""
    if video is None:
        return {}
    block = video.cla_info
    spoken = block.original_language_info if block else None
    return {
        "subtitles": _tracks(
            video.subtitle_infos, block.caption_infos if block else None, scraped_at, misread
        ),
        "audio_language": language(spoken.language, "video/audio_language", misread) if spoken else None,
    }


def _tracks(
    infos: list[WireSubtitle] | None,
    captions: list[WireCaption] | None,
    scraped_at: datetime,
    misread: Misread,
) -> tuple[Subtitle, ...] | None:
    """Return each track with the caption of the same address; captions of no track follow."""
    if infos is None and captions is None:
        return None
    left = list(captions or ())
    pairs = [(info, _taken(left, info.url)) for info in infos or ()]
    pairs += [(_NO_TRACK, each) for each in left if not infos or _is_address(each.url)]
    return tuple([_track(info, caption, scraped_at, misread) for info, caption in pairs])


def _is_address(value: object) -> bool:
    return type(value) is str and value.startswith("http")


def _taken(captions: list[WireCaption], address: object) -> WireCaption:
    """Take the caption of an address out of the list."""
    for index, each in enumerate(captions):
        if address and each.url == address:
            return captions.pop(index)
    return _NO_CAPTION


def _track(info: WireSubtitle, caption: WireCaption, scraped_at: datetime, misread: Misread) -> Subtitle:
    """Return one track; its own value comes before the caption's."""
    return _SUBTITLE(
        language=language(info.language_code_name or caption.language, "subtitle/language", misread),
        source=text(info.source, "subtitle/source", misread),
        format=text(info.format or caption.caption_format, "subtitle/format", misread),
        version=text(info.version or caption.variant, "subtitle/version", misread),
        url=url(info.url or caption.url, "subtitle/url", misread),
        expires_at=moment(
            info.url_expire or caption.expire, "subtitle/expires_at", misread, scraped_at, future=True
        ),
        size=integer(info.size, "subtitle/size", misread),
        is_auto=flag(caption.is_auto_gen, "subtitle/is_auto", misread),
        is_original=flag(caption.is_original_caption, "subtitle/is_original", misread),
    )
