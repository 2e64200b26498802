"""Reads that crawls, commands and the API share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.items.listed import listed_type
from tiktok_spiders.store.journal import checkpoints as checkpoints_
from tiktok_spiders.store.journal import sightings
from tiktok_spiders.store.journal import verdicts as verdicts_
from tiktok_spiders.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

BROKEN_OFF = (
    "blocked",
    "captcha",
    "login",
    "private",
    "missing",
    "region",
    "age",
    "robots",
    "invalid_target",
    "error",
    "shutdown",
)
"""Stop reasons after which nobody can say that all older records had been seen."""
_CHUNK = 500


def checkpoints(
    connection: Connection, run_id: str, target: str | None = None
) -> dict[tuple[str, str], dict[str, Any]]:
    """Return (target, resource) → state, of one target or of all."""
    have = checkpoints_.c
    found = sa.select(have.target, have.resource, have.state).where(have.run_id == run_id)
    found = found if target is None else found.where(have.target == target)
    return {
        (target, resource): state
        for target, resource, state in connection.execute(found)
        if state is not None
    }


def verdicts(
    connection: Connection, run_id: str, target: str | None = None
) -> dict[tuple[str, str], tuple[str, str | None]]:
    """Return (target, resource) → (status, stop reason), of one target or of all."""
    have = verdicts_.c
    found = sa.select(have.target, have.resource, have.status, have.stop_reason).where(have.run_id == run_id)
    found = found if target is None else found.where(have.target == target)
    return {(row.target, row.resource): (row.status, row.stop_reason) for row in connection.execute(found)}


def seen_ids(connection: Connection, run_id: str, target: str, section: str) -> set[str]:
    """Return the ids sighted in one listing of a run."""
    have = sightings.c
    found = sa.select(have.record_id).where(
        have.run_id == run_id,
        have.target == target,
        have.section == section,
        have.record_type == listed_type(section),
    )
    return set(connection.scalars(found))


def known_ids(
    connection: Connection, *, target_key: str, resource: str, ids: Iterable[str], run_id: str
) -> set[str]:
    """Return the ids that another run's listing of ``target_key`` and ``resource`` gave and ended well."""
    seen, ended, wanted = sightings.c, verdicts_.c, sorted(set(ids))
    listing = (seen.run_id == ended.run_id) & (seen.target == ended.target) & (seen.section == ended.resource)
    found = (
        sa.select(seen.record_id)
        .join_from(sightings, verdicts_, listing)
        .where(
            ended.target_key == target_key,
            ended.resource == resource,
            ended.run_id != run_id,
            ended.stop_reason.not_in(BROKEN_OFF),
            seen.record_type == listed_type(resource),
        )
    )
    chunks = (wanted[start : start + _CHUNK] for start in range(0, len(wanted), _CHUNK))
    return {key for chunk in chunks for key in connection.scalars(found.where(seen.record_id.in_(chunk)))}


def counts(connection: Connection) -> dict[str, int]:
    """Return the number of rows of every table, in the order of their names."""
    return {
        name: connection.scalar(sa.select(sa.func.count()).select_from(metadata.tables[name])) or 0
        for name in sorted(metadata.tables)
    }
