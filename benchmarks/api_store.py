"""The API over a large store: lists, filters, details, analytics and search for words, over real HTTP.

``python -m benchmarks.api_store [--videos 1000000] [--only SQLite]`` measures any size.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from contextlib import contextmanager
from itertools import cycle, islice, product
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import httpx
import sqlalchemy as sa

from benchmarks.answers import store_pages
from benchmarks.million import DURABLE, _write
from benchmarks.result import Result, Table
from tests.api.running import served
from tests.ports import free_port
from tests.postgres_server import PostgresServer
from tests.standin_process import StandinProcess
from tiktok_spiders.store import Store
from tiktok_spiders.store.journal import video_counters
from tiktok_spiders.store.tables import sounds, users, video_hashtags, videos

if TYPE_CHECKING:
    from collections.abc import Iterator

VIDEOS, QUICK_VIDEOS = 1_000_000, 5_000
COPIES = 10
"""Rows of each video that the writer has stored; all but one are copies by the database."""

WORDS = "CAST(video_id AS INTEGER), coalesce(description, '') || ' ' || coalesce(title, '')"
FAR = 10**17
"""Between the ids of two copies: further than the ids of what was written lie from each other."""
REQUESTS, QUICK_REQUESTS = 400, 40
CONNECTIONS = 4
NO_LIMITS = {
    "TIKTOK_API_RATE_LIMITS": "video=1000000,user=1000000,hashtag=1000000,sound=1000000",
    "RATE_LIMIT_PER_MINUTE": "1000000",
}


def measure(*, quick: bool) -> Result:
    """Fill each database, serve it, and ask."""
    return _measure(QUICK_VIDEOS if quick else VIDEOS, QUICK_REQUESTS if quick else REQUESTS)


def _measure(wanted: int, requests: int, only: str = "") -> Result:
    with StandinProcess("--bulk", "300", "--users", "10") as standin:
        seed = store_pages(standin, "")
    databases = {"SQLite": _sqlite, "PostgreSQL": _postgres}
    figures = {
        name: _database(opened, seed, wanted, requests)
        for name, opened in databases.items()
        if only in {"", name}
    }
    about = (
        f"{wanted:,} videos, a tenth of them written by the store's writer and nine copies of each, with ids "
        "and counts of their own, made by the database; then `scrapy serve` as one process on loopback, "
        f"{CONNECTIONS} connections, {requests} requests of each kind with other values each time, client "
        "and server on the same cores. PostgreSQL with its own defaults, analysed once after filling."
    )
    return Result(about, [_table(figures)], figures)


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'tiktok.db'}"


@contextmanager
def _postgres() -> Iterator[str]:
    with PostgresServer(**DURABLE) as server:
        yield server.create_database()


def _database(opened: Any, seed: Any, wanted: int, requests: int) -> dict[str, dict[str, float]]:
    with opened() as url, tempfile.TemporaryDirectory() as folder:
        store = Store.open(url)
        asyncio.run(_write(store, seed, wanted // COPIES))
        grow(store, COPIES)
        asked = _questions(store, Random(7))
        if store.engine.dialect.name == "postgresql":
            with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(sa.text("VACUUM ANALYZE"))
        store.close()
        environment = {"TIKTOK_DATABASE_URL": url, "TIKTOK_API_LIVE_WORKERS": 0, **NO_LIMITS}
        with served(Path(folder), free_port(), **environment) as client:
            return {
                name: asyncio.run(_ask(str(client.base_url), list(islice(cycle(paths), requests))))
                for name, paths in asked.items()
            }


def grow(store: Store, copies: int) -> None:
    """Have the database copy each video with its hashtags and counters until there are so many of it."""
    with store.engine.connect().execution_options(writes=True) as connection, connection.begin():
        least = connection.scalar(sa.select(sa.func.min(sa.cast(videos.c.video_id, sa.BigInteger))))
        for number, table in product(range(1, copies), (videos, video_hashtags, video_counters)):
            connection.execute(_copied(table, number, before=least + FAR))
        if connection.dialect.name == "sqlite":
            connection.execute(sa.text("INSERT INTO videos_text (videos_text) VALUES ('delete-all')"))
            connection.execute(sa.text(f"INSERT INTO videos_text (rowid, words) SELECT {WORDS} FROM videos"))


def _copied(table: sa.Table, number: int, *, before: int) -> sa.Insert:
    own = sa.cast(table.c.video_id, sa.BigInteger)
    changed: dict[str, Any] = {"video_id": sa.cast(own + sa.literal(number * FAR, sa.BigInteger), sa.Text)}
    for name in {"play_count", "like_count"} & set(table.c.keys()):
        changed[name] = table.c[name] + number * 7919
    chosen = [changed.get(column.name, column) for column in table.columns]
    kept = sa.select(*chosen).where(own < sa.literal(before, sa.BigInteger))
    return sa.insert(table).from_select(table.c.keys(), kept)


def _questions(store: Store, random: Random) -> dict[str, list[str]]:
    with store.reading() as connection:
        ids = [row[0] for row in connection.execute(sa.select(videos.c.video_id).limit(20_000))]
        authors = connection.scalars(sa.select(users.c.user_id).limit(500)).all()
        tunes = connection.scalars(sa.select(sounds.c.sound_id).limit(500)).all()
        words = connection.scalars(sa.select(videos.c.description).limit(500)).all()
        tags = connection.execute(sa.text("SELECT DISTINCT name FROM hashtags LIMIT 50")).scalars().all()
    at = "/api/v1/videos"
    texts = sorted({word for text in words for word in (text or "").split() if word.isalpha()})
    return {
        "list, by offset": [
            f"{at}?sort={sort}&order={order}&offset={random.randrange(500)}"
            for sort in ("views", "likes", "created_at")
            for order in ("desc", "asc")
            for _ in range(20)
        ],
        "filter: account": [f"{at}?user_id={one}&sort=views" for one in authors],
        "filter: sound": [f"{at}?sound={one}" for one in tunes],
        "filter: hashtag": [f"{at}?hashtag={one}&sort=likes&count=false" for one in tags],
        "filter: least views": [
            f"{at}?min_views={random.randrange(10**6)}&sort=created_at&count=false" for _ in range(200)
        ],
        "detail": [f"{at}/{random.choice(ids)}" for _ in range(400)],
        "history": [f"{at}/{random.choice(ids)}/history" for _ in range(400)],
        "words": [f"{at}?text={random.choice(texts)}&count=false" for _ in range(200)],
        "two words": [f"{at}?text={'%20'.join(random.sample(texts, 2))}&count=false" for _ in range(200)],
        "count of a filter, first time": [f"{at}?min_views={n}&limit=1" for n in range(1000, 1030)],
        "overview": ["/api/v1/analytics/overview"],
        "trends": [f"/api/v1/analytics/trends?metric={name}" for name in ("views", "likes")],
    }


async def _ask(base: str, paths: list[str]) -> dict[str, float]:
    """Return seconds of the requests, asked over a few connections at once."""
    seconds: list[float] = []
    waiting = iter(paths)

    async def client_of_one() -> None:
        async with httpx.AsyncClient(base_url=base, timeout=120) as client:
            for path in waiting:
                began = time.perf_counter()
                answer = await client.get(path)
                seconds.append(time.perf_counter() - began)
                if answer.status_code != 200:
                    raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:200]}")

    began = time.perf_counter()
    await asyncio.gather(*(client_of_one() for _ in range(CONNECTIONS)))
    ordered, whole = sorted(seconds), time.perf_counter() - began
    return {
        "p50_ms": ordered[len(ordered) // 2] * 1000,
        "p99_ms": ordered[int(0.99 * (len(ordered) - 1))] * 1000,
        "most_ms": ordered[-1] * 1000,
        "requests_per_second": len(ordered) / whole,
    }


def _table(figures: dict[str, dict[str, dict[str, float]]]) -> Table:
    table = Table(["store", "request", "p50, ms", "p99, ms", "most, ms", "requests/s"])
    for store, by_name in figures.items():
        for name, one in by_name.items():
            table.add(store, name, *(f"{value:,.1f}" for value in one.values()))
    return table


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--videos", type=int, default=VIDEOS)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--only", default="", choices=["", "SQLite", "PostgreSQL"])
    given = parser.parse_args()
    for row in _measure(given.videos, given.requests, given.only).tables[0].rows:
        print("\t".join(row))
