"""The child lists of a batch of videos: replaced whole, or added to."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from tiktok_spiders.store.merge import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tiktok_spiders.store.entities import ChildList
    from tiktok_spiders.store.merge import Merger, State
    from tiktok_spiders.store.names import HashtagNames
    from tiktok_spiders.store.session import Session


class Children:
    """Takes note of what is to be written, and writes it when the parents are there."""

    def __init__(
        self, session: Session, merger: Merger, names: HashtagNames, states: Iterable[State]
    ) -> None:
        self._session = session
        self._names = names
        self._parent = merger.entity.key
        self._lists = merger.entity.children
        self._states = [state for state in states if state.replaced or state.added]

    def write(self) -> None:
        """Delete the lists that are replaced, then insert."""
        for children in self._lists:
            field = children.field
            replaced = [state for state in self._states if field in state.replaced]
            self._delete(children, replaced)
            rows = [
                row for state in replaced for row in self._rows(children, state.row[0], state.replaced[field])
            ]
            added = [state for state in self._states if field in state.added]
            if added:
                rows.extend(self._lacking(children, added))
            self._session.many(self._session.statements.insert(children.table), rows)

    def _delete(self, children: ChildList, states: list[State]) -> None:
        keys = [(state.row[0],) for state in states if state.stored]
        self._session.many(self._session.statements.delete(children.table, self._parent), keys)

    def _rows(
        self, children: ChildList, key: str, members: Iterable[Any], start: int = 0
    ) -> Iterator[list[Any]]:
        get, convert = self._shape(children)
        for position, member in enumerate(members, start):
            row = [key, position, *get(member)]
            for at, function in convert:
                if row[at] is not None:
                    row[at] = function(row[at])
            if children.field == "hashtags":
                row[2] = self._names.key(member)
            yield row

    def _shape(self, children: ChildList) -> tuple[Any, list[tuple[int, Any]]]:
        columns = list(children.table.columns)
        return attrgetter(*[column.name for column in columns[2:]]), self._session.codec.converters(columns)

    def _lacking(self, children: ChildList, states: list[State]) -> Iterator[list[Any]]:
        names = (self._parent, "position", *children.identity)
        sql = self._session.statements.select(children.table, self._parent, names)
        have: dict[str, dict[tuple[Any, ...], int]] = {}
        for key, position, *values in self._session.rows(sql, [state.row[0] for state in states]):
            have.setdefault(key, {})[tuple(values)] = position
        for state in states:
            known = have.get(state.row[0], {})
            members = [
                member for member in state.added[children.field] if identity(children, member) not in known
            ]
            yield from self._rows(children, state.row[0], members, max(known.values(), default=-1) + 1)
