"""What it costs to store a video, and how much room it takes."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from benchmarks.answers import store_pages
from benchmarks.result import Result, Table, spans
from tests.postgres_server import PostgresServer
from tests.standin_process import StandinProcess
from tiktok_spiders.items.video import Video
from tiktok_spiders.store import Page, Store

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 33
"""Pages of 15 records a transaction: what the writer takes at most (500 records)."""

ROUNDS, QUICK_ROUNDS = 3, 1


def measure(*, quick: bool) -> Result:
    """Write the same videos into empty databases, then once more with new counters."""
    users, videos, rounds = (2, 150, QUICK_ROUNDS) if quick else (10, 600, ROUNDS)
    with StandinProcess("--bulk", str(videos), "--users", str(users)) as standin:
        pages = store_pages(standin, "")
    figures: dict[str, Any] = {}
    for name, database in (("SQLite", _sqlite), ("PostgreSQL", _postgres)):
        for batch in (1, BATCH):
            figures[f"{name}, {batch * 15} records"] = [_round(database, pages, batch) for _ in range(rounds)]
    about = (
        f"{users * videos:,} videos of the stand-in with their authors and sounds through `Store.write`, one "
        "page (15 records) or 33 pages a transaction; the second pass brings the same videos with other "
        f"counters. Median of {rounds} (least–most). Rows are those of the first pass with child rows. "
        "PostgreSQL on loopback without fsync."
    )
    return Result(about, [_table(figures)], figures)


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'tiktok.db'}"


@contextmanager
def _postgres() -> Iterator[str]:
    with PostgresServer() as server:
        yield server.create_database()


def _round(database: Any, pages: list[Page], batch: int) -> dict[str, float]:
    with database() as url:
        store = Store.open(url)
        try:
            empty, videos = _size(store), sum(len(page.records) for page in pages)
            first = _write(store, pages, batch)
            size = _size(store) - empty
            second = _write(store, [_later(page) for page in pages], batch)
            rows = _rows(store)
        finally:
            store.close()
    return {
        "first_us": first / videos * 1e6,
        "second_us": second / videos * 1e6,
        "videos_per_second": videos / first,
        "rows_per_second": rows / first,
        "rows_a_video": rows / videos,
        "bytes_a_video": size / videos,
    }


def _write(store: Store, pages: list[Page], batch: int) -> float:
    run_id = store.begin_run(spider="user", arguments={}, name=None, node="here/1", version="1").run_id
    given = [replace(page, checkpoint=_of_run(page, run_id)) for page in pages]
    began = time.perf_counter()
    for start in range(0, len(given), batch):
        store.write(given[start : start + batch])
    return time.perf_counter() - began


def _of_run(page: Page, run_id: str) -> Any:
    assert page.checkpoint is not None
    return replace(page.checkpoint, run_id=run_id)


def _later(page: Page) -> Page:
    """Return the same videos as a later visit finds them: played more often."""
    videos = [one for one in page.records if isinstance(one, Video)]
    return replace(page, records=tuple(replace(one, play_count=(one.play_count or 0) + 1) for one in videos))


def _size(store: Store) -> int:
    """Return the bytes of all tables and indexes."""
    with store.reading() as connection:
        if connection.dialect.name == "postgresql":
            return int(connection.scalar(sa.text("SELECT pg_database_size(current_database())")) or 0)
        pages = connection.scalar(sa.text("PRAGMA page_count")) or 0
        return int(pages * (connection.scalar(sa.text("PRAGMA page_size")) or 0))


def _rows(store: Store) -> int:
    """Return the rows of all tables after the second pass, without its history and sightings."""
    with store.reading() as connection:
        return sum(
            connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in store.tables.sorted_tables
            if table.name not in {"sightings", "alembic_version"} and "history" not in table.name
        )


def _table(figures: dict[str, list[dict[str, float]]]) -> Table:
    passes = ["first pass, µs a video", "second pass, µs a video"]
    table = Table(["store, transaction", *passes, "videos/s", "rows/s", "bytes a video"])
    for name, rounds in figures.items():
        speed = spans(rounds, first_us=0, second_us=0, videos_per_second=0, rows_per_second=0)
        table.add(name, *speed, *spans(rounds, bytes_a_video=0))
    return table
