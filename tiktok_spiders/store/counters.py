"""Counters: the newest answer wins, unless it only repeats the stored value with less precision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.store.codec import decode_json, json_text
from tiktok_spiders.store.rounding import is_overflow, is_rounding_of
from tiktok_spiders.store.state import Visit
from tiktok_spiders.store.visits import Visits

if TYPE_CHECKING:
    from datetime import timedelta

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.store.codec import Codec
    from tiktok_spiders.store.layout import Layout
    from tiktok_spiders.store.state import Events, State


class Counters:
    """Merges the counters of one entity, and its prices and stock; says when they make a history row."""

    def __init__(self, layout: Layout, codec: Codec, interval: timedelta) -> None:
        entity, at = layout.entity, layout.at
        self._record_type = entity.record_type
        self._counts = [(at[name], name) for name in entity.counts]
        self._plain = {name for name in entity.counts if not _is_count(entity.table.c[name])}
        self._history = [at[name] for name in entity.watched]
        self._watched = frozenset(self._history)
        self._rounded = at.get("rounded_counts")
        self._keeps_rounded = entity.counters is not None and "rounded_counts" in entity.counters.c
        by_visit = entity.counters if entity.by_visit else None
        self.visits = None if by_visit is None else Visits(layout, by_visit)
        self._layout = layout
        self._counters_at = layout.at["counters_at"]
        self._history_at = layout.at["history_at"]
        self._codec = codec
        self._interval = interval

    def absorb(self, state: State, new: list[Any], record: Record, seen: Any, events: Events) -> bool:
        """Return whether a stored counter changed."""
        told = [(position, name) for position, name in self._counts if new[position] is not None]
        if not told:
            return False
        last = state.row[self._counters_at]
        newest = last is None or seen >= last
        changed = self._merge(state, new, told, newest=newest)
        if newest:
            state.set(self._counters_at, seen)
            is_news = self._is_history(state, told, changed, seen)
            if is_news or state.visit is not None:
                row = self._event(state, new, record, seen)
                self._note(state, row, record.detail, events, is_news=is_news)
        return bool(changed)

    def _is_history(self, state: State, told: list[tuple[int, str]], changed: list[int], seen: Any) -> bool:
        if changed and not self._watched.isdisjoint(changed):
            return True
        due = self._is_due(state.row[self._history_at], seen)
        return due and any(position in self._watched for position, _ in told)

    def _merge(self, state: State, new: list[Any], told: list[tuple[int, str]], *, newest: bool) -> list[int]:
        """Return the positions of what changed."""
        row, changed, plain, at = state.row, [], self._plain, self._rounded
        rounded, have = (set(), set()) if at is None else (_names(new[at]), _names(row[at]))
        kept = set(have)
        for position, name in told:
            value, old = new[position], row[position]
            if old is not None and not (
                newest and (name in plain or _tells(value, old, name, rounded, kept))
            ):
                continue
            kept.discard(name)
            if name in rounded:
                kept.add(name)
            if value != old:
                row[position] = value
                state.dirty.add(position)
                changed.append(position)
        if at is not None and (kept != have or row[at] is None):
            state.set(at, json_text([name for _, name in self._counts if name in kept]))
        return changed

    def _is_due(self, last: Any, seen: Any) -> bool:
        return last is None or self._codec.between(last, seen) >= self._interval

    def _event(self, state: State, new: list[Any], record: Record, seen: Any) -> list[Any]:
        """Return what was told, None for what was not: a history row carries nothing forward."""
        counts = [new[position] for position in self._history]
        if self._keeps_rounded:
            counts.append(new[self._rounded])  # type: ignore[index]
        return [*state.row[: self._layout.keys], seen, *counts, record.transport, record.run_id]

    def _note(self, state: State, row: list[Any], detail: int, events: Events, *, is_news: bool) -> None:
        """Complete the row of this run's visit where there is one, else append what is news."""
        completed = self.visits is not None and self.visits.complete(state, row, detail, events)
        if is_news and not completed:
            events.counters[self._record_type].append(row)
            if self.visits is not None:
                state.visit = Visit(row, stored=False)
        if is_news or completed:
            state.set(self._history_at, row[self._layout.keys])


def _is_count(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.BigInteger)


def _names(text: str | None) -> set[str]:
    return set(decode_json(text)) if text and text != "[]" else set()


def _tells(value: int, old: int, name: str, rounded: set[str], kept: set[str]) -> bool:
    """Return whether ``value`` is news beside the stored ``old``; ``kept`` names the stored rounded ones."""
    if is_overflow(value, old):
        return False
    return name not in rounded or name in kept or not is_rounding_of(value, old)
