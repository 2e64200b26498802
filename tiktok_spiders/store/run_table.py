"""Beginning, resuming and ending runs."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from tiktok_spiders.exceptions import ArgumentError
from tiktok_spiders.store.journal import runs
from tiktok_spiders.store.page import RunStart

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Row

    from tiktok_spiders.items.run import Run

FINAL = "finished"
_DEAD_AFTER = timedelta(seconds=60)
_LOCK = 0x74_6B_72_6E


def begin(
    connection: Connection,
    *,
    spider: str,
    arguments: dict[str, Any],
    name: str | None,
    node: str,
    version: str,
    job_id: str | None,
) -> RunStart:
    """Return the run to go on with, or a new one. Raises ArgumentError for a name of another spider's run."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    now = datetime.now(UTC)
    found = _named(connection, name, spider) if name else _abandoned(connection, spider, arguments, node, now)
    process = {"node": node, "version": version, "job_id": job_id, "last_beat_at": now}
    if found is None:
        run_id = new_run_id()
        row = {"run_id": run_id, "name": name, "spider": spider, "arguments": arguments, "started_at": now}
        connection.execute(sa.insert(runs).values(**row, **process))
        return RunStart(run_id=run_id)
    if found.finish_reason == FINAL:
        return RunStart(run_id=found.run_id, resumed=True, finished=True)
    reopened = {"finish_reason": None, "finished_at": None}
    connection.execute(sa.update(runs).where(runs.c.run_id == found.run_id).values(**process, **reopened))
    at_work = found.finished_at is None and found.node != node
    other = found.node if at_work and is_alive(found.node, node, found.last_beat_at, now) else None
    return RunStart(run_id=found.run_id, resumed=True, other=other)


def beat(connection: Connection, run_id: str, columns: dict[str, Any]) -> None:
    """Note a sign of life, and columns of the run."""
    values = {"last_beat_at": datetime.now(UTC), **columns}
    connection.execute(sa.update(runs).where(runs.c.run_id == run_id).values(**values))


def end(connection: Connection, run: Run) -> None:
    """Write the run's columns; what it was begun with stays."""
    kept = {"run_id", "name", "started_at", "spider", "arguments"}
    values = {column.name: getattr(run, column.name) for column in runs.columns if column.name not in kept}
    known = {name: value for name, value in values.items() if value is not None}
    connection.execute(sa.update(runs).where(runs.c.run_id == run.run_id).values(**known))


def new_run_id() -> str:
    """Return a UUID of version 7: milliseconds since 1970, then random bits."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    return str(UUID(int=value & ~(0x3 << 62) | 0x2 << 62))


def is_alive(node: str | None, here: str, last_beat_at: datetime | None, now: datetime) -> bool:
    """Tell whether the process ``host/pid[/start time]`` still works, as seen from the process ``here``."""
    host, _, process = (node or "").partition("/")
    if host == here.partition("/")[0]:
        pid, _, started = process.partition("/")
        return pid.isdigit() and _runs(int(pid)) and (not started or _started(int(pid)) in {None, started})
    return last_beat_at is not None and now - last_beat_at < _DEAD_AFTER


def _named(connection: Connection, name: str, spider: str) -> Row[Any] | None:
    found = connection.execute(sa.select(runs).where(runs.c.name == name)).first()
    if found is not None and found.spider != spider:
        raise ArgumentError(f"run={name}: this run is of the spider {found.spider}, not {spider}")
    return found


def _abandoned(
    connection: Connection, spider: str, arguments: dict[str, Any], node: str, now: datetime
) -> Row[Any] | None:
    mine = sa.select(runs).where(
        runs.c.spider == spider,
        runs.c.name.is_(None),
        sa.or_(runs.c.finish_reason.is_(None), runs.c.finish_reason != FINAL),
    )
    for row in connection.execute(mine.order_by(runs.c.started_at.desc(), runs.c.run_id.desc())):
        over = row.finished_at is not None or not is_alive(row.node, node, row.last_beat_at, now)
        if over and row.arguments == arguments:
            return row
    return None


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _started(pid: int) -> str | None:
    """Return the start time of a process in clock ticks since boot; None where the system does not tell."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return None
