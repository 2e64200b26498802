"""Which user a handle or a secUid stands for, and users whose id is not known yet.

A user without an id waits under ``sec_uid:…`` or ``unique_id:…``; when the id is told, its row is folded into
that of the id.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.store import tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.store.merge import Merger
    from tiktok_spiders.store.session import Session
    from tiktok_spiders.store.state import Events, State

_KINDS = ("sec_uid", "unique_id")
_WAITING = tuple(f"{kind}:" for kind in _KINDS)


@dataclass(slots=True)
class Alias:
    """A row of ``user_aliases``; times are native."""

    user_id: str
    is_current: bool
    seen_at: Any
    dirty: bool = False


class Aliases:
    """The aliases that a batch of user records touches."""

    def __init__(self, session: Session, users: Iterable[Record]) -> None:
        self._session = session
        self._rows: dict[tuple[str, str], Alias] = {}
        self._lost: list[tuple[str, str]] = []
        self._folded: dict[str, list[list[Any]]] = {}
        users = list(users)
        self._told = {pair: user.user_id for user in users if user.user_id for pair in _pairs(user)}  # type: ignore[attr-defined]
        self._load(sorted({pair for user in users for pair in _pairs(user)}))
        self._fold()

    def key(self, user: Record) -> str | None:
        """Return the key of a record's row; None when it names nobody."""
        if user.user_id:  # type: ignore[attr-defined]
            return str(user.user_id)  # type: ignore[attr-defined]
        pairs = _pairs(user)
        for pair in pairs:
            if pair in self._told:
                return str(self._told[pair])
            if pair in self._rows:
                return self._rows[pair].user_id
        return ":".join(pairs[0]) if pairs else None

    def gaps(self, state: State) -> None:
        """Fill what the rows that waited for this user knew and its own row does not."""
        for row in self._folded.pop(state.row[0], ()):
            for position, value in enumerate(row):
                if value is not None and state.row[position] is None:
                    state.row[position] = value
                    state.dirty.add(position)

    def follow(self, user: Record, state: State, merger: Merger, events: Events) -> None:
        """Note what a merged record says of handles: new ones, and ones that have changed hands."""
        key, at, seen = state.row[0], merger.layout.at, self._session.codec.time(user.scraped_at)
        for kind, value in _pairs(user):
            alias = self._rows.get((kind, value))
            if alias is None or (alias.user_id != key and seen >= alias.seen_at and kind == "unique_id"):
                if alias is not None:
                    self._lost.append((alias.user_id, value))
                    events.names.append(("user", alias.user_id, kind, seen, value, None, seen))
                    events.names.append(("user", key, kind, seen, None, value, seen))
                alias = self._rows[kind, value] = Alias(key, is_current=True, seen_at=seen, dirty=True)
            if alias.user_id == key:
                self._confirm(alias, seen, current=state.row[at[kind]] == value)
            if kind == "unique_id" and state.row[at[kind]] == value:
                self._mark(state, at["unique_id_is_current"], mine=alias.user_id == key)

    def flush(self, states: Iterable[State], at_handle: int) -> None:
        """Write the aliases; the users' rows are written by now."""
        session = self._session
        rows = [
            (kind, value, alias.user_id, alias.is_current, alias.seen_at)
            for (kind, value), alias in sorted(self._rows.items())
            if alias.dirty
        ]
        session.many(session.statements.upsert(tables.user_aliases), rows)
        for state in states:
            if at_handle in state.dirty and state.stored and state.row[at_handle]:
                session.connection.execute(_FORMER, {"key": state.row[0], "handle": state.row[at_handle]})
        for key, handle in self._lost:
            session.connection.execute(_LOST, {"key": key, "handle": handle})

    def _confirm(self, alias: Alias, seen: Any, *, current: bool) -> None:
        if seen > alias.seen_at or alias.is_current != current:
            alias.seen_at, alias.is_current = max(seen, alias.seen_at), current
            alias.dirty = True

    def _mark(self, state: State, position: int, *, mine: bool) -> None:
        if state.row[position] != mine:
            state.row[position] = mine
            state.dirty.add(position)

    def _load(self, pairs: list[tuple[str, str]]) -> None:
        if pairs:
            self._session.turn("user_aliases")
        sql = self._session.statements.select(tables.user_aliases, ("kind", "value"), lock=True)
        for kind, value, user_id, is_current, seen_at in self._session.rows(sql, pairs):
            self._rows[kind, value] = Alias(user_id, bool(is_current), seen_at)

    def _fold(self) -> None:
        for pair, user_id in sorted(self._told.items()):
            alias = self._rows.get(pair)
            if alias is None or alias.user_id == user_id or not alias.user_id.startswith(_WAITING):
                continue
            waiting = alias.user_id
            row = self._session.rekey(tables.users, waiting, user_id)
            if row is not None:
                self._folded.setdefault(user_id, []).append(row)
            for other in self._rows.values():
                if other.user_id == waiting:
                    other.user_id = user_id


def _pairs(user: Record) -> list[tuple[str, str]]:
    return [(kind, value) for kind in _KINDS if (value := getattr(user, kind))]


_LOST = (
    sa.update(tables.users)
    .where(tables.users.c.user_id == sa.bindparam("key"), tables.users.c.unique_id == sa.bindparam("handle"))
    .values(unique_id_is_current=False)
)
_FORMER = (
    sa.update(tables.user_aliases)
    .where(
        tables.user_aliases.c.user_id == sa.bindparam("key"),
        tables.user_aliases.c.kind == "unique_id",
        tables.user_aliases.c.value != sa.bindparam("handle"),
    )
    .values(is_current=False)
)
