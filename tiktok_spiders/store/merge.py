"""One record into the stored row of its entity: the upsert rules, on native values, without a database."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.store.counters import Counters
from tiktok_spiders.store.layout import PSEUDONYMOUS, Layout
from tiktok_spiders.store.lists import merge_lists
from tiktok_spiders.store.state import Change, State

if TYPE_CHECKING:
    from datetime import timedelta

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.store.codec import Codec, Key
    from tiktok_spiders.store.entities import Entity
    from tiktok_spiders.store.state import Events

_THIN = 1
_ESTIMATED = "created_at_is_estimated"
_ORIGIN = ("transport", "endpoint", "country", "run_id", "schema_version", "raw_ref")
_OF_THE_ROW = frozenset({"first_seen_at", "last_seen_at", "left_at"})
_FLAGS = frozenset({"verified", "is_private"})
_origin = attrgetter(*_ORIGIN)


class Merger:
    """Merges records of one entity."""

    def __init__(self, entity: Entity, codec: Codec, history_interval: timedelta) -> None:
        self.entity = entity
        self.layout = Layout(entity, codec)
        self._codec = codec
        self._counters = Counters(self.layout, codec, history_interval)
        self.visits = self._counters.visits
        at = self.layout.at
        self._status, self._code = at.get("status"), at.get("status_code")
        self._says_why = "status" in at and isinstance(entity.table.c.status.type, sa.Text)
        self._left, self._mark = at.get("left_at"), at.get(PSEUDONYMOUS)
        self._ranges = [(at[least], at[greatest]) for least, greatest in entity.ranges]
        self._hashes = at.get("child_hashes")
        self._estimated = (at["created_at"], at[_ESTIMATED]) if _ESTIMATED in at else None
        self._expiring = tuple(at[name] for name in entity.expiring) if entity.expiring else None
        self._origin = [at[name] for name in _ORIGIN]

    def stored(self, row: list[Any]) -> State:
        """Return the state of a row that the database holds."""
        return State(row, stored=True, known=row[self.layout.at["detail_at"]] is not None)

    def empty(self, key: Key) -> State:
        """Return the state of a key that the database does not hold."""
        row: list[Any] = [None] * self.layout.width
        row[: self.layout.keys] = key if isinstance(key, tuple) else (key,)
        row[self.layout.at["detail"]] = 0
        return State(row, stored=False, known=False)

    def absorb(self, state: State, record: Record, events: Events) -> Change:
        """Merge ``record`` into ``state`` and append what is history to ``events``."""
        new, seen = self.layout.row(record), self._codec.time(record.scraped_at)
        if self._mark is not None and state.row[self._mark] != new[self._mark]:
            if state.known and self._is_passed_over(state.row, new, record, seen):
                return Change()
            if state.known or new[self._mark]:
                self._clear(state)
            state.set(self._mark, new[self._mark])
        return self._absorb(state, record, new, seen, events)

    def _absorb(self, state: State, record: Record, new: list[Any], seen: Any, events: Events) -> Change:
        at = self.layout.shared
        was_known, state.known = state.known, True
        row, detail = state.row, self._detail(record, new)
        last, detailed = row[at["last_seen_at"]], row[at["detail_at"]]
        status = None if self._status is None else row[self._status]
        newest = last is None or seen >= last
        older = detailed is not None and seen < detailed
        full = not older and detail >= row[at["detail"]]
        self._settle_estimate(row, new)
        if state.stored or was_known:
            updated = self._fields(state, new, seen, events, full=full, newest=newest)
            self._addresses(state, new, full=full)
        else:
            updated = self._fill(row, new)
        if newest:
            self._come_or_go(state, new, seen)
        if self._ranges and detail < row[at["detail"]]:
            self._settle_prices(row, new)
        updated |= self._counters.absorb(state, new, record, seen, events)
        if self._status is not None:
            self._note_status(row, status, record, seen, events)
        if self._hashes is not None:
            lists = self.entity.children
            updated |= merge_lists(state, record, lists, self._hashes, full=full, older=older)
        if full:
            state.set(at["detail"], detail)
            state.set(at["detail_at"], seen)
        self._sight(state, record, seen, newest=newest)
        return Change(new=not was_known, updated=was_known and updated)

    def _detail(self, record: Record, new: list[Any]) -> int:
        """Return how much the answer tells: little when it says why there is nothing to see."""
        reached = not self._says_why or new[self._status] in {None, "ok"}  # type: ignore[index]
        return record.detail if reached else min(record.detail, _THIN)

    def _is_passed_over(self, row: list[Any], new: list[Any], record: Record, seen: Any) -> bool:
        """Tell whether a row of the other kind stays: against an older answer and a thin plain one."""
        at = self.layout.shared
        thin = not new[self._mark] and record.detail < row[at["detail"]]  # type: ignore[index]
        return thin or bool(seen < row[at["last_seen_at"]])

    def _clear(self, state: State) -> None:
        """Empty a row of what its answers told: what is under a pseudonym never joins what is not."""
        for position, name in enumerate(self.layout.names):
            if position >= self.layout.keys and name not in _OF_THE_ROW:
                state.set(position, None)
        state.set(self.layout.at["detail"], 0)
        state.visit = None
        for children in self.entity.children:
            state.replaced[children.field] = ()
            state.added.pop(children.field, None)

    def _settle_prices(self, row: list[Any], new: list[Any]) -> None:
        """Take a card's price, which is that of one SKU, only where it lies outside of the known range."""
        for least, greatest in self._ranges:
            price, low = new[least], row[least]
            if price is None or low is None:
                continue
            most, high = new[greatest] or price, row[greatest] or low
            within = low <= price and most <= high
            new[least], new[greatest] = (None, None) if within else (price, most)

    def _settle_estimate(self, row: list[Any], new: list[Any]) -> None:
        """Keep a time of publication with its mark, and a told one against an estimate."""
        if self._estimated is None:
            return
        created, mark = self._estimated
        exact = row[created] is not None and not row[mark]
        if new[created] is None or (new[mark] and exact):
            new[created] = new[mark] = None

    def _fill(self, row: list[Any], new: list[Any]) -> bool:
        """Take all of the first record of a key that is in no table."""
        keys = self.layout.keys
        new[:keys] = row[:keys]
        new[self.layout.at["detail"]] = 0
        row[:] = new
        return False

    def _fields(
        self, state: State, new: list[Any], seen: Any, events: Events, *, full: bool, newest: bool
    ) -> bool:
        row, dirty, named, updated = state.row, state.dirty, self.layout.named, False
        for positions, overwrite in ((self.layout.stable, full), (self.layout.follows, newest)):
            for position in positions:
                value = new[position]
                if value is None:
                    continue
                old = row[position]
                if old is None or (overwrite and old != value):
                    row[position] = value
                    dirty.add(position)
                    updated = True
                    if old is not None and position in named:
                        self._note_name(row, position, old, seen, events)
        return updated

    def _note_name(self, row: list[Any], position: int, old: Any, seen: Any, events: Events) -> None:
        name = self.layout.named[position]
        told = self.layout.at.get(f"{name}_changed_at")
        changed_at = (row[told] if told is not None else None) or seen
        before, after = (_flag(old), _flag(row[position])) if name in _FLAGS else (old, row[position])
        events.names.append(
            (self.entity.record_type, self.layout.label(row), name, seen, before, after, changed_at)
        )

    def _addresses(self, state: State, new: list[Any], *, full: bool) -> None:
        row = state.row
        for position in self.layout.volatile:
            value = new[position]
            if value is not None and (row[position] is None or full):
                state.set(position, value)
        if self._expiring is None or new[self._expiring[0]] is None:
            return
        address, expiry = self._expiring
        old, until = row[expiry], new[expiry]
        later = full if old is None or until is None else until >= old
        if row[address] is None or later:
            state.set(address, new[address])
            state.set(expiry, until)

    def _come_or_go(self, state: State, new: list[Any], seen: Any) -> None:
        gone, told = self.layout.shared["gone_at"], new[self._status] if self._says_why else None  # type: ignore[index]
        if self._left is not None and state.row[self._left] is not None and seen > state.row[self._left]:
            state.set(self._left, None)
        if told == "missing":
            state.set(gone, state.row[gone] or seen)
        elif state.row[gone] is not None:
            state.set(gone, None)
            if self._says_why:
                state.set(self._status, told or "ok")  # type: ignore[arg-type]

    def _note_status(self, row: list[Any], old: Any, record: Record, seen: Any, events: Events) -> None:
        new = row[self._status]  # type: ignore[index]
        if new == old or (old is None and (new == "ok" or not self._says_why)):
            return
        if not self._says_why:
            old, new = str(old), None if new is None else str(new)
        event = (
            self.entity.record_type,
            self.layout.label(row),
            seen,
            old,
            new,
            None if self._code is None else row[self._code],
            record.country,
            record.run_id,
        )
        events.statuses.append(event)

    def _sight(self, state: State, record: Record, seen: Any, *, newest: bool) -> None:
        at, row = self.layout.shared, state.row
        first = row[at["first_seen_at"]]
        if first is None or seen < first:
            state.set(at["first_seen_at"], seen)
        if not newest:
            return
        state.set(at["last_seen_at"], seen)
        for position, value in zip(self._origin, _origin(record), strict=True):
            if value is not None:
                state.set(position, value)


def _flag(value: Any) -> str:
    return "true" if value else "false"
