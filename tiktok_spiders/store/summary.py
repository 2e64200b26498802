"""What the store holds, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.store.journal import runs, verdicts
from tiktok_spiders.store.tables import metadata

if TYPE_CHECKING:
    from tiktok_spiders.store.store import Store

NEWEST_RUNS = 10

SILENT_AFTER = timedelta(minutes=5)
"""A run without an end whose last beat is older than this is taken for dead."""

_FIRST = ("first_seen_at", "observed_at", "started_at", "seen_at", "created_at", "updated_at")
_LAST = ("last_seen_at", "observed_at", "finished_at", "seen_at", "created_at", "updated_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSummary:
    """One table: how many rows, and the times of the first and the last of them."""

    table: str
    rows: int
    stubs: int = 0
    """Rows that hold a key and nothing else yet, counted in ``rows``."""
    first: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """One run and how it stands: ``finished``, ``running``, ``died`` or ``stopped: REASON``."""

    run_id: str
    name: str | None
    spider: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSummary:
    """The whole store."""

    size: int
    """Bytes of the database."""

    tables: tuple[TableSummary, ...]
    verdicts: dict[str, int]
    """How many, by status."""

    runs: tuple[RunSummary, ...]
    """The newest, newest first."""


def summarise(store: Store, now: datetime | None = None) -> StoreSummary:
    """Count. ``now`` is the time by which a run counts as dead; None is the present."""
    moment = now or datetime.now(UTC)
    with store.reading() as connection:
        return StoreSummary(
            size=_size(connection),
            tables=tuple(_table(connection, table) for _, table in sorted(metadata.tables.items())),
            verdicts=_verdicts(connection),
            runs=tuple(_runs(connection, moment)),
        )


def _size(connection: sa.Connection) -> int:
    if connection.dialect.name != "sqlite":
        return int(connection.scalar(sa.select(sa.func.pg_database_size(sa.func.current_database()))) or 0)
    path = Path(connection.engine.url.database or "")
    files = (path, path.with_name(f"{path.name}-wal"))
    return sum(file.stat().st_size for file in files if file.is_file())


def _table(connection: sa.Connection, table: sa.Table) -> TableSummary:
    first = next((table.c[name] for name in _FIRST if name in table.c), None)
    last = next((table.c[name] for name in _LAST if name in table.c), None)
    stubs = sa.func.count().filter(table.c.detail == 0) if "first_seen_at" in table.c else sa.literal(0)
    found = connection.execute(
        sa.select(
            sa.func.count().label("rows"),
            stubs.label("stubs"),
            (sa.null() if first is None else sa.func.min(first)).label("first"),
            (sa.null() if last is None else sa.func.max(last)).label("last"),
        ).select_from(table)
    ).one()
    return TableSummary(
        table=str(table.name), rows=found.rows, stubs=found.stubs, first=found.first, last=found.last
    )


def _verdicts(connection: sa.Connection) -> dict[str, int]:
    counted = sa.select(verdicts.c.status, sa.func.count()).group_by(verdicts.c.status)
    return {str(status): count for status, count in connection.execute(counted.order_by(verdicts.c.status))}


def _runs(connection: sa.Connection, now: datetime) -> list[RunSummary]:
    newest = sa.select(runs).order_by(runs.c.started_at.desc(), runs.c.run_id.desc()).limit(NEWEST_RUNS)
    return [
        RunSummary(
            run_id=row["run_id"],
            name=row["name"],
            spider=row["spider"],
            state=_state(row, now),
            started_at=row["started_at"],
            finished_at=row["finished_at"],
            items=sum((row["items_by_type"] or {}).values()),
        )
        for row in connection.execute(newest).mappings()
    ]


def _state(row: sa.RowMapping, now: datetime) -> str:
    reason: Any = row["finish_reason"]
    if reason == "finished":
        return "finished"
    if row["finished_at"] is not None:
        return f"stopped: {reason}"
    return "died" if now - (row["last_beat_at"] or row["started_at"]) > SILENT_AFTER else "running"
