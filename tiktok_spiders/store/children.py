"""The child lists of a batch of videos: replaced whole, or added to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.store.lists import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tiktok_spiders.store.entities import ChildList
    from tiktok_spiders.store.merge import Merger
    from tiktok_spiders.store.names import HashtagNames
    from tiktok_spiders.store.session import Session
    from tiktok_spiders.store.state import State

_HASHTAG_ID = 2


class Children:
    """Takes note of what is to be written, and writes it when the parents are there."""

    def __init__(
        self, session: Session, merger: Merger, names: HashtagNames, states: Iterable[State]
    ) -> None:
        self._session = session
        self._names = names
        self._parent = merger.entity.key
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
        keys = [(state.row[0],) for state in replaced if state.stored]
        self._session.many(statements.delete(children.table, self._parent), keys)
        lists: list[tuple[str, Iterable[Any], int]] = [
            (state.row[0], state.replaced[children.field], 0) for state in replaced
        ]
        if added:
            lists.extend(self._lacking(children, added))
        self._session.many(statements.insert(children.table), list(self._rows(children, lists)))

    def _rows(
        self, children: ChildList, lists: Iterable[tuple[str, Iterable[Any], int]]
    ) -> Iterator[list[Any]]:
        get, convert = self._shapes[children.field]
        key_of = self._names.key if children.field == "hashtags" else None
        for key, members, start in lists:
            for position, member in enumerate(members, start):
                row = [key, position, *get(member)]
                for at, function in convert:
                    if row[at] is not None:
                        row[at] = function(row[at])
                if key_of is not None:
                    row[_HASHTAG_ID] = key_of(member)
                yield row

    def _lacking(self, children: ChildList, states: list[State]) -> Iterator[tuple[str, Iterable[Any], int]]:
        names = (self._parent, "position", *children.identity)
        sql = self._session.statements.select(children.table, self._parent, names)
        have: dict[str, dict[tuple[Any, ...], int]] = {}
        for key, position, *values in self._session.rows(sql, [state.row[0] for state in states]):
            have.setdefault(key, {})[tuple(values)] = position
        for state in states:
            known = have.get(state.row[0], {})
            members = [each for each in state.added[children.field] if identity(children, each) not in known]
            yield state.row[0], members, max(known.values(), default=-1) + 1
