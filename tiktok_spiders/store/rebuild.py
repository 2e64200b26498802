"""Rows of the store as records again: with their source, their child rows, without stand-in identifiers."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.items.common import Source
from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.items.run import Run
from tiktok_spiders.items.shapes import shapes_of
from tiktok_spiders.store.decode import record_from, row_class
from tiktok_spiders.store.entities import BY_TYPE
from tiktok_spiders.store.journal import runs, sightings
from tiktok_spiders.store.scopes import sighted_as
from tiktok_spiders.store.selection import HISTORY, Selection, key_of, narrowed
from tiktok_spiders.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiktok_spiders.store.codec import Key
    from tiktok_spiders.store.entities import Entity

_STANDING_IN = frozenset({"user", "hashtag"})
STAND_IN = ":"
"""What keys have in them that stand in for an identifier not known yet: ``name:cats``, ``sec_uid:…``."""


def class_of(record_type: str) -> type[Any]:
    """Return the class of the records that ``exported`` gives for one of ``EXPORT_TYPES``."""
    if record_type == "run":
        return Run
    if record_type in HISTORY:
        return row_class(metadata.tables[record_type])
    return RECORD_CLASSES[record_type]


def plain_records(
    connection: sa.Connection, record_type: str, rows: Sequence[sa.RowMapping], _selection: Selection
) -> list[Any]:
    """Return verdicts, runs or history rows."""
    spiders = _spiders(connection, {row["run_id"] for row in rows}) if record_type == "verdict" else {}
    record_class = class_of(record_type)
    return [record_from(record_class, {**row, **_verdict_source(row, spiders)}) for row in rows]


def _verdict_source(row: sa.RowMapping, spiders: dict[str, str]) -> dict[str, Any]:
    if not spiders:
        return {}
    spider = spiders.get(row["run_id"], "")
    return {"source": Source(spider=spider, target=row["target"], section=row["resource"])}


def entity_records(
    connection: sa.Connection, record_type: str, rows: Sequence[sa.RowMapping], selection: Selection
) -> list[Any]:
    """Return entities of ``rows`` in key order; their source is the newest sighting that was selected."""
    record_class, entity = RECORD_CLASSES[record_type], BY_TYPE[record_type]
    sources = _sources(connection, entity, [row[entity.key] for row in rows], selection)
    children = _children(connection, entity, record_class, rows)
    return [
        record_from(
            record_class,
            {
                **row,
                **_key_values(entity, row),
                "scraped_at": row["last_seen_at"],
                **sources.get(sighted_as(entity, row), {}),
                **_known_children(entity, row, children),
            },
        )
        for row in rows
    ]


def _key_values(entity: Entity, row: sa.RowMapping) -> dict[str, Any]:
    if entity.record_type in _STANDING_IN:
        return {entity.key: _identifier(row[entity.key])}
    return {name: None for name in entity.keys if row[name] == ""}


def _identifier(key: str | None) -> str | None:
    return None if key is None or STAND_IN in key else key


def _sources(
    connection: sa.Connection, entity: Entity, keys: list[str], selection: Selection
) -> dict[tuple[str, str], dict[str, Any]]:
    # run_id is a UUID7, so the last in order is the newest run.
    columns = (sightings.c.record_id, sightings.c.run_id, sightings.c.target, sightings.c.section)
    met = sa.select(*columns, sightings.c.scope, sightings.c.rank, runs.c.spider).join(runs)
    met = met.where(sightings.c.record_type == entity.record_type, sightings.c.record_id.in_(keys))
    if keys and entity.keys[0] == entity.key:
        # PostgreSQL reads all sightings of the type for a list of keys alone, until the table is analysed.
        met = met.where(sightings.c.record_id.between(keys[0], keys[-1]))
    found = connection.execute(narrowed(met, selection).order_by(*columns))
    return {
        (row.record_id, row.scope): {
            "run_id": row.run_id,
            "source": Source(spider=row.spider, target=row.target, section=row.section or "", rank=row.rank),
        }
        for row in found
    }


def _spiders(connection: sa.Connection, run_ids: set[str]) -> dict[str, str]:
    found = connection.execute(sa.select(runs.c.run_id, runs.c.spider).where(runs.c.run_id.in_(run_ids)))
    return {row.run_id: row.spider for row in found}


def _children(
    connection: sa.Connection, entity: Entity, record_class: type[Any], rows: Sequence[sa.RowMapping]
) -> dict[str, dict[Key, list[Any]]]:
    found: dict[str, dict[Key, list[Any]]] = {}
    inner = {shape.name: shape.inner for shape in shapes_of(record_class)} if entity.children else {}
    key_of_row = itemgetter(*entity.keys)
    for children in entity.children:
        table = children.table
        mine = key_of(table).in_([row[entity.key] for row in rows])
        members = connection.execute(sa.select(table).where(mine).order_by(*table.primary_key.columns))
        by_key = found.setdefault(children.field, {})
        for row in members.mappings():
            by_key.setdefault(key_of_row(row), []).append(_member(inner[children.field], row))
    return found


def _member(member_class: type[Any], row: sa.RowMapping) -> Any:
    values = dict(row)
    if "hashtag_id" in values:
        values["hashtag_id"] = _identifier(values["hashtag_id"])
    return record_from(member_class, values)


def _known_children(
    entity: Entity, row: sa.RowMapping, children: dict[str, dict[Key, list[Any]]]
) -> dict[str, tuple[Any, ...] | None]:
    known = row.get("child_hashes") or {}
    key = itemgetter(*entity.keys)(row)
    lists = {}
    for field, by_key in children.items():
        members = tuple(by_key.get(key, ()))
        lists[field] = members if members or field in known else None
    return lists
