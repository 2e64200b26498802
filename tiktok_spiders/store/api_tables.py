"""The tables of the HTTP API: keys, logins of browsers, what was used up, and jobs."""

from __future__ import annotations

import sqlalchemy as sa

from tiktok_spiders.store.tables import columns, metadata


def _serial() -> sa.Column[int]:
    # SQLite counts by itself only in a column that it calls INTEGER.
    kind = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column("id", kind, primary_key=True, autoincrement=True)


api_keys = sa.Table(
    "api_keys",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("hash", sa.Text, nullable=False),
    *columns(
        """
        text hint plan
        json scopes
        time created_at revoked_at last_used_at
        """
    ),
    sa.Index("uq_api_keys_hash", "hash", unique=True),
)
"""``hint``: the first characters, by which its owner knows it. A revoked one stays: a name is given once."""

api_sessions = sa.Table(
    "api_sessions",
    metadata,
    sa.Column("token_hash", sa.Text, primary_key=True),
    *columns("text principal\ntime created_at expires_at"),
    sa.Index("ix_api_sessions_expires_at", "expires_at"),
)
"""A browser that has logged in with a key: ``principal`` is the key's name."""

api_usage = sa.Table(
    "api_usage",
    metadata,
    sa.Column("principal", sa.Text, primary_key=True),
    sa.Column("day", sa.Text, primary_key=True),
    sa.Column("requests", sa.BigInteger, nullable=False),
)
"""Requests of a key on a day (UTC, ISO date)."""

api_jobs = sa.Table(
    "api_jobs",
    metadata,
    _serial(),
    sa.Column("owner", sa.Text, nullable=False),
    *columns(
        """
        text spider
        json arguments
        text url type
        json options
        text run status backend ref
        int attempts
        text error
        time cancel_requested_at created_at started_at completed_at
        text claimed_by
        time claimed_until
        """
    ),
    sa.Index("ix_api_jobs_owner_id", "owner", "id"),
    sa.Index("ix_api_jobs_status", "status"),
)
"""``run``: the name of the crawl's run. ``ref``: Scrapyd's id of the job, or the process that runs it."""
