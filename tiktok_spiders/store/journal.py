"""The tables beside the entities: runs and what they saw, and the append-only history."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tiktok_spiders.store import shop_tables
from tiktok_spiders.store.tables import columns, metadata
from tiktok_spiders.store.types import UtcDateTime


def _of_run(*, key: bool = False) -> sa.Column[Any]:
    return sa.Column("run_id", sa.Text, sa.ForeignKey("runs.run_id", ondelete="CASCADE"), primary_key=key)


def _key(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text, primary_key=True) for name in names]


def _observed_at() -> sa.Column[Any]:
    return sa.Column("observed_at", UtcDateTime, primary_key=True)


runs = sa.Table(
    "runs",
    metadata,
    *_key("run_id"),
    *columns(
        """
        text name spider node job_id version
        json arguments
        text finish_reason
        json targets_by_status items_by_type blocks_by_outcome
        time started_at last_beat_at finished_at
        int targets requests bytes identities_used rejected_rows peak_memory_bytes
        real browser_seconds
        """
    ),
    sa.Index("uq_runs_name", "name", unique=True),
    sa.Index("ix_runs_spider_started_at", "spider", "started_at"),
    sa.Index("ix_runs_started_at", "started_at"),
)

verdicts = sa.Table(
    "verdicts",
    metadata,
    _of_run(key=True),
    *_key("target", "resource"),
    *columns(
        """
        text target_kind target_key status stop_reason
        int asked expected
        text expected_from
        int received unique new updated
        real coverage
        int pages requests bytes
        real duration_s
        json transports endpoints outcomes
        int identities_used
        json countries
        time oldest_at newest_at
        text last_cursor
        int status_code
        text message
        time started_at finished_at scraped_at
        int schema_version
        """
    ),
    sa.Index("ix_verdicts_target_key_resource_finished_at", "target_key", "resource", "finished_at"),
    sa.Index("ix_verdicts_finished_at_status_stop_reason", "finished_at", "status", "stop_reason"),
)

checkpoints = sa.Table(
    "checkpoints",
    metadata,
    _of_run(key=True),
    *_key("target", "resource"),
    *columns(
        """
        json state
        int new updated
        time updated_at
        """
    ),
)

sightings = sa.Table(
    "sightings",
    metadata,
    _of_run(key=True),
    *_key("record_type", "record_id", "target", "section"),
    *columns("int rank"),
    *_key("scope"),
    sa.Index("ix_sightings_record_type_record_id", "record_type", "record_id"),
    sqlite_with_rowid=False,
)
"""``record_id`` is the record's own identifier; ``scope`` is the rest of its key where that has several
columns, joined by ``/``, and else ``""``."""

raw_payloads = sa.Table(
    "raw_payloads",
    metadata,
    *_key("raw_ref"),
    _of_run(),
    *columns(
        """
        text record_type record_id endpoint payload
        time created_at
        """
    ),
    sa.Index("ix_raw_payloads_created_at", "created_at"),
)

rejected_rows = sa.Table(
    "rejected_rows",
    metadata,
    sa.Column("serial", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    _of_run(),
    *columns(
        """
        text target resource record_type record_id reason payload
        time created_at
        """
    ),
    sa.Index("ix_rejected_rows_created_at", "created_at"),
)

erased = sa.Table(
    "erased",
    metadata,
    *_key("token"),
    _of_run(),
    *columns("time created_at"),
    sa.Index("ix_erased_created_at", "created_at"),
)


def _counters(name: str, parent: str, key: str, counts: str) -> sa.Table:
    owner = sa.ForeignKey(f"{parent}.{key}", onupdate="CASCADE", ondelete="CASCADE")
    return sa.Table(
        name,
        metadata,
        sa.Column(key, sa.Text, owner, primary_key=True),
        _observed_at(),
        *columns(f"int {counts}\njson rounded_counts\ntext transport run_id"),
        sa.Index(f"ix_{name}_observed_at", "observed_at"),
        sqlite_with_rowid=False,
    )


video_counters = _counters(
    "video_counters",
    "videos",
    "video_id",
    "play_count like_count comment_count share_count save_count repost_count download_count",
)
user_counters = _counters(
    "user_counters",
    "users",
    "user_id",
    "follower_count following_count heart_count video_count liked_count friend_count",
)
hashtag_counters = _counters("hashtag_counters", "hashtags", "hashtag_id", "view_count video_count")
sound_counters = _counters("sound_counters", "sounds", "sound_id", "video_count")


def _shop_history(table: sa.Table, key: str, block: str, tail: str) -> sa.Table:
    name = f"{table.name.removesuffix('s')}_history"
    own = [column.name for column in table.primary_key.columns]
    made = [sa.Column(column, sa.Text, primary_key=column in key.split()) for column in own]
    return sa.Table(
        name,
        metadata,
        *made,
        _observed_at(),
        *columns(block),
        *columns(tail),
        sa.ForeignKeyConstraint(own, [table.c[column] for column in own], ondelete="CASCADE"),
        sa.Index(f"ix_{name}_observed_at", "observed_at"),
        sqlite_with_rowid=False,
    )


product_history = _shop_history(
    shop_tables.products,
    "product_id region",
    """
    money price_min price_max original_price_min
    text currency
    int sold_count
    real rating
    int review_count stock_total status
    """,
    "json rounded_counts\ntext transport run_id",
)
sku_history = _shop_history(
    shop_tables.skus,
    "sku_id region",
    """
    money price original_price
    int stock status
    """,
    "text transport run_id",
)
seller_counters = _counters(
    "seller_counters",
    "sellers",
    "seller_id",
    "follower_count sold_count product_count review_count\nreal rating",
)

names = sa.Table(
    "names",
    metadata,
    *_key("entity", "id", "field"),
    _observed_at(),
    *columns("text old new\ntime changed_at"),
    sa.Index("ix_names_observed_at", "observed_at"),
)
statuses = sa.Table(
    "statuses",
    metadata,
    *_key("entity", "id"),
    _observed_at(),
    *columns("text old new\nint status_code\ntext country run_id"),
    sa.Index("ix_statuses_observed_at", "observed_at"),
)

identities = sa.Table(
    "identities",
    metadata,
    *_key("name"),
    *columns(
        """
        text slot kind source node reason sealed
        real lived_s blocked_after_s
        time created_at updated_at last_beat_at retired_at
        """
    ),
)
"""Cookies, tokens and all else that a visitor is known by are in ``sealed``. ``node`` is the process that
works with it, None when nobody does. When one is retired, ``lived_s`` and ``blocked_after_s`` stay."""

schedules = sa.Table(
    "schedules",
    metadata,
    *_key("name"),
    *columns(
        """
        text spider
        json arguments settings
        int every_s
        text cron timezone
        int jitter_s
        text catch_up
        bool enabled
        time created_at next_run_at last_run_at
        """
    ),
)
schedule_runs = sa.Table(
    "schedule_runs",
    metadata,
    *_key("job_id"),
    *columns(
        """
        text schedule spider state message
        time due_at planned_at sent_at ended_at
        """
    ),
    sa.Index("ix_schedule_runs_schedule_due_at", "schedule", "due_at"),
    sa.Index("ix_schedule_runs_state", "state"),
)
"""One row each time that a schedule was due. A schedule that is removed leaves its rows."""

schedulers = sa.Table(
    "schedulers", metadata, *_key("name"), *columns("text holder\ntime last_beat_at expires_at")
)
"""Who works on the schedules now: one row."""
