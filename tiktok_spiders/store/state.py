"""What a batch keeps in memory between reading the stored rows and writing them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any


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

    visit: Visit | None = None
    """The newest row of counters, of what has them by visit."""

    def set(self, position: int, value: Any) -> None:
        """Put a value into the row."""
        if self.row[position] != value:
            self.row[position] = value
            self.dirty.add(position)


@dataclass(slots=True)
class Visit:
    """A row of counters that may be completed."""

    row: list[Any]
    stored: bool
    """Whether the database holds it, so that it has to make room for the completed one."""


@dataclass(slots=True)
class Events:
    """History rows that the merges of a batch give rise to."""

    names: list[tuple[Any, ...]] = field(default_factory=list)
    statuses: list[tuple[Any, ...]] = field(default_factory=list)
    counters: dict[str, list[list[Any]]] = field(default_factory=lambda: defaultdict(list))
    """By record type."""

    incomplete: dict[str, list[list[Any]]] = field(default_factory=lambda: defaultdict(list))
    """Keys of stored rows of counters that completed ones stand in for, by record type."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a record did to the store."""

    new: bool = False
    updated: bool = False
