"""How lists go on: from an answer to the next cursor, or to the end. Pure."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST_POST_MS = 1_472_706_000_000
"""September 2016, before TikTok: no list reaches further back."""

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one answer says about the list, as far as paging needs it."""

    asked: str
    """The cursor that was sent."""

    times_ms: Sequence[int]
    """Publication of the members in their order, pinned ones left out, milliseconds."""

    members: int
    """Members of the answer, pinned and unreadable ones included."""

    fresh: int
    """Members that were not met before."""

    cursor: str | None
    """The answer's own cursor."""

    has_more: bool | None
    """Whether the answer says that there is more."""

    first: bool
    """Whether this is the first answer of the listing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What comes next."""

    cursor: str
    """Where to go on."""

    ended: bool = False
    """TikTok says, or the cursor shows, that there is nothing further."""

    stuck: bool = False
    """The cursor did not move though the list did not end."""

    repeated: bool = False
    """An earlier page came again: the same cursor is to be asked with another device."""

    empty: bool = False
    """Nothing was found in the stretch of the list that this answer covers."""

    anchored: bool = False
    """The cursor is the place of a member: an inclusive list has to give it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging(ABC):
    """A rule of paging."""

    by_time: bool = False
    """Whether members stand in the order of publication, newest first, and the cursor is a time."""

    newest_first: bool = True
    """Whether what is new stands first, so that a known member ends the listing."""

    cap_from: int | None = None
    """From how many members on an early end is TikTok's own cap; None where lists have none."""

    patience: int | None = None
    """Empty answers in a row that end the list; None: as the listing's limits say."""

    overlaps: bool = False
    """Whether lists of the same members are walked together, so that a page without news is nothing odd."""

    @abstractmethod
    def first(self, now_ms: int, until_ms: int | None) -> str:
        """Return the first cursor."""

    @abstractmethod
    def step(self, seen: Seen, *, lookback_ms: int, floor_ms: int) -> Step:
        """Return what comes after an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWindow(Paging):
    """Backwards in time by an inclusive cursor in milliseconds (``creator/item_list``).

    The next cursor is the publication of the last member, so that member comes again. An answer looks
    back about a week: without older members the cursor goes back by that much.
    """

    by_time: bool = True

    def first(self, now_ms: int, until_ms: int | None) -> str:
        """Return now, or the end of the period that is wanted."""
        return str(now_ms if until_ms is None else min(now_ms, until_ms))

    def step(self, seen: Seen, *, lookback_ms: int, floor_ms: int) -> Step:
        """Go to the oldest member, or back by one look-back where there is none."""
        asked = int(seen.asked)
        oldest = min(seen.times_ms, default=None)
        if not seen.first and max(seen.times_ms, default=0) > asked:
            return Step(cursor=seen.asked, repeated=True, anchored=True)  # the cursor was not heeded
        moved = oldest is not None and oldest < asked
        following = oldest if moved and oldest is not None else asked - lookback_ms
        ended = seen.has_more is False or following < max(floor_ms, FIRST_POST_MS)
        return Step(cursor=str(following), ended=ended, empty=not moved, anchored=moved)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerTime(Paging):
    """Backwards in time by the cursor that the answer names (``post/item_list``, newest first).

    It is in milliseconds as well, so a listing can go over to this list from `TimeWindow` and back.
    """

    by_time: bool = True

    def first(self, now_ms: int, until_ms: int | None) -> str:
        """Return now, or the end of the period that is wanted."""
        return TimeWindow().first(now_ms, until_ms)

    def step(self, seen: Seen, *, lookback_ms: int, floor_ms: int) -> Step:
        """Go where the answer says; a cursor that does not go back is stuck."""
        if seen.has_more is False or seen.cursor is None or not seen.cursor.isdigit():
            return Step(cursor=seen.asked, ended=True, empty=not seen.members)
        if int(seen.cursor) >= int(seen.asked):
            return Step(cursor=seen.asked, stuck=True)
        return Step(cursor=seen.cursor, ended=int(seen.cursor) < floor_ms, empty=not seen.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opaque(Paging):
    """The answer's own cursor, sent back as it came."""

    start: str = "0"
    """The first cursor."""

    falling: bool = False
    """Whether cursors go back from page to page, as times do, and not forward, as offsets do."""

    def first(self, now_ms: int, until_ms: int | None) -> str:
        """Return where the list begins."""
        return self.start

    def step(self, seen: Seen, *, lookback_ms: int, floor_ms: int) -> Step:
        """Take the returned cursor; one that does not move is stuck, a page without news repeated.

        A number that went the wrong way belongs to an earlier page, which came again. An end without members
        says nothing about where it is.
        """
        if seen.has_more is False or seen.cursor is None:
            following = seen.cursor if seen.members and seen.cursor else seen.asked
            return Step(cursor=following, ended=True, empty=not seen.members)
        if seen.cursor == seen.asked:
            return Step(cursor=seen.asked, stuck=bool(seen.members), empty=not seen.members)
        if self._is_earlier(seen.cursor, seen.asked):
            return Step(cursor=seen.asked, repeated=True)
        repeated = bool(seen.members) and not seen.fresh and not self.overlaps
        return Step(cursor=seen.cursor, repeated=repeated, empty=not seen.members)

    def _is_earlier(self, cursor: str, asked: str) -> bool:
        if not (cursor.isdigit() and asked.isdigit()):
            return False
        if self.falling:
            return asked != self.start and int(cursor) > int(asked)
        return int(cursor) < int(asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batches(Paging):
    """No cursor: each request brings another batch, and batches overlap. The cursor counts them.

    The list is over when TikTok says so, or when ``patience`` batches in a row brought nothing new: of a pool
    of 100 videos, one in 30 crawls then lacks one. Nobody knows how much there is: that end is always a cap.
    """

    newest_first: bool = False
    cap_from: int | None = 0
    patience: int | None = 20

    def first(self, now_ms: int, until_ms: int | None) -> str:
        """Return 0."""
        return "0"

    def step(self, seen: Seen, *, lookback_ms: int, floor_ms: int) -> Step:
        """Ask once more."""
        following = str(int(seen.asked) + 1)
        return Step(cursor=following, ended=seen.has_more is False, empty=not seen.fresh)
