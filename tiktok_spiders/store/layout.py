"""Where an entity's columns stand in its rows, and how a record becomes such a row."""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from tiktok_spiders.store.tables import BOOKKEEPING, columns

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.store.codec import Codec, Key
    from tiktok_spiders.store.entities import ChildList, Entity

SHARED = tuple(column.name for column in columns(BOOKKEEPING))

PSEUDONYMOUS = "is_pseudonymous"

Shape = tuple["attrgetter[Any]", list[tuple[int, "Callable[[Any], Any]"]]]
"""How a small record becomes a child row: its values, then (position, function) for those to convert."""


class Layout:
    """Positions in the rows of one entity's table; ``at["name"]`` is that of a column."""

    def __init__(self, entity: Entity, codec: Codec) -> None:
        self.entity = entity
        self.names = tuple(column.name for column in entity.table.columns)
        self.at = {name: position for position, name in enumerate(self.names)}
        self.width = len(self.names)
        self.keys = len(entity.keys)
        self.key_of: Callable[[Sequence[Any]], Key] = itemgetter(*range(self.keys))
        """Gives the key of a row."""
        self._key = attrgetter(*entity.keys)
        own = [name for name in self.names if name not in SHARED and name not in entity.derived]
        self._get = attrgetter(*own)
        self._own = None if own == list(self.names[: len(own)]) else [self.at[name] for name in own]
        self._convert = codec.converters([entity.table.c[name] for name in own])
        self._padding = [None] * (self.width - len(own))
        self.named = {self.at[name]: name for name in entity.named}
        self.shared = {name: self.at[name] for name in SHARED}
        self.children = {each.field: _shape(each, codec) for each in entity.children}
        self._sort(own)

    def _sort(self, own: list[str]) -> None:
        entity, aside = self.entity, {*self.entity.keys, "rounded_counts", PSEUDONYMOUS, *self.entity.counts}
        aside.update(entity.expiring or ())
        addresses = [name for name in own if name.endswith("_url") or name in entity.volatile]
        self.follows = [self.at[name] for name in entity.follows]
        self.volatile = [self.at[name] for name in addresses if name not in aside]
        aside.update(entity.follows, addresses)
        self.stable = [self.at[name] for name in own if name not in aside]

    def key(self, record: Record) -> Key:
        """Return the key of a record's row; a part that is not known is ``""``."""
        key: Key = self._key(record)
        return tuple("" if part is None else part for part in key) if isinstance(key, tuple) else key

    def label(self, row: Sequence[Any]) -> str:
        """Return the key of a row as one text, for history that all entities share."""
        return "/".join(str(part) for part in row[: self.keys] if part != "")

    def row(self, record: Record) -> list[Any]:
        """Return the record's values as a row of native values, bookkeeping left empty."""
        values = list(self._get(record))
        for position, convert in self._convert:
            if values[position] is not None:
                values[position] = convert(values[position])
        if self._own is None:
            return values + self._padding
        row: list[Any] = [None] * self.width
        for position, value in zip(self._own, values, strict=True):
            row[position] = value
        return row


def _shape(children: ChildList, codec: Codec) -> Shape:
    columns = list(children.table.columns)
    members = [column.name for column in columns if not column.primary_key]
    return attrgetter(*members), codec.converters(columns)
