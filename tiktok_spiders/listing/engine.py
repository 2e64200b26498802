"""The paging engine: which members of a list count, where to go on, and when it is over.

A listing is its state (plain data) and the set of identifiers met so far, which is rebuilt from the store
when a listing is resumed. No clock, no network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.endpoints.paging import FIRST_POST_MS, Paging, Seen, Step
from tiktok_spiders.listing.members import epoch_of, is_pinned, key_of, times_ms

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.listing.state import Limits, ListingState
    from tiktok_spiders.pages.base import PageRead

MAX_REPEATS = 8
"""How often a repeated page is asked again, each time with another device."""

MAX_STUCK = 4
"""How often a cursor that does not move is asked again, each time with another device."""

MAX_DOUBTS = 2
"""How many pages are asked beyond a "no more" that comes while records are still lacking."""

CLEAN_ENDS = frozenset({"end", "stuck_cursor", "repeated_page", "empty_windows"})
"""Stop reasons that TikTok's answers give, not our limits."""


class Listing:
    """One list of one target.

    ``is_member`` tells the members of the list from what comes along with them, such as the author of a
    video: that goes where the member before it goes and is not counted.
    """

    def __init__(
        self,
        state: ListingState,
        paging: Paging,
        limits: Limits,
        seen: set[str],
        is_member: Callable[[Record], bool] = lambda _record: True,
    ) -> None:
        self.state = state
        self._is_member = is_member
        self.fresh_device = False
        """Whether the next request has to come from another device."""
        self._paging = paging
        self._limits = limits
        self._seen = seen
        self._truncated = False

    def begin(self, now: float) -> None:
        """Set the first cursor. ``now``: epoch seconds."""
        state = self.state
        until = None if state.until is None else int(state.until * 1000)
        state.cursor = self._paging.first(int(now * 1000), until)
        state.started = state.clock = now

    def take(self, page: PageRead, known: Collection[str] = ()) -> list[Record]:
        """Read one answer: return the records that count and decide how to go on.

        ``known``: identifiers of this page that an earlier finished listing stored (``new_only``).
        """
        state, asked = self.state, self.state.cursor
        first, self._truncated = state.pages == 0, page.truncated
        state.pages += 1
        members = [record for record in page.records if self._is_member(record)]
        state.received += len(members)
        state.rejected += len(page.rejected)
        state.args = {**state.args, **page.carry}
        fresh = [record for record in members if self._is_fresh(record)]
        counted = self._cut(self._within_period(self._until_known(fresh, known)))
        self._count(counted)
        if state.stop_reason is None and not self._is_hollow(page):
            step = self._step(page, members, len(fresh), first=first)
            state.echoed += len(members) if step.repeated else 0
            self._note_gap(asked, step, rejected=bool(page.rejected))
            self._go_on(step, fresh=bool(fresh))
        return self._with_companions(page, counted)

    def _with_companions(self, page: PageRead, counted: list[Record]) -> list[Record]:
        """Return the members that count, each with what came along with it, and what came before any."""
        if len(page.records) == len(counted):
            return counted
        kept, taken, keep = set(map(id, counted)), [], True
        for record in page.records:
            keep = id(record) in kept if self._is_member(record) else keep
            if keep:
                taken.append(record)
        return taken

    def _is_fresh(self, record: Record) -> bool:
        key = key_of(record)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def _until_known(self, records: Sequence[Record], known: Collection[str]) -> list[Record]:
        if not known:
            return list(records)
        self.state.known += sum(key_of(record) in known for record in records)
        in_order = self._paging.newest_first
        if in_order and any(key_of(record) in known and not is_pinned(record) for record in records):
            self._stop("known_item")
        return [record for record in records if key_of(record) not in known]

    def _within_period(self, records: Iterable[Record]) -> list[Record]:
        state = self.state
        if state.since is None and state.until is None:
            return list(records)
        kept = []
        for record in records:
            when = epoch_of(record)
            if when is None or ((state.since or 0) <= when and (state.until is None or when <= state.until)):
                kept.append(record)
            elif state.since is not None and when < state.since and self._is_in_order(record):
                self._stop("since")
            elif not self._paging.by_time:
                state.outside += 1
        return kept

    def _is_in_order(self, record: Record) -> bool:
        return self._paging.by_time and not is_pinned(record)

    def _cut(self, records: list[Record]) -> list[Record]:
        if self.state.asked is None:
            return records
        room = self.state.asked - self.state.unique
        if len(records) >= room:
            self.state.stop_reason = "max_items"
        return records[: max(room, 0)]

    def _count(self, records: Sequence[Record]) -> None:
        state = self.state
        state.unique += len(records)
        times = [when for when in map(epoch_of, records) if when is not None]
        if times:
            state.oldest = min(times) if state.oldest is None else min(state.oldest, *times)
            state.newest = max(times) if state.newest is None else max(state.newest, *times)

    def _step(self, page: PageRead, members: Sequence[Record], fresh: int, *, first: bool) -> Step:
        if page.false_end:
            return Step(cursor=self.state.cursor, repeated=True)
        seen = Seen(
            asked=self.state.cursor,
            times_ms=times_ms(members, page.rejected),
            members=len(members) + len(page.rejected),
            fresh=fresh,
            cursor=page.cursor,
            has_more=page.has_more,
            first=first,
        )
        return self._paging.step(seen, lookback_ms=self._limits.lookback_ms, floor_ms=self._floor())

    def _floor(self) -> int:
        since = self.state.since
        return FIRST_POST_MS if since is None else max(FIRST_POST_MS, int(since * 1000))

    def _is_hollow(self, page: PageRead) -> bool:
        """Ask again, once and with another device, where not even the member came that the cursor names."""
        state = self.state
        state.hollow = state.anchored and not state.hollow and not page.records and not page.rejected
        self.fresh_device = state.hollow
        return state.hollow

    def _note_gap(self, asked: str, step: Step, *, rejected: bool) -> None:
        """Remember where members may have been withheld: an answer without any, or with unreadable ones."""
        state = self.state
        withheld = step.empty and state.windows == 0 and not step.repeated
        if (withheld or rejected) and len(state.gaps) + state.revisits < self._limits.revisits:
            state.gaps = [*state.gaps, asked]

    def _go_on(self, step: Step, *, fresh: bool) -> None:
        state = self.state
        self.fresh_device = step.repeated or step.stuck
        state.cursor = step.cursor
        state.anchored = step.anchored
        if step.stuck:
            self._repeat("stuck_cursor", 0 if self._is_whole() else MAX_STUCK)
        elif step.repeated:
            self._repeat("repeated_page", MAX_REPEATS)
        elif state.revisiting is not None and not fresh:
            self._stop(state.revisiting)
        elif step.ended:
            self._end(empty=step.empty, fresh=fresh)
        else:
            state.repeats = state.doubts = 0
            self._look_further(empty=step.empty)
        self._revisit()

    def _revisit(self) -> None:
        """Ask once more at the gaps when a listing ends by itself with members lacking."""
        state = self.state
        if state.stop_reason not in CLEAN_ENDS or not state.gaps or not self._short():
            return
        state.revisiting, state.stop_reason = state.revisiting or state.stop_reason, None
        state.cursor, state.gaps = state.gaps[0], state.gaps[1:]
        state.anchored = False
        state.revisits += 1
        state.windows, state.repeats, state.doubts = 1, 0, 0  # the same gap is not noted again
        self.fresh_device = True

    def _repeat(self, reason: str, most: int) -> None:
        self.state.repeats += 1
        if self.state.repeats > most:
            self._stop(reason)

    def _end(self, *, empty: bool, fresh: bool) -> None:
        """Believe a "no more" at once when nothing is lacking, else only after asking further."""
        self.state.doubts = 1 if fresh and not empty else self.state.doubts + 1
        past_floor = self._is_before(self._floor())
        whole = not self._lacking() and not (empty and self._was_promised())
        sure = self._truncated or whole or self.state.doubts > MAX_DOUBTS
        if past_floor or sure:
            self._stop("since" if past_floor and self.state.since is not None else self._ended("end"))

    def _was_promised(self) -> bool:
        """Tell whether a list of unknown length has just said that there is more."""
        state = self.state
        return state.expected is None and state.pages > 1 and state.doubts == 1 and not self._paging.by_time

    def _is_before(self, moment_ms: int) -> bool:
        cursor = self.state.cursor
        return self._paging.by_time and cursor.isdigit() and int(cursor) < moment_ms

    def _ended(self, reason: str) -> str:
        """Return why a list ends: known members were left out, or a ranked list was cut off early."""
        if self.state.known:
            return "known_item"
        if self.state.outside and self.state.since is not None and not self._short():
            return "since"
        cap = 0 if self._truncated else self._paging.cap_from
        lacks = self.state.expected is None or self._short()
        if cap is None or self._length() < cap or not lacks:
            return reason
        if self.state.inner:
            self.state.capped = 1
            return reason
        counted = "" if self.state.expected is None else f"; TikTok counts {self.state.expected:,}"
        self.state.message = f"TikTok's list ends after {self.state.unique:,}{counted}"
        return "cap"

    def _length(self) -> int:
        """Return how many members the list has shown, where another list may have shown them before."""
        state = self.state
        return state.received - state.echoed if self._paging.overlaps else state.unique

    def _look_further(self, *, empty: bool) -> None:
        state = self.state
        state.windows = state.windows + 1 if empty else 0
        at_once = self._is_whole() and not self._paging.by_time
        if state.windows >= (1 if at_once else self._patience()):
            self._stop(self._ended("empty_windows"))

    def _patience(self) -> int:
        """Look long for what is lacking, but not among times before the account was made."""
        if self._paging.patience is not None:
            return self._paging.patience
        if self._is_before(self.state.floor_ms) or not self._lacking():
            return self._limits.empty_windows
        return self._limits.empty_windows_short

    def _lacking(self) -> bool:
        """Tell whether more is to be found further on: what could not be read was found."""
        found = self.state.unique + self.state.rejected + self.state.known + self.state.outside
        expected = self.state.expected
        return expected is not None and found < expected - self.state.grace

    def _is_whole(self) -> bool:
        return self.state.expected is not None and not self._lacking()

    def _short(self) -> bool:
        expected = self.state.expected
        return expected is not None and self.state.unique + self.state.outside < expected - self.state.grace

    def _stop(self, reason: str) -> None:
        if self.state.stop_reason is None:
            self.state.stop_reason = reason
