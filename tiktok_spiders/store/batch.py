"""Records into the tables, inside one transaction: resolve keys, read, merge, write.

All writers go through the tables, and through the keys of a table, in the same order.

PostgreSQL: rows are read ``FOR NO KEY UPDATE`` in key order, so two writers never merge into the same old
row; when both insert the same key, the second one's transaction fails and is tried again as an update.
"""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from tiktok_spiders.store import entities, journal, tables
from tiktok_spiders.store.aliases import Aliases
from tiktok_spiders.store.children import Children
from tiktok_spiders.store.names import HashtagNames
from tiktok_spiders.store.scopes import sighted_as
from tiktok_spiders.store.state import Change, Events, State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import sqlalchemy as sa

    from tiktok_spiders.items.common import Record
    from tiktok_spiders.store.codec import Key
    from tiktok_spiders.store.entities import Entity
    from tiktok_spiders.store.merge import Merger
    from tiktok_spiders.store.session import Session


class Batch:
    """Writes a sequence of records and tells what each of them changed."""

    def __init__(self, session: Session, mergers: Mapping[str, Merger], records: Sequence[Record]) -> None:
        self._session = session
        self._mergers = mergers
        self._records = records
        self._events = Events()
        self._changes = [Change()] * len(records)
        self._keys: list[Key | None] = [None] * len(records)
        self._names: HashtagNames | None = None
        self._mine: dict[str, list[int]] = defaultdict(list)

    def write(self) -> list[Change]:
        """Return what each record changed. Raises whatever the driver raises, and ValueError for no key."""
        for index, record in enumerate(self._records):
            self._mine[record.record_type].append(index)
        unknown = set(self._mine) - set(self._mergers)
        if unknown:
            raise ValueError(f"the store has no table for {', '.join(sorted(unknown))}")
        touched = set(self._mine).union(*(entities.TOUCHED[record_type] for record_type in self._mine))
        for entity in entities.ENTITIES:
            if entity.record_type in touched:
                self._entity(entity.record_type)
        self._sightings()
        self._history()
        return self._changes

    def _of(self, record_type: str) -> list[Any]:
        return [self._records[index] for index in self._mine[record_type]]

    def _entity(self, record_type: str) -> None:
        if record_type == "user":
            self._users()
        elif record_type == "hashtag":
            self._hashtags()
        else:
            self._others(record_type)

    def _users(self) -> None:
        merger, users = self._mergers["user"], self._of("user")
        aliases = Aliases(self._session, users)
        states = self._load(merger, aliases.key)
        for state in states.values():
            aliases.gaps(state)

        def follow(record: Record, state: State) -> None:
            aliases.follow(record, state, merger, self._events)

        self._merge(merger, states, follow)
        self._write(merger, states)
        aliases.flush(states.values(), merger.layout.at["unique_id"])
        self._stubs(merger, self._referred("user") - states.keys())

    def _hashtags(self) -> None:
        merger, records = self._mergers["hashtag"], self._of("hashtag")
        refs = [ref for video in self._of("video") for ref in video.hashtags or ()]
        seen = self._seen()
        names = self._names = HashtagNames(self._session, [*records, *refs], seen, self._events)
        states = self._load(merger, names.key)
        self._merge(merger, states)
        self._write(merger, states)
        rows = [(key, name, seen, seen, 0) for key, name in names.stubs() if key not in states]
        shape = ("hashtag_id", "name", "first_seen_at", "last_seen_at", "detail")
        self._session.many(self._session.statements.insert(tables.hashtags, shape, ignore=True), rows)
        self._session.note_texts(tables.hashtags, rows)

    def _others(self, record_type: str) -> None:
        merger, wanted = self._mergers[record_type], self._referred(record_type)
        states = self._load(merger, merger.layout.key)
        self._merge(merger, states)
        # A comment may be the parent of one that is written here.
        self._stubs(merger, wanted - states.keys())
        children = Children(self._session, merger, self._names, states.values())
        self._write(merger, states)
        children.write()

    def _referred(self, parent: str) -> set[Key]:
        """Return the keys of the rows of a type that this batch refers to."""
        keys: set[Key] = set()
        for record_type, fields in entities.REFERRING[parent]:
            if self._mine.get(record_type):
                keys.update(map(_reference(fields), self._of(record_type)))
        keys.discard(None)
        return keys

    def _seen(self) -> Any:
        times = [record.scraped_at for record in self._records]
        return self._session.codec.time(min(times)) if times else None

    def _load(self, merger: Merger, key_of: Callable[[Record], Key | None]) -> dict[Any, State]:
        entity, keys = merger.entity, self._keys
        for index in self._mine[entity.record_type]:
            keys[index] = key_of(self._records[index])
            if not keys[index]:
                raise ValueError(f"{entity.record_type} without {entity.key}")
        wanted: list[Any] = sorted({key for index in self._mine[entity.record_type] if (key := keys[index])})
        sql = self._session.statements.select(entity.table, entity.keys, lock=True)
        row_key = merger.layout.key_of
        states = {row_key(row): merger.stored(list(row)) for row in self._session.rows(sql, wanted)}
        for key in wanted:
            if key not in states:
                states[key] = merger.empty(key)
        if merger.visits is not None:
            merger.visits.load(self._session, states.values())
        return states

    def _merge(
        self,
        merger: Merger,
        states: dict[Any, State],
        follow: Callable[[Record, State], None] | None = None,
    ) -> None:
        for index in self._mine[merger.entity.record_type]:
            record, state = self._records[index], states[self._keys[index]]
            self._changes[index] = merger.absorb(state, record, self._events)
            if follow is not None:
                follow(record, state)

    def _write(self, merger: Merger, states: dict[Any, State]) -> None:
        table, names, statements = merger.entity.table, merger.layout.names, self._session.statements
        inserts = [state.row for state in states.values() if not state.stored]
        inserts.sort(key=_insert_order(merger))
        width = merger.layout.keys
        self._session.many(statements.insert(table), inserts)
        self._session.note_texts(table, inserts)
        updates: dict[tuple[int, ...], list[list[Any]]] = defaultdict(list)
        for state in states.values():
            if state.stored and state.dirty:
                dirty = tuple(sorted(state.dirty))
                updates[dirty].append([*[state.row[position] for position in dirty], *state.row[:width]])
        for dirty, rows in updates.items():
            self._session.many(statements.update(table, tuple(names[position] for position in dirty)), rows)

    def _stubs(self, merger: Merger, keys: set[Any]) -> None:
        entity, seen = merger.entity, self._seen()
        parts = [key if isinstance(key, tuple) else (key,) for key in sorted(key for key in keys if key)]
        rows = [(*key, seen, seen, 0) for key in parts]
        shape = (*entity.keys, "first_seen_at", "last_seen_at", "detail")
        self._session.many(self._session.statements.insert(entity.table, shape, ignore=True), rows)

    def _sightings(self) -> None:
        rows = []
        for record, key in zip(self._records, self._keys, strict=True):
            if record.run_id:
                source, scope = record.source, ""
                if isinstance(key, tuple):
                    key, scope = self._met(record, key)  # noqa: PLW2901
                rows.append(
                    (
                        record.run_id,
                        record.record_type,
                        key,
                        source.target,
                        source.section,
                        source.rank,
                        scope,
                    )
                )
        rows.sort(key=_sighting)
        self._session.many(self._session.statements.insert(journal.sightings, ignore=True), rows)

    def _met(self, record: Record, key: tuple[Any, ...]) -> tuple[str, str]:
        entity = self._mergers[record.record_type].entity
        return sighted_as(entity, dict(zip(entity.keys, key, strict=True)), record)

    def _history(self) -> None:
        events, statements = self._events, self._session.statements
        for table, rows in ((journal.names, events.names), (journal.statuses, events.statuses)):
            self._session.many(statements.insert(table, ignore=True), rows)
        for entity in entities.ENTITIES:
            if entity.counters is not None:
                self._counters(entity, entity.counters)

    def _counters(self, entity: Entity, table: sa.Table) -> None:
        statements, keys = self._session.statements, (*entity.keys, "observed_at")
        self._session.many(statements.delete(table, keys), self._events.incomplete[entity.record_type])
        rows = self._events.counters[entity.record_type]
        self._session.many(statements.insert(table, ignore=True), rows)


def _reference(fields: tuple[str, ...]) -> Callable[[Any], Any]:
    """Return what reads the key of a parent out of a record."""
    if len(fields) == 1:
        return attrgetter(fields[0])
    return lambda record: tuple("" if (part := getattr(record, name)) is None else part for name in fields)


def _insert_order(merger: Merger) -> Callable[[list[Any]], Any]:
    """Return the order of the keys, in which comments come before their replies."""
    key_of = merger.layout.key_of
    if merger.entity.record_type != "comment":
        return key_of
    parent = merger.layout.at["parent_comment_id"]
    return lambda row: (row[parent] is not None, key_of(row))


def _sighting(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*row[:5], row[6])
