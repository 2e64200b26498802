"""One record into the stored row of its entity: the upsert rules, on rows of native values, without a database."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tiktok_spiders.store.codec import decode_json, fingerprint, json_text
from tiktok_spiders.store.layout import Layout
from tiktok_spiders.store.rounding import is_overflow, is_rounding_of

if TYPE_CHECKING:
    from tiktok_spiders.items.common import Record
    from tiktok_spiders.store.codec import Codec
    from tiktok_spiders.store.entities import ChildList, Entity

_THIN = 1
_ESTIMATED = "created_at_is_estimated"


@dataclass(slots=True)
class State:
    """The row of one key while a batch is merged into it."""

    row: list[Any]
    stored: bool
    """Whether the database holds a row of this key."""

    known: bool
    """Whether that row is more than a stub."""

    dirty: set[int] = field(default_factory=set)
    """Positions that the database does not hold so."""

    replaced: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    """Child lists to be written whole, by field."""

    added: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    """Members of child lists to be added where they are lacking, by field."""


@dataclass(slots=True)
class Events:
    """History rows that the merges of a batch give rise to."""

    names: list[tuple[Any, ...]] = field(default_factory=list)
    statuses: list[tuple[Any, ...]] = field(default_factory=list)
    counters: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    """By record type."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a record did to the store."""

    new: bool = False
    updated: bool = False


