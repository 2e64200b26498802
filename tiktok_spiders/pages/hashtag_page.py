"""One hashtag: its page, the answer of ``/api/challenge/detail/``, or what a browser made of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.answer import Answer
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import Misread, text_kept
from tiktok_spiders.pages.counters import counter, rounded_names
from tiktok_spiders.pages.hashtag_block import hashtag_of
from tiktok_spiders.pages.hashtag_dom import rendered_hashtag
from tiktok_spiders.pages.lenient import decode_leniently
from tiktok_spiders.pages.raw import keep_raw
from tiktok_spiders.pages.rejects import rejected
from tiktok_spiders.pages.state import is_told, read_state
from tiktok_spiders.pages.wire_header import WireHashtagHeader, WireHeaderStats
from tiktok_spiders.pages.wire_parts import WireChallenge

if TYPE_CHECKING:
    from tiktok_spiders.items.hashtag import Hashtag
    from tiktok_spiders.pages.base import Capture

_PAGE = "hashtag page"
_SCOPE = "webapp.challenge-detail"
_FULL = 3
_NO_STATS = WireHeaderStats()
_STATUS = {0: "ok", 10205: "missing"}
"""The others (10209, 10211 blocked words, 10212 taken down) are ``unavailable``."""


class _Scope(Answer, kw_only=True):
    challengeInfo: msgspec.Raw = msgspec.Raw()  # noqa: N815 - the wire's own name


def read_hashtag_page(body: bytes, capture: Capture) -> PageRead:
    """Return the hashtag with its counters.

    A status that is not 0 gives a page without records, unless it holds the hashtag nevertheless. A page
    without state is read from what is rendered, thin and with the counter rounded. Raises `PageLayoutError`
    where neither holds a hashtag.
    """
    scope = read_state(body, _SCOPE, _Scope, _PAGE, capture) or _Scope()
    misread = Misread()
    code, message = scope.status(misread)
    if is_told(scope.challengeInfo):
        return _header(scope.challengeInfo, capture, misread, code=code, message=message)
    if code != 0:
        return PageRead(list_present=False, status_code=code, status_message=message, misread=misread)
    if hashtag := rendered_hashtag(body, capture, misread):
        return PageRead(records=(hashtag,), misread=misread)
    raise PageLayoutError(_PAGE, capture.url, "challengeInfo")


def _header(raw: msgspec.Raw, capture: Capture, misread: Misread, *, code: int, message: str) -> PageRead:
    try:
        hashtag = _hashtag(raw, capture, misread, code)
    except ValueError as error:
        reject = rejected("hashtag", raw, str(error), ())
        return PageRead(rejected=(reject,), status_code=code, status_message=message, misread=misread)
    return PageRead(records=(hashtag,), status_code=code, status_message=message, misread=misread)


def _hashtag(raw: msgspec.Raw, capture: Capture, misread: Misread, code: int) -> Hashtag:
    header = decode_leniently(raw, WireHashtagHeader, "hashtag", misread)
    challenge = header.challenge or WireChallenge()
    stats, exact = header.stats or _NO_STATS, header.stats_v2 or _NO_STATS
    counts: dict[str, Any] = {
        "view_count": counter((exact.view_count, stats.view_count), "hashtag/view_count", misread),
        "video_count": counter((exact.video_count, stats.video_count), "hashtag/video_count", misread),
    }
    hashtag = hashtag_of(
        challenge,
        capture,
        misread,
        detail=_FULL,
        description=text_kept(challenge.desc, "hashtag/description", misread),
        rounded_counts=rounded_names(counts),
        status=_STATUS.get(code, "unavailable"),
        status_code=code,
        raw=keep_raw(raw) if capture.keep_raw else None,
        **counts,
    )
    if hashtag is None:
        raise ValueError("no name")
    return hashtag
