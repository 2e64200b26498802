"""The caption of an item: hashtags, mentions, spans."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.common import HashtagRef, Mention, TextSpan
from tiktok_spiders.pages.coerce import Misread, flag, identifier, integer, language, text, text_kept
from tiktok_spiders.pages.offsets import Offsets
from tiktok_spiders.pages.quick import quick
from tiktok_spiders.urls import hashtag_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiktok_spiders.pages.wire_item import WireItem
    from tiktok_spiders.pages.wire_parts import WireChallenge, WireSpan

    _Hashtag = tuple[str | None, str, bool | None]  # identifier, name, is_commerce

_HASHTAG_REF, _TEXT_SPAN = quick(HashtagRef), quick(TextSpan)
_key = lru_cache(maxsize=4096)(hashtag_key)  # few hashtags are on most items


def text_of(item: WireItem, misread: Misread) -> dict[str, Any]:
    """Return the caption and what it names."""
    description = text_kept(item.desc, "video/description", misread)
    found: dict[str, Any] = {
        "description": description,
        "language": language(item.text_language, "video/language", misread),
        "hashtags": hashtags_of(item.challenges, item.text_extra, misread),
    }
    if item.text_extra is not None:
        found |= _spans(item.text_extra, description or "", misread)
    return found


def hashtags_of(
    challenges: list[WireChallenge] | None, spans: list[WireSpan] | None, misread: Misread
) -> tuple[HashtagRef, ...] | None:
    """Return each hashtag once, in the order of the text, then those that the text does not show.

    A challenge and a span are the same hashtag if their ids are, or else their names; the challenge knows
    better what is commercial.
    """
    if challenges is None and spans is None:
        return None
    known = _challenges(challenges or (), misread)
    found: dict[str, _Hashtag] = {}
    for span in _in_order(spans or []):
        hashtag = _hashtag(span.hashtag_id, span.hashtag_name, span.is_commerce, misread)
        if hashtag is not None:
            same = known.get(hashtag[0] or "") or known.get(hashtag[1])
            merged = _merged(same, hashtag) if same else hashtag
            found.setdefault(merged[1], merged)
    for hashtag in known.values():
        found.setdefault(hashtag[1], hashtag)
    return tuple([_HASHTAG_REF(hashtag_id=one[0], name=one[1], is_commerce=one[2]) for one in found.values()])


def _challenges(wires: Iterable[WireChallenge], misread: Misread) -> dict[str, _Hashtag]:
    """Return the challenges by their name and by their identifier, in order."""
    known: dict[str, _Hashtag] = {}
    for each in wires:
        hashtag = _hashtag(each.id, each.title, each.is_commerce, misread)
        if hashtag is not None:
            known[hashtag[1]] = hashtag
            if hashtag[0]:
                known[hashtag[0]] = hashtag
    return known


def _merged(challenge: _Hashtag, span: _Hashtag) -> _Hashtag:
    """Return the challenge, with what only the span tells."""
    is_commerce = span[2] if challenge[2] is None else challenge[2]
    return challenge[0] or span[0], challenge[1], is_commerce


def _in_order(spans: list[WireSpan]) -> list[WireSpan]:
    """Return the hashtags of a text from left to right."""
    hashtags = [span for span in spans if span.type == 1]
    return sorted(hashtags, key=lambda span: span.start if type(span.start) is int else 0)


def _hashtag(hashtag_id: object, name: object, is_commerce: object, misread: Misread) -> _Hashtag | None:
    shown = text(name, "hashtag/name", misread)
    key = _key(shown) if shown else None
    if not key:
        return None
    return (
        identifier(hashtag_id, "hashtag/hashtag_id", misread),
        key,
        flag(is_commerce, "hashtag/is_commerce", misread),
    )


def _spans(wires: list[WireSpan], description: str, misread: Misread) -> dict[str, Any]:
    """Return the spans and the mentions. A span outside of a text that a page has cut is left out."""
    offsets = Offsets(description)
    spans, mentions = [], []
    for wire in wires:
        start, end = _point(wire.start, offsets, misread), _point(wire.end, offsets, misread)
        if wire.type == 0:
            mentions.append(_mention(wire, start, end, misread))
        if start is not None and end is not None:
            spans.append(_span(wire, start, end))
    return {"text_spans": tuple(spans), "mentions": tuple(mentions)}


def _point(value: object, offsets: Offsets, misread: Misread) -> int | None:
    unit = integer(value, "text_span/offset", misread)
    return None if unit is None else offsets.point(unit)


def _span(wire: WireSpan, start: int, end: int) -> TextSpan:
    if wire.type == 1:
        name = wire.hashtag_name
        ref = _key(name) if type(name) is str and name else None
        return _TEXT_SPAN(start=start, end=end, kind="hashtag", ref=ref)
    if wire.type == 0:
        handle = wire.user_unique_id
        ref = handle if type(handle) is str and handle else None
        return _TEXT_SPAN(start=start, end=end, kind="mention", ref=ref)
    return _TEXT_SPAN(start=start, end=end, kind="other")


def _mention(wire: WireSpan, start: int | None, end: int | None, misread: Misread) -> Mention:
    return Mention(
        user_id=identifier(wire.user_id, "mention/user_id", misread),
        sec_uid=text(wire.sec_uid, "mention/sec_uid", misread),
        unique_id=text(wire.user_unique_id, "mention/unique_id", misread),
        start=start,
        end=end,
    )