class Merger:
    """Merges records of one entity."""

    def __init__(self, entity: Entity, codec: Codec, history_interval: timedelta) -> None:
        self.entity = entity
        self.layout = Layout(entity, codec)
        self._codec = codec
        self._interval = history_interval
        at = self.layout.at
        self._at_status = at["status"]
        self._at_code = at["status_code"]
        self._hashes = at.get("child_hashes")
        self._estimated = (at["created_at"], at[_ESTIMATED]) if _ESTIMATED in at else None
        self._expiring = tuple(at[name] for name in entity.expiring) if entity.expiring else None

    def stored(self, row: list[Any]) -> State:
        """Return the state of a row that the database holds."""
        return State(row, stored=True, known=bool(row[self.layout.at["detail"]]))

    def empty(self, key: str) -> State:
        """Return the state of a key that the database does not hold."""
        row: list[Any] = [None] * self.layout.width
        row[0] = key
        row[self.layout.at["detail"]] = 0
        return State(row, stored=False, known=False)

    def absorb(self, state: State, record: Record, events: Events) -> Change:
        """Merge ``record`` into ``state`` and append what is history to ``events``."""
        new, seen = self.layout.row(record), self._codec.time(record.scraped_at)
        self._estimate(state, new)
        was_known, state.known = state.known, True
        at, row = self.layout.shared, state.row
        reached = new[self._at_status] in {None, "ok"}
        detail = record.detail if reached else min(record.detail, _THIN)
        last, detailed = row[at["last_seen_at"]], row[at["detail_at"]]
        newest = last is None or seen >= last
        full = (detailed is None or seen >= detailed) and detail >= row[at["detail"]]
        status = row[self._at_status]
        changes = self._fields(state, new, full=full, newest=newest)
        updated = bool(changes)
        if newest:
            self._come_or_go(state, new[self._at_status], seen)
        if row[self._at_status] != status:
            self._status(row, status, record, seen, events)
        for position, old in changes:
            if position in self.layout.named and old is not None:
                self._name(row, position, old, seen, events)
        updated |= self._counters(state, new, record, seen, events)
        self._addresses(state, new, full=full)
        updated |= self._children(state, record, full=full, older=detailed is not None and seen < detailed)
        if full:
            self._set(state, at["detail"], detail)
            self._set(state, at["detail_at"], seen)
        self._sight(state, record, seen, newest=newest)
        return Change(new=not was_known, updated=was_known and updated)

    def _estimate(self, state: State, new: list[Any]) -> None:
        """A time of publication goes with its mark, and an estimated one never displaces a told one."""
        if self._estimated is None:
            return
        created, mark = self._estimated
        exact = state.row[created] is not None and not state.row[mark]
        if new[created] is None or (new[mark] and exact):
            new[created] = new[mark] = None

    def _set(self, state: State, position: int, value: Any) -> None:
        if state.row[position] != value:
            state.row[position] = value
            state.dirty.add(position)

    def _fields(self, state: State, new: list[Any], *, full: bool, newest: bool) -> list[tuple[int, Any]]:
        row, dirty, changes = state.row, state.dirty, []
        for positions, overwrite in ((self.layout.stable, full), (self.layout.follows, newest)):
            for position in positions:
                value = new[position]
                if value is None:
                    continue
                old = row[position]
                if old is None or (overwrite and old != value):
                    row[position] = value
                    dirty.add(position)
                    changes.append((position, old))
        return changes

    def _name(self, row: list[Any], position: int, old: Any, seen: Any, events: Events) -> None:
        name = self.layout.named[position]
        told = self.layout.at.get(f"{name}_changed_at")
        changed_at = (row[told] if told is not None else None) or seen
        is_flag = name in {"verified", "is_private"}
        before, after = (_flag(old), _flag(row[position])) if is_flag else (old, row[position])
        events.names.append((self.entity.record_type, row[0], name, seen, before, after, changed_at))

    def _come_or_go(self, state: State, told: str | None, seen: Any) -> None:
        gone = self.layout.shared["gone_at"]
        if told == "missing":
            self._set(state, gone, state.row[gone] or seen)
        elif state.row[gone] is not None:
            self._set(state, gone, None)
            self._set(state, self._at_status, told or "ok")

    def _status(self, row: list[Any], old: str | None, record: Record, seen: Any, events: Events) -> None:
        new = row[self._at_status]
        if old is None and new == "ok":
            return
        code = row[self._at_code]
        events.statuses.append(
            (self.entity.record_type, row[0], seen, old, new, code, record.country, record.run_id)
        )

    def _counters(self, state: State, new: list[Any], record: Record, seen: Any, events: Events) -> bool:
        row, at = state.row, self.layout.shared
        told = [(position, name) for position, name in self.layout.counts if new[position] is not None]
        if not told:
            return False
        newest = row[at["counters_at"]] is None or seen >= row[at["counters_at"]]
        rounded = set(getattr(record, "rounded_counts", None) or ())
        have = set(decode_json(row[self.layout.rounded] or "[]"))
        kept = set(have)
        changed = False
        for position, name in told:
            value, old = new[position], row[position]
            if old is not None and not (newest and self._tells(value, old, name, rounded, kept)):
                continue
            kept.discard(name)
            if name in rounded:
                kept.add(name)
            if value != old:
                row[position] = value
                state.dirty.add(position)
                changed = True
        if kept != have or row[self.layout.rounded] is None:
            self._set(
                state,
                self.layout.rounded,
                json_text([name for _, name in self.layout.counts if name in kept]),
            )
        if newest:
            self._set(state, at["counters_at"], seen)
            self._history(state, new, record, seen, events, changed=changed)
        return changed

    def _tells(self, value: int, old: int, name: str, rounded: set[str], kept: set[str]) -> bool:
        if is_overflow(value, old):
            return False
        return name not in rounded or name in kept or not is_rounding_of(value, old)

    def _history(
        self, state: State, new: list[Any], record: Record, seen: Any, events: Events, *, changed: bool
    ) -> None:
        at = self.layout.shared["history_at"]
        last = state.row[at]
        if not changed and last is not None and self._codec.between(last, seen) < self._interval:
            return
        self._set(state, at, seen)
        counts = [new[position] for position, _ in self.layout.counts]
        rounded = new[self.layout.rounded]
        events.counters[self.entity.record_type].append(
            (state.row[0], seen, *counts, rounded, record.transport, record.run_id)
        )

    def _addresses(self, state: State, new: list[Any], *, full: bool) -> None:
        row = state.row
        for position in self.layout.volatile:
            value = new[position]
            if value is not None and (row[position] is None or full):
                self._set(state, position, value)
        if self._expiring is None or new[self._expiring[0]] is None:
            return
        address, expiry = self._expiring
        old, until = row[expiry], new[expiry]
        later = full if old is None or until is None else until >= old
        if row[address] is None or later:
            self._set(state, address, new[address])
            self._set(state, expiry, until)

    def _children(self, state: State, record: Record, *, full: bool, older: bool) -> bool:
        if self._hashes is None:
            return False
        have = decode_json(state.row[self._hashes] or "{}")
        before, updated = dict(have), False
        for children in self.entity.children:
            members = getattr(record, children.field)
            if members is None:
                continue
            mark, old = fingerprint(members), have.get(children.field)
            if old == mark or (old is not None and older):
                continue
            if old is None or full:
                have[children.field] = mark
                state.replaced[children.field] = members
                state.added.pop(children.field, None)
                updated |= not children.volatile
            else:
                have[children.field] = old if old.endswith("+") else old + "+"
                self._add(state, children, members)
        if have != before:
            self._set(state, self._hashes, json_text(have))
        return updated

    def _add(self, state: State, children: ChildList, members: tuple[Any, ...]) -> None:
        pending = state.replaced if children.field in state.replaced else state.added
        have = pending.get(children.field, ())
        known = {identity(children, member) for member in have}
        lacking = tuple(member for member in members if identity(children, member) not in known)
        pending[children.field] = have + lacking

    def _sight(self, state: State, record: Record, seen: Any, *, newest: bool) -> None:
        at, row = self.layout.shared, state.row
        first = row[at["first_seen_at"]]
        if first is None or seen < first:
            self._set(state, at["first_seen_at"], seen)
        if not newest:
            return
        self._set(state, at["last_seen_at"], seen)
        for name in ("transport", "endpoint", "country", "run_id", "schema_version", "raw_ref"):
            value = getattr(record, name)
            if value is not None:
                self._set(state, at[name], value)


def identity(children: ChildList, member: Any) -> tuple[Any, ...]:
    """Return what tells a member of a child list from the others."""
    return tuple(getattr(member, name) for name in children.identity)


def _flag(value: Any) -> str | None:
    return None if value is None else ("true" if value else "false")
