"""What the store holds, as records again: streamed, so that memory stays flat over any number of rows."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.items.common import Source
from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.items.run import Run
from tiktok_spiders.items.shapes import Kind, shapes_of
from tiktok_spiders.store.decode import record_from, row_class
from tiktok_spiders.store.journal import runs, sightings, verdicts
from tiktok_spiders.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tiktok_spiders.store.store import Store

CHUNK_ROWS = 500
"""Rows read at once. SQLite and PostgreSQL take far more keys in one ``IN``."""

ENTITIES = {"user": "users", "video": "videos", "sound": "sounds", "hashtag": "hashtags"}
"""The table of each entity's record type."""

HISTORY = ("video_counters", "user_counters", "sound_counters", "hashtag_counters")
"""Append-only tables that can be exported, a row a record."""

EXPORT_TYPES = (*ENTITIES, "verdict", "run", *HISTORY)
"""What can be asked for."""

STAND_IN = ":"
"""What keys have in them that stand in for an identifier not known yet: ``name:cats``, ``sec_uid:…``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which rows are wanted; None is no limit."""

    run_id: str | None = None
    """Rows that this run delivered."""

    since: datetime | None = None
    """Rows seen at or after this time, UTC."""

    target: str | None = None
    """Rows met under this target, with or without ``@``."""


def find_run(store: Store, run: str) -> str:
    """Return the ``run_id`` of a run's name or ``run_id``; ``StoreError`` where there is none."""
    query = sa.select(runs.c.run_id).where(sa.or_(runs.c.name == run, runs.c.run_id == run))
    with store.reading() as connection:
        found: str | None = connection.scalars(query.order_by(runs.c.name != run)).first()
    if found is None:
        raise StoreError(f"no run is named {run!r} or has this run_id")
    return found


def class_of(record_type: str) -> type[Any]:
    """Return the class of the records that ``exported`` gives for one of ``EXPORT_TYPES``."""
    if record_type == "run":
        return Run
    if record_type in HISTORY:
        return row_class(metadata.tables[record_type])
    return RECORD_CLASSES[record_type]


def exported(store: Store, record_type: str, selection: Selection) -> Iterator[list[Any]]:
    """Give the records of one type in chunks, each record once, in the order of their keys."""
    reader = _entity_records if record_type in ENTITIES else _plain_records
    with _reading(store) as connection:
        for rows in _chunks(connection, _query(record_type, selection)):
            yield reader(connection, record_type, rows, selection)


def related(store: Store, record_type: str, keys: set[str]) -> dict[str, Any]:
    """Return entities by key, for joining them to others."""
    table = metadata.tables[ENTITIES[record_type]]
    query = sa.select(table).where(_key(table).in_(sorted(keys)), table.c.detail > 0)
    with _reading(store) as connection:
        rows = connection.execute(query).mappings().all()
        records = _entity_records(connection, record_type, rows, Selection())
    return {row[_key(table).name]: record for row, record in zip(rows, records, strict=True)}


@contextmanager
def _reading(store: Store) -> Iterator[sa.Connection]:
    with store.reading() as connection:
        if connection.dialect.name != "postgresql":
            yield connection
            return
        # Children are read by further statements and have to belong to the rows already read.
        yield connection.execution_options(isolation_level="REPEATABLE READ")


def _chunks(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Sequence[sa.RowMapping]]:
    options = {"yield_per": CHUNK_ROWS, "stream_results": True}
    yield from connection.execute(query, execution_options=options).mappings().partitions()


def _query(record_type: str, selection: Selection) -> sa.Select[Any]:
    table = _table(record_type)
    wanted = sa.select(table).order_by(*table.primary_key.columns)
    if selection.since is not None:
        wanted = wanted.where(_seen_at(table) >= selection.since)
    if record_type in ENTITIES:
        wanted = wanted.where(table.c.detail > 0)  # stubs hold a key and nothing else
        return _met(wanted, _key(table), record_type, selection)
    if selection.run_id is not None:
        wanted = wanted.where(table.c.run_id == selection.run_id)
    if selection.target is None:
        return wanted
    return _under_target(wanted, table, selection.target)


def _table(record_type: str) -> sa.Table:
    name = {**ENTITIES, "verdict": verdicts.name, "run": runs.name}.get(record_type, record_type)
    return metadata.tables[name]


def _key(table: sa.Table) -> sa.Column[Any]:
    return next(iter(table.primary_key.columns))


def _seen_at(table: sa.Table) -> sa.ColumnElement[Any]:
    names = ("last_seen_at", "observed_at", "finished_at", "started_at")
    known = [table.c[name] for name in names if name in table.c]
    return sa.func.coalesce(*known) if len(known) > 1 else known[0]


def _met(
    wanted: sa.Select[Any], key: sa.Column[Any], record_type: str, selection: Selection
) -> sa.Select[Any]:
    if selection.run_id is None and selection.target is None:
        return wanted
    return wanted.where(key.in_(_sighted(record_type, selection)))


