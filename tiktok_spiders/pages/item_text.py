"""The caption of an item: hashtags, mentions, spans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.common import HashtagRef, Mention, TextSpan
from tiktok_spiders.pages.coerce import Misread, flag, identifier, integer, language, text, text_kept
from tiktok_spiders.pages.names import hashtag_key
from tiktok_spiders.pages.offsets import Offsets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiktok_spiders.pages.wire_item import WireItem
    from tiktok_spiders.pages.wire_parts import WireChallenge, WireSpan

_KINDS = {0: "mention", 1: "hashtag"}


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
    known = [ref for each in challenges or () if (ref := _challenge(each, misread))]
    by_key = {ref.hashtag_id: ref for ref in known} | {ref.name: ref for ref in known}
    found: dict[str, HashtagRef] = {}
    for span in _in_order(spans or ()):
        ref = _hashtag(span, misread)
        if ref is not None:
            same = by_key.get(ref.hashtag_id or ref.name) or by_key.get(ref.name) or ref
            found.setdefault(same.name, _merged(same, ref))
    for ref in known:
        found.setdefault(ref.name, ref)
    return tuple(found.values())


def _merged(challenge: HashtagRef, span: HashtagRef) -> HashtagRef:
    """Return the challenge, with what only the span tells."""
    if challenge is span or (challenge.hashtag_id and challenge.is_commerce is not None):
        return challenge
    return HashtagRef(
        hashtag_id=challenge.hashtag_id or span.hashtag_id,
        name=challenge.name,
        is_commerce=span.is_commerce if challenge.is_commerce is None else challenge.is_commerce,
    )


def _in_order(spans: Iterable[WireSpan]) -> list[WireSpan]:
    return sorted(spans, key=lambda span: span.start if type(span.start) is int else 0)


def _challenge(wire: WireChallenge, misread: Misread) -> HashtagRef | None:
    return _ref(wire.id, wire.title, wire.is_commerce, misread)


def _hashtag(wire: WireSpan, misread: Misread) -> HashtagRef | None:
    return _ref(wire.hashtag_id, wire.hashtag_name, wire.is_commerce, misread) if wire.type == 1 else None


def _ref(hashtag_id: object, name: object, is_commerce: object, misread: Misread) -> HashtagRef | None:
    shown = text(name, "hashtag/name", misread)
    key = hashtag_key(shown) if shown else None
    if not key:
        return None
    return HashtagRef(
        hashtag_id=identifier(hashtag_id, "hashtag/hashtag_id", misread),
        name=key,
        is_commerce=flag(is_commerce, "hashtag/is_commerce", misread),
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
    kind = _KINDS.get(wire.type, "other") if type(wire.type) is int else "other"
    ref = {"hashtag": wire.hashtag_name, "mention": wire.user_unique_id}.get(kind)
    named = ref if type(ref) is str and ref else None
    return TextSpan(
        start=start, end=end, kind=kind, ref=hashtag_key(named) if named and kind == "hashtag" else named
    )


def _mention(wire: WireSpan, start: int | None, end: int | None, misread: Misread) -> Mention:
    return Mention(
        user_id=identifier(wire.user_id, "mention/user_id", misread),
        sec_uid=text(wire.sec_uid, "mention/sec_uid", misread),
        unique_id=text(wire.user_unique_id, "mention/unique_id", misread),
        start=start,
        end=end,
    )
