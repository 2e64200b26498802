"""Texts without the handles of people. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tiktok_spiders.items.parts import Mention, TextSpan

    Name = Callable[[str | None], str | None]

HIDDEN = "@…"
"""What stands for a person whose pseudonym is not known."""

_HANDLE = re.compile(r"(?<![\w.])@\w(?:[\w.-]*\w)?")  # an e-mail address has text before its @


class Change(NamedTuple):
    """A part of a text that was replaced, in code points of the old text."""

    start: int
    end: int
    shift: int
    """By how much everything behind it moves, earlier changes included."""


class Hidden(NamedTuple):
    """A text without handles, and where its parts have gone."""

    text: str
    changes: tuple[Change, ...]

    def moved(self, point: int | None) -> int | None:
        """Return where an offset of the old text lies in the new one."""
        if point is None:
            return None
        place = bisect_right(self.changes, point, key=lambda change: change.end) - 1
        shift = self.changes[place].shift if place >= 0 else 0
        inside = place + 1 < len(self.changes) and self.changes[place + 1].start < point
        return (self.changes[place + 1].end + self.changes[place + 1].shift) if inside else point + shift


def hide_handles(text: str, mentions: Iterable[Mention], name: Name) -> Hidden:
    """Return a text in which mentions are pseudonyms where ``name`` gives one, and ``@…`` elsewhere."""
    parts, changes, done, shift = [], [], 0, 0
    for start, end, shown in _places(text, mentions, name):
        parts += [text[done:start], shown]
        shift += len(shown) - (end - start)
        changes.append(Change(start, end, shift))
        done = end
    return Hidden("".join([*parts, text[done:]]), tuple(changes))


def without_handles(text: str | None) -> str | None:
    """Return a text of which nothing is known but its words, with ``@…`` for each handle."""
    return None if text is None else _HANDLE.sub(HIDDEN, text)


def hidden_mention(mention: Mention, hidden: Hidden, name: Name) -> Mention:
    """Return a mention with its pseudonym only, at its new place."""
    return replace(
        mention,
        user_id=name(mention.user_id),
        sec_uid=None,
        unique_id=None,
        start=hidden.moved(mention.start),
        end=hidden.moved(mention.end),
    )


def hidden_span(span: TextSpan, hidden: Hidden) -> TextSpan:
    """Return a span at its new place; that of a mention refers to nobody."""
    start, end = hidden.moved(span.start) or 0, hidden.moved(span.end) or 0
    return replace(span, start=start, end=end, ref=None if span.kind == "mention" else span.ref)


def _places(text: str, mentions: Iterable[Mention], name: Name) -> list[tuple[int, int, str]]:
    """Return (start, end, replacement) from left to right; none overlaps another."""
    found: list[tuple[int, int, str]] = []
    for mention in mentions:
        start, end = mention.start, mention.end
        if start is not None and end is not None and 0 <= start < end <= len(text):
            shown = name(mention.user_id)
            found.append((start, end, f"@{shown}" if shown else HIDDEN))
    found += [(*match.span(), HIDDEN) for match in _HANDLE.finditer(text)]
    places: list[tuple[int, int, str]] = []
    # The longer of two that begin together is the mention's span or says as much as it.
    for place in sorted(found, key=lambda each: (each[0], each[2] == HIDDEN, -each[1])):
        if not places or place[0] >= places[-1][1]:
            places.append(place)
        elif place[1] > places[-1][1]:
            places[-1] = (places[-1][0], place[1], places[-1][2])
    return places