def _sighted(record_type: str, selection: Selection) -> sa.Select[Any]:
    met = sa.select(sightings.c.record_id).where(sightings.c.record_type == record_type)
    return _narrowed(met, selection)


def _narrowed(met: sa.Select[Any], selection: Selection) -> sa.Select[Any]:
    if selection.run_id is not None:
        met = met.where(sightings.c.run_id == selection.run_id)
    if selection.target is not None:
        met = met.where(sightings.c.target.in_(_spellings(selection.target)))
    return met


def _under_target(wanted: sa.Select[Any], table: sa.Table, target: str) -> sa.Select[Any]:
    spellings = _spellings(target)
    if "target" in table.c:
        return wanted.where(table.c.target.in_(spellings))
    if table.name == runs.name:
        met = sa.select(verdicts.c.run_id).where(verdicts.c.target.in_(spellings))
        return wanted.where(table.c.run_id.in_(met))
    record_type = table.name.removesuffix("_counters")
    return wanted.where(_key(table).in_(_sighted(record_type, Selection(target=target))))


def _spellings(target: str) -> tuple[str, str]:
    bare = target.removeprefix("@")
    return bare, f"@{bare}"


def _plain_records(
    connection: sa.Connection, record_type: str, rows: Sequence[sa.RowMapping], _selection: Selection
) -> list[Any]:
    spiders = _spiders(connection, {row["run_id"] for row in rows}) if record_type == "verdict" else {}
    record_class = class_of(record_type)
    return [record_from(record_class, {**row, **_verdict_source(row, spiders)}) for row in rows]


def _verdict_source(row: sa.RowMapping, spiders: dict[str, str]) -> dict[str, Any]:
    if not spiders:
        return {}
    spider = spiders.get(row["run_id"], "")
    return {"source": Source(spider=spider, target=row["target"], section=row["resource"])}


def _entity_records(
    connection: sa.Connection, record_type: str, rows: Sequence[sa.RowMapping], selection: Selection
) -> list[Any]:
    record_class = RECORD_CLASSES[record_type]
    key = _key(_table(record_type)).name
    keys = [row[key] for row in rows]
    sources = _sources(connection, record_type, keys, selection)
    children = _children(connection, record_type, record_class, keys)
    return [
        record_from(
            record_class,
            {
                **row,
                key: _identifier(row[key]),
                "scraped_at": row["last_seen_at"],
                **sources.get(row[key], {}),
                **_known_children(row, children),
            },
        )
        for row in rows
    ]


def _identifier(key: str | None) -> str | None:
    return None if key is None or STAND_IN in key else key


def _sources(
    connection: sa.Connection, record_type: str, keys: list[str], selection: Selection
) -> dict[str, dict[str, Any]]:
    # run_id is a UUID7, so the last in order is the newest run.
    columns = (sightings.c.record_id, sightings.c.run_id, sightings.c.target, sightings.c.section)
    met = sa.select(*columns, sightings.c.rank, runs.c.spider).join(runs)
    met = met.where(sightings.c.record_type == record_type, sightings.c.record_id.in_(keys))
    found = connection.execute(_narrowed(met, selection).order_by(*columns))
    return {
        row.record_id: {
            "run_id": row.run_id,
            "source": Source(spider=row.spider, target=row.target, section=row.section or "", rank=row.rank),
        }
        for row in found
    }


def _spiders(connection: sa.Connection, run_ids: set[str]) -> dict[str, str]:
    found = connection.execute(sa.select(runs.c.run_id, runs.c.spider).where(runs.c.run_id.in_(run_ids)))
    return {row.run_id: row.spider for row in found}


def _children(
    connection: sa.Connection, record_type: str, record_class: type[Any], keys: list[str]
) -> dict[str, dict[str, list[Any]]]:
    found: dict[str, dict[str, list[Any]]] = {}
    for shape in shapes_of(record_class):
        table = metadata.tables.get(f"{record_type}_{shape.name}")
        if shape.kind is not Kind.RECORDS or table is None:
            continue
        rows = connection.execute(
            sa.select(table).where(_key(table).in_(keys)).order_by(*table.primary_key.columns)
        )
        by_key = found.setdefault(shape.name, {})
        for row in rows.mappings():
            by_key.setdefault(row[_key(table).name], []).append(_member(shape.inner, row))
    return found


def _member(member_class: type[Any], row: sa.RowMapping) -> Any:
    values = dict(row)
    if "hashtag_id" in values:
        values["hashtag_id"] = _identifier(values["hashtag_id"])
    return record_from(member_class, values)


def _known_children(
    row: sa.RowMapping, children: dict[str, dict[str, list[Any]]]
) -> dict[str, tuple[Any, ...] | None]:
    known = row.get("child_hashes") or {}
    key = next(iter(row.values()))
    lists = {}
    for field, by_key in children.items():
        members = tuple(by_key.get(key, ()))
        lists[field] = members if members or field in known else None
    return lists
