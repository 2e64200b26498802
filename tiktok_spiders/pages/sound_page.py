"""One sound: its page, the answer of ``/api/music/detail/``, or the app's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.answer import Answer
from tiktok_spiders.pages.app_sound import app_sound
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import Misread, identifier, text
from tiktok_spiders.pages.counters import counter, rounded_names
from tiktok_spiders.pages.lenient import decode_leniently
from tiktok_spiders.pages.raw import keep_raw
from tiktok_spiders.pages.rejects import rejected
from tiktok_spiders.pages.sound_block import sound_of
from tiktok_spiders.pages.state import is_told, read_state
from tiktok_spiders.pages.table import Table
from tiktok_spiders.pages.user_block import handle
from tiktok_spiders.pages.wire_app_sound import WireAppMusic
from tiktok_spiders.pages.wire_header import WireHeaderStats, WireSoundHeader
from tiktok_spiders.pages.wire_media import WireMusic
from tiktok_spiders.pages.wire_parts import WireAuthor

if TYPE_CHECKING:
    from tiktok_spiders.items.sound import Sound
    from tiktok_spiders.pages.base import Capture

_PAGE = "sound page"
_SCOPE = "webapp.music-detail"
_FULL = 3
_NO_STATS = WireHeaderStats()
_STATUS = {0: "ok", 10203: "missing", 10218: "withdrawn", 10219: "region"}
_AUTHOR = Table(
    "sound",
    ("author_id", "id", identifier),
    ("author_sec_uid", "sec_uid", text),
    ("author_unique_id", "unique_id", handle),
)


class _Scope(Answer, kw_only=True):
    musicInfo: msgspec.Raw = msgspec.Raw()  # noqa: N815 - the wire's own name
    music_info: msgspec.Raw = msgspec.Raw()


def read_sound_page(body: bytes, capture: Capture) -> PageRead:
    """Return the sound with the number of its videos.

    A status that is not 0 gives a page without records, unless it holds the sound nevertheless. Raises
    `PageLayoutError` where no known form holds one.
    """
    scope = read_state(body, _SCOPE, _Scope, _PAGE, capture) or _Scope()
    misread = Misread()
    code, message = scope.status(misread)
    status: dict[str, Any] = {"status_code": code, "status_message": message, "misread": misread}
    raw = scope.musicInfo if is_told(scope.musicInfo) else scope.music_info
    if is_told(raw):
        read = _web if raw is scope.musicInfo else _app
        try:
            return PageRead(records=(read(raw, capture, misread, code),), **status)
        except ValueError as error:
            return PageRead(rejected=(rejected("sound", raw, str(error), ("id", "id_str")),), **status)
    if code != 0:
        return PageRead(list_present=False, **status)
    raise PageLayoutError(_PAGE, capture.url, "musicInfo")


def _web(raw: msgspec.Raw, capture: Capture, misread: Misread, code: int) -> Sound:
    header = decode_leniently(raw, WireSoundHeader, "sound", misread)
    videos = [each.video_count for each in (header.stats_v2 or _NO_STATS, header.stats or _NO_STATS)]
    counts: dict[str, Any] = {"video_count": counter(tuple(videos), "sound/video_count", misread)}
    author = header.author or (header.artists or [WireAuthor()])[0]
    given = _given(raw, capture, code) | _AUTHOR.read(author, misread) | counts
    return _with_id(
        sound_of(
            header.music or WireMusic(),
            capture,
            misread,
            detail=_FULL,
            rounded_counts=rounded_names(counts),
            **given,
        )
    )


def _app(raw: msgspec.Raw, capture: Capture, misread: Misread, code: int) -> Sound:
    music = decode_leniently(raw, WireAppMusic, "sound", misread)
    return _with_id(app_sound(music, capture, misread, detail=_FULL, **_given(raw, capture, code)))


def _given(raw: msgspec.Raw, capture: Capture, code: int) -> dict[str, Any]:
    return {
        "status": _STATUS.get(code, "unavailable"),
        "status_code": code,
        "raw": keep_raw(raw) if capture.keep_raw else None,
    }


def _with_id(sound: Sound | None) -> Sound:
    if sound is None:
        raise ValueError("no sound_id")
    return sound
