"""One row of history a visit: what a run meets as a card first is completed by what its page tells then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.store.codec import decode_json, json_text
from tiktok_spiders.store.state import Visit

if TYPE_CHECKING:
    from collections.abc import Iterable

    import sqlalchemy as sa

    from tiktok_spiders.store.layout import Layout
    from tiktok_spiders.store.session import Session
    from tiktok_spiders.store.state import Events, State

_RUN = -1
_ROUNDED = "rounded_counts"


class Visits:
    """The newest rows of counters of one entity, while a batch is merged."""

    def __init__(self, layout: Layout, counters: sa.Table) -> None:
        self._layout = layout
        self._counters = counters
        self._observed = layout.keys
        self._names = [str(column.name) for column in counters.columns]

    def load(self, session: Session, states: Iterable[State]) -> None:
        """Give each stored state its newest row."""
        history_at = self._layout.at["history_at"]
        known = {
            (*state.row[: self._layout.keys], state.row[history_at]): state
            for state in states
            if state.row[history_at] is not None
        }
        by = tuple(self._names[: self._observed + 1])
        for row in session.rows(session.statements.select(self._counters, by), list(known)):
            known[tuple(row[: self._observed + 1])].visit = Visit(list(row), stored=True)

    def complete(self, state: State, told: list[Any], detail: int, events: Events) -> bool:
        """Put what is ``told`` into the newest row where that is a card's of the same run, and say so."""
        visit = state.visit
        if visit is None or not self._is_card_of(state, visit.row, told, detail):
            return False
        record_type = self._layout.entity.record_type
        if visit.stored:
            events.incomplete[record_type].append(visit.row[: self._observed + 1])
            events.counters[record_type].append(visit.row)
            visit.stored = False
        visit.row[:] = self._joined(visit.row, told)
        return True

    def _is_card_of(self, state: State, row: list[Any], told: list[Any], detail: int) -> bool:
        """Tell whether the newest row is of the same run and of an answer with less detail."""
        if told[_RUN] is None or told[_RUN] != row[_RUN]:
            return False
        known, detailed = (state.row[self._layout.shared[name]] for name in ("detail", "detail_at"))
        return bool(detail > known or (detail == known and row[self._observed] > detailed))

    def _joined(self, old: list[Any], told: list[Any]) -> list[Any]:
        row = [before if now is None else now for before, now in zip(old, told, strict=True)]
        marks = self._names.index(_ROUNDED)
        before, now = decode_json(old[marks] or "[]"), decode_json(told[marks] or "[]")
        kept = [name for name in before if told[self._names.index(name)] is None]
        row[marks] = json_text([*kept, *now])
        return row
