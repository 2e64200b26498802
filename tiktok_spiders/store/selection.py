"""Which rows an export reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.store.entities import BY_TYPE
from tiktok_spiders.store.entities import ENTITIES as STORED
from tiktok_spiders.store.journal import runs, sightings, verdicts
from tiktok_spiders.store.scopes import scope_of
from tiktok_spiders.store.tables import metadata

if TYPE_CHECKING:
    from datetime import datetime

    from tiktok_spiders.store.entities import Entity

ENTITIES = {name: str(BY_TYPE[name].table.name) for name in RECORD_CLASSES if name in BY_TYPE}
"""The table of each entity's record type."""

HISTORY = (
    "video_counters",
    "user_counters",
    "sound_counters",
    "hashtag_counters",
    "product_history",
    "sku_history",
    "seller_counters",
)
"""Append-only tables that can be exported, a row a record."""

EXPORT_TYPES = (*ENTITIES, "verdict", "run", *HISTORY)
"""What can be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which rows are wanted; None is no limit."""

    run_id: str | None = None
    """Rows that this run delivered."""

    since: datetime | None = None
    """Rows seen at or after this time, UTC."""

    target: str | None = None
    """Rows met under this target, with or without ``@``."""

    sections: tuple[str, ...] = ()
    """Rows met in one of these sections of a target; none: in any."""


def query_of(record_type: str, selection: Selection) -> sa.Select[Any]:
    """Return the statement that gives the selected rows of a record type, in the order of their keys."""
    table = table_of(record_type)
    wanted = sa.select(table).order_by(*table.primary_key.columns)
    if selection.since is not None:
        wanted = wanted.where(_seen_at(table) >= selection.since)
    if record_type in ENTITIES:
        wanted = wanted.where(table.c.detail > 0)  # stubs hold a key and nothing else
        return _met(wanted, table, BY_TYPE[record_type], selection)
    if selection.run_id is not None:
        wanted = wanted.where(table.c.run_id == selection.run_id)
    if selection.target is None:
        return wanted
    return _under_target(wanted, table, selection.target)


def table_of(record_type: str) -> sa.Table:
    """Return the table that holds a record type."""
    name = {**ENTITIES, "verdict": verdicts.name, "run": runs.name}.get(record_type, record_type)
    return metadata.tables[name]


def key_of(table: sa.Table) -> sa.Column[Any]:
    """Return the first column of a table's primary key."""
    return next(iter(table.primary_key.columns))


def narrowed(met: sa.Select[Any], selection: Selection) -> sa.Select[Any]:
    """Return a statement on ``sightings`` with the selection's run and target."""
    if selection.run_id is not None:
        met = met.where(sightings.c.run_id == selection.run_id)
    if selection.target is not None:
        met = met.where(sightings.c.target.in_(_spellings(selection.target)))
    if selection.sections:
        met = met.where(sightings.c.section.in_(selection.sections))
    return met


def _seen_at(table: sa.Table) -> sa.ColumnElement[Any]:
    names = ("last_seen_at", "observed_at", "finished_at", "started_at")
    known = [table.c[name] for name in names if name in table.c]
    return sa.func.coalesce(*known) if len(known) > 1 else known[0]


def _met(wanted: sa.Select[Any], table: sa.Table, entity: Entity, selection: Selection) -> sa.Select[Any]:
    """Return the rows that were met; ``table`` is the entity's, or one with the same columns as its key."""
    if selection.run_id is None and selection.target is None:
        return wanted
    met = sightings.c
    if len(entity.keys) == 1:
        sighted = sa.select(met.record_id).where(met.record_type == entity.record_type)
        return wanted.where(table.c[entity.key].in_(narrowed(sighted, selection)))
    sighted = sa.select(met.record_id, met.scope).where(met.record_type == entity.record_type)
    key = sa.tuple_(table.c[entity.key], scope_of(entity, table.c))
    return wanted.where(key.in_(narrowed(sighted, selection)))


def _under_target(wanted: sa.Select[Any], table: sa.Table, target: str) -> sa.Select[Any]:
    spellings = _spellings(target)
    if "target" in table.c:
        return wanted.where(table.c.target.in_(spellings))
    if table.name == runs.name:
        met = sa.select(verdicts.c.run_id).where(verdicts.c.target.in_(spellings))
        return wanted.where(table.c.run_id.in_(met))
    entity = next(entity for entity in STORED if entity.counters is table)
    return _met(wanted, table, entity, Selection(target=target))


def _spellings(target: str) -> tuple[str, str]:
    bare = target.removeprefix("@")
    return bare, f"@{bare}"
