"""The child lists of a batch of videos or products: replaced whole, or added to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.store.lists import identity, kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tiktok_spiders.store.codec import Key
    from tiktok_spiders.store.entities import ChildList
    from tiktok_spiders.store.merge import Merger
    from tiktok_spiders.store.names import HashtagNames
    from tiktok_spiders.store.session import Session
    from tiktok_spiders.store.state import State


class Children:
    """Takes note of what is to be written, and writes it when the parents are there."""

    def __init__(
        self, session: Session, merger: Merger, names: HashtagNames | None, states: Iterable[State]
    ) -> None:
        self._session = session
        self._names = names
        self._parent = merger.entity.keys
        self._key_of = merger.layout.key_of
        self._lists = merger.entity.children
        self._shapes = merger.layout.children
        self._states = [state for state in states if state.replaced or state.added]

    def write(self) -> None:
        """Delete the lists that are replaced, then insert."""
        for children in self._lists:
            replaced = [state for state in self._states if children.field in state.replaced]
            added = [state for state in self._states if children.field in state.added]
            if replaced or added:
                self._write(children, replaced, added)

    def _write(self, children: ChildList, replaced: list[State], added: list[State]) -> None:
        statements = self._session.statements
        stored = [state for state in replaced if state.stored]
        if children.keeps:
            self._keep(children, stored)
        keys = [state.row[: len(self._parent)] for state in stored]
        self._session.many(statements.delete(children.table, self._parent), keys)
        lists: list[tuple[State, Iterable[Any], int]] = [
            (state, state.replaced[children.field], 0) for state in replaced
        ]
        if added:
            lists.extend(self._lacking(children, added))
        self._session.many(statements.insert(children.table), list(self._rows(children, lists)))

    def _rows(
        self, children: ChildList, lists: Iterable[tuple[State, Iterable[Any], int]]
    ) -> Iterator[list[Any]]:
        get, convert = self._shapes[children.field]
        width = len(self._parent)
        key_of = self._names.key if self._names is not None and children.field == "hashtags" else None
        for state, members, start in lists:
            key = state.row[:width]
            for position, member in enumerate(members, start):
                row = [*key, position, *get(member)]
                for at, function in convert:
                    if row[at] is not None:
                        row[at] = function(row[at])
                if key_of is not None:
                    row[width + 1] = key_of(member)
                yield row

    def _keep(self, children: ChildList, states: list[State]) -> None:
        """Take over what the old lists know and the new ones do not tell."""
        width, names = len(self._parent), (*self._parent, *children.identity, children.keeps)
        sql = self._session.statements.select(children.table, self._parent, names, told=children.keeps)
        known: dict[Key, dict[tuple[Any, ...], Any]] = {}
        for row in self._session.rows(sql, self._keys(states)):
            known.setdefault(self._key_of(row), {})[tuple(row[width:-1])] = row[-1]
        for state in states:
            if (mine := known.get(self._key_of(state.row))) is not None:
                state.replaced[children.field] = kept(children, state.replaced[children.field], mine)

    def _keys(self, states: list[State]) -> list[Key]:
        return [self._key_of(state.row) for state in states]

    def _lacking(
        self, children: ChildList, states: list[State]
    ) -> Iterator[tuple[State, Iterable[Any], int]]:
        width, names = len(self._parent), (*self._parent, "position", *children.identity)
        sql = self._session.statements.select(children.table, self._parent, names)
        have: dict[Key, dict[tuple[Any, ...], int]] = {}
        for row in self._session.rows(sql, self._keys(states)):
            have.setdefault(self._key_of(row), {})[tuple(row[width + 1 :])] = row[width]
        for state in states:
            known = have.get(self._key_of(state.row), {})
            members = [each for each in state.added[children.field] if identity(children, each) not in known]
            yield state, members, max(known.values(), default=-1) + 1
