"""Counters: the newest answer wins, unless it only repeats the stored value with less precision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.store.codec import decode_json, json_text
from tiktok_spiders.store.rounding import is_overflow, is_rounding_of

if TYPE_CHECKING:
    from datetime import timedelta

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.store.codec import Codec
    from tiktok_spiders.store.layout import Layout
    from tiktok_spiders.store.state import Events, State


class Counters:
    """Merges the counters of one entity, and says when they make a history row."""

    def __init__(self, layout: Layout, codec: Codec, interval: timedelta) -> None:
        self._record_type = layout.entity.record_type
        self._counts = [(layout.at[name], name) for name in layout.entity.counts]
        self._rounded = layout.at["rounded_counts"]
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
            if changed or self._is_due(state.row[self._history_at], seen):
                self._note(state, new, record, seen, events)
        return changed

    def _merge(self, state: State, new: list[Any], told: list[tuple[int, str]], *, newest: bool) -> bool:
        row, changed = state.row, False
        rounded, have = _names(new[self._rounded]), _names(row[self._rounded])
        kept = set(have)
        for position, name in told:
            value, old = new[position], row[position]
            if old is not None and not (newest and _tells(value, old, name, rounded, kept)):
                continue
            kept.discard(name)
            if name in rounded:
                kept.add(name)
            if value != old:
                row[position] = value
                state.dirty.add(position)
                changed = True
        if kept != have or row[self._rounded] is None:
            state.set(self._rounded, json_text([name for _, name in self._counts if name in kept]))
        return changed

    def _is_due(self, last: Any, seen: Any) -> bool:
        return last is None or self._codec.between(last, seen) >= self._interval

    def _note(self, state: State, new: list[Any], record: Record, seen: Any, events: Events) -> None:
        """Append what was told, None for what was not: a history row carries nothing forward."""
        state.set(self._history_at, seen)
        counts = [new[position] for position, _ in self._counts]
        events.counters[self._record_type].append(
            (state.row[0], seen, *counts, new[self._rounded], record.transport, record.run_id)
        )


def _names(text: str | None) -> set[str]:
    return set(decode_json(text)) if text and text != "[]" else set()


def _tells(value: int, old: int, name: str, rounded: set[str], kept: set[str]) -> bool:
    """Return whether ``value`` is news beside the stored ``old``; ``kept`` names the stored rounded ones."""
    if is_overflow(value, old):
        return False
    return name not in rounded or name in kept or not is_rounding_of(value, old)
