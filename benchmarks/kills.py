"""What it costs to kill a crawl again and again: lost videos, doubled rows, pages fetched twice."""

from __future__ import annotations

import signal
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from benchmarks.result import Result, Table
from benchmarks.truth import truths
from tests.crawling import Crawl, duplicates
from tests.killing import crawl_with_kills
from tests.postgres_server import PostgresServer
from tests.standin_process import StandinProcess
from tiktok_spiders.store import Store

if TYPE_CHECKING:
    from tests.killing import Killed

LATENCY_MS = 20
"""Wait of the stand-in before each answer, so that kills land in the middle of things."""

SIGHTED = """
    SELECT target, record_id FROM sightings WHERE record_type = 'video' AND section = 'videos'
"""
STORED = "SELECT video_id FROM videos WHERE detail > 0"


def measure(*, quick: bool) -> Result:
    """Crawl a world with SIGKILL and SIGTERM on SQLite, and with SIGKILL on PostgreSQL."""
    users, most = (20, 60) if quick else (60, 1500)
    kills, stops = (1, 1) if quick else (20, 5)
    world = ("--users", str(users), "--videos", f"0-{most}", "--latency-ms", str(LATENCY_MS))
    figures: dict[str, Any] = {}
    with StandinProcess(*world) as standin, tempfile.TemporaryDirectory() as folder:
        home, accounts = Path(folder), truths(standin)
        figures["SQLite, SIGKILL"] = _run(standin, Crawl(home / "k", standin.url), accounts, kills)
        figures["SQLite, SIGTERM"] = _run(
            standin, Crawl(home / "t", standin.url), accounts, stops, number=signal.SIGTERM
        )
        if not quick:
            with PostgresServer() as server:
                crawl = Crawl(home / "p", standin.url, server.create_database())
                figures["PostgreSQL, SIGKILL"] = _run(standin, crawl, accounts, stops)
    about = (
        f"{users} users with 0 to {most:,} videos; the stand-in waits {LATENCY_MS} ms before each answer; "
        "the crawl gets the signal after 3 to 25 requests of each process and up to 0.3 s more, and the same "
        "command goes on. SIGTERM stands for a clean stop. Rows are compared with the stand-in's truth."
    )
    return Result(about, [_table(figures)], figures)


def _run(
    standin: StandinProcess,
    crawl: Crawl,
    accounts: dict[str, Any],
    kills: int,
    *,
    number: int = signal.SIGKILL,
) -> dict[str, Any]:
    cost = crawl_with_kills(crawl, standin, kills=kills, number=number)
    return _compare(crawl.database_url, accounts) | _told(cost)


def _told(cost: Killed) -> dict[str, Any]:
    return {
        "kills": cost.kills,
        "seconds": cost.seconds,
        "pages": cost.pages,
        "repeated": cost.repeated,
        "repeated_most": max(cost.repeated),
    }


def _compare(database_url: str, accounts: dict[str, Any]) -> dict[str, Any]:
    store = Store.open(database_url)
    try:
        with store.reading() as connection:
            sighted = [tuple(row) for row in connection.execute(sa.text(SIGHTED))]
            stored = list(connection.scalars(sa.text(STORED)))
            verdicts = Counter(connection.scalars(sa.text("SELECT status FROM verdicts")))
    finally:
        store.close()
    wanted = {(handle, key) for handle, truth in accounts.items() for key in truth["ids"]}
    ids = {key for _, key in wanted}
    return {
        "listed": len(wanted),
        "lost": len(wanted - set(sighted)) + len(ids - set(stored)),
        "doubled": len(duplicates(sighted)) + len(duplicates(stored)),
        "foreign": len(set(sighted) - wanted) + len(set(stored) - ids),
        "verdicts": dict(verdicts),
    }


def _table(figures: dict[str, dict[str, Any]]) -> Table:
    table = Table(
        [
            "store, signal",
            "signals",
            "videos",
            "lost",
            "doubled rows",
            "rows too many",
            "pages",
            "most pages of one listing fetched twice for one signal",
            "s",
        ]
    )
    for name, told in figures.items():
        table.add(
            name,
            told["kills"],
            f"{told['listed']:,}",
            told["lost"],
            told["doubled"],
            told["foreign"],
            f"{told['pages']:,}",
            told["repeated_most"],
            f"{told['seconds']:.0f}",
        )
    return table
