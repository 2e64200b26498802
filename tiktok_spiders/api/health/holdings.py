"""What the store holds, in numbers that cost little to find out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

from tiktok_spiders.store.api_tables import api_jobs
from tiktok_spiders.store.entities import ENTITIES
from tiktok_spiders.store.journal import runs

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

JOB_STATUSES = ("pending", "running", "completed", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Holdings:
    """One look at the store."""

    jobs: dict[str, int] = field(default_factory=dict)
    """By status, every status."""

    rows: dict[str, int] = field(default_factory=dict)
    """By table, about: the greatest row number on SQLite, the planner's estimate on PostgreSQL."""

    products: int = 0
    """Products that crawls delivered, over all runs that are kept."""


def holdings(connection: Connection) -> Holdings:
    """Look."""
    return Holdings(_jobs(connection), _rows(connection), _products(connection))


def _jobs(connection: Connection) -> dict[str, int]:
    counted = sa.select(api_jobs.c.status, sa.func.count()).group_by(api_jobs.c.status)
    found = {row[0]: row[1] for row in connection.execute(counted)}
    return {status: found.get(status, 0) for status in JOB_STATUSES}


def _rows(connection: Connection) -> dict[str, int]:
    names = sorted(entity.table.name for entity in ENTITIES)
    if connection.dialect.name == "sqlite":
        return {name: _last_row(connection, name) for name in names}
    tables = sa.table("pg_class", sa.column("relname"), sa.column("reltuples"), sa.column("oid"))
    visible = sa.func.pg_table_is_visible(tables.c.oid)
    chosen = sa.select(tables.c.relname, tables.c.reltuples).where(tables.c.relname.in_(names), visible)
    return {name: int(count) for name, count in connection.execute(chosen) if count >= 0}


def _last_row(connection: Connection, name: str) -> int:
    last = sa.select(sa.func.max(sa.literal_column("rowid", sa.Integer))).select_from(sa.table(name))
    return connection.scalar(last) or 0


def _products(connection: Connection) -> int:
    delivered = runs.c.items_by_type["product"].as_integer()
    return int(connection.scalar(sa.select(sa.func.sum(delivered))) or 0)
