"""Workers that are killed and replaced again and again: what is lost, doubled and asked for twice."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from benchmarks.fetched import repeated
from benchmarks.kills import SIGHTED, STORED
from benchmarks.plain_redis_spider import ITEMS
from benchmarks.result import Result, Table
from benchmarks.truth import truths
from tests.crawling import duplicates
from tests.distributed.fleet import Fleet
from tests.postgres_server import PostgresServer
from tests.redis_server import RedisServer
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Callable

LATENCY_MS = 50
WORKERS, IDENTITIES = 3, 4
"""At a time, and for each of them."""

LEASE_S = 5
ACCOUNTS, VIDEOS, KILLS = 400, 45, 50
QUICK = (40, 30, 3)
BETWEEN = (5, 50)
"""Requests, the least and the most, from one kill to the next."""

STALL_S = 120.0
"""Without any request for so long nothing more is waited for."""

Videos = set[tuple[str, str]]


def measure(*, quick: bool) -> Result:
    """Crawl the same accounts with this project's workers and with those of plain scrapy-redis."""
    accounts, videos, kills = QUICK if quick else (ACCOUNTS, VIDEOS, KILLS)
    world = ("--users", str(accounts), "--bulk", str(videos), "--lookback-days", "0")
    figures = {}
    with StandinProcess(*world, "--latency-ms", str(LATENCY_MS)) as standin, RedisServer() as redis:
        known = truths(standin)
        figures["tiktok-spiders"] = _ours(standin, redis, known, kills)
        redis.flush()
        standin.clear_log()
        figures["plain scrapy-redis"] = _plain(standin, redis, known, kills)
    about = (
        f"{accounts} accounts of {videos} videos, {WORKERS} workers that send {IDENTITIES} requests at a "
        f"time; the stand-in waits {LATENCY_MS} ms before each answer. After {BETWEEN[0]} to {BETWEEN[1]} "
        "further requests and up to 0.1 s more the worker that has lived longest gets SIGKILL, and a new one "
        f"takes its place. Leases last {LEASE_S} s; records go to PostgreSQL. Plain scrapy-redis: its "
        "scheduler, filter, queue and pipeline with a spider that walks the same pages. A target is lost "
        "when one of its videos is; rows are compared with the stand-in's truth."
    )
    return Result(about, [_table(figures)], figures)


@dataclass
class Swarm:
    """Workers, the oldest first, of which some are killed."""

    start: Callable[[], subprocess.Popen[Any]]
    standin: StandinProcess
    workers: list[subprocess.Popen[Any]] = field(default_factory=list)
    killed: int = 0
    seconds: float = 0.0

    def crawl(self, kills: int, is_done: Callable[[], bool]) -> dict[str, Any]:
        """Kill so many workers and wait until the rest have done all they can; return what it took."""
        chance, began = random.Random(1), time.monotonic()
        try:
            self.workers = [self.start() for _ in range(WORKERS)]
            while self.killed < kills and self._wait_for(chance.randint(*BETWEEN), is_done):
                time.sleep(chance.random() * 0.1)
                self._replace(self.workers.pop(0))
            self._wait_for(None, is_done)
            self.seconds = time.monotonic() - began
            self._end(signal.SIGTERM)
        finally:
            self._end(signal.SIGKILL)
        requests, log = self.standin.stats()["requests"], self.standin.log()
        return {
            "kills": self.killed,
            "seconds": self.seconds,
            "requests": requests,
            "repeated": repeated(log),
        }

    def _replace(self, victim: subprocess.Popen[Any]) -> None:
        self.killed += victim.poll() is None
        victim.kill()
        victim.communicate()
        self.workers.append(self.start())

    def _wait_for(self, requests: int | None, is_done: Callable[[], bool]) -> bool:
        """Wait for so many requests; False where all is done, all workers have ended, or none comes."""
        first = last = self.standin.stats()["requests"]
        since = time.monotonic()
        while requests is None or last - first < requests:
            if is_done() or all(worker.poll() is not None for worker in self.workers):
                return False
            if time.monotonic() - since > STALL_S:
                return False
            time.sleep(0.05)
            now = self.standin.stats()["requests"]
            if now != last:
                last, since = now, time.monotonic()
        return True

    def _end(self, number: signal.Signals) -> None:
        living = [worker for worker in self.workers if worker.poll() is None]
        for worker in living:
            worker.send_signal(number)
        for worker in living:
            worker.communicate(timeout=60)


def _ours(standin: StandinProcess, redis: RedisServer, known: dict[str, Any], kills: int) -> dict[str, Any]:
    settings = {
        "TIKTOK_IDENTITIES": WORKERS * IDENTITIES,
        "CONCURRENT_REQUESTS": IDENTITIES,
        "TIKTOK_LEASE_S": LEASE_S,
        "TIKTOK_IDLE": "wait",
        "TIKTOK_PROGRESS": "off",
        "LOG_LEVEL": "ERROR",
    }
    with PostgresServer() as postgres, tempfile.TemporaryDirectory() as folder:
        fleet = Fleet(Path(folder), standin.url, redis.url, postgres.create_database(), settings)
        with redis.client() as client:
            client.zadd("tiktok:user:targets", dict.fromkeys(known, 0))
        engine = sa.create_engine(fleet.database_url, isolation_level="AUTOCOMMIT")

        def is_done() -> bool:
            return len(_rows(engine, "SELECT target FROM verdicts")) >= len(known)

        cost = Swarm(lambda: fleet.start(run="killed"), standin).crawl(kills, is_done)
        sighted, stored = _rows(engine, SIGHTED), _rows(engine, STORED)
        verdicts = _rows(engine, "SELECT target, status FROM verdicts")
        engine.dispose()
    doubled = duplicates(sighted) + duplicates(stored) + duplicates(target for target, _ in verdicts)
    return (
        cost
        | _compare(known, set(sighted), len(doubled))
        | {"verdicts": dict(Counter(status for _, status in verdicts))}
    )


def _plain(standin: StandinProcess, redis: RedisServer, known: dict[str, Any], kills: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        accounts = Path(folder) / "accounts.json"
        accounts.write_text(json.dumps({name: truth["user"]["sec_uid"] for name, truth in known.items()}))
        command = [sys.executable, "-m", "scrapy", "runspider", str(SPIDER), "-a", f"web={standin.url}"]
        command += ["-a", f"accounts={accounts}", "-a", f"now={int(time.time() * 1000)}"]
        settings = {
            "REDIS_URL": redis.url,
            "CONCURRENT_REQUESTS": IDENTITIES,
            "CONCURRENT_REQUESTS_PER_DOMAIN": IDENTITIES,
            "DOWNLOAD_DELAY": 0,
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
            "LOG_LEVEL": "ERROR",
        }
        command += [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]

        def start() -> subprocess.Popen[Any]:
            return subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)

        cost = Swarm(start, standin).crawl(kills, lambda: False)
    with redis.client() as client:
        items = [json.loads(each) for each in client.lrange(ITEMS, 0, -1)]
    rows = [(item["handle"], item["video_id"]) for item in items]
    return cost | _compare(known, set(rows), len(duplicates(rows)))


SPIDER = Path(__file__).with_name("plain_redis_spider.py")


def _rows(engine: sa.Engine, query: str) -> list[Any]:
    with engine.connect() as connection:
        try:
            return [tuple(row) for row in connection.execute(sa.text(query))]
        except sa.exc.ProgrammingError:
            return []  # not migrated yet


def _compare(known: dict[str, Any], found: Videos, doubled: int) -> dict[str, Any]:
    wanted = {(handle, key) for handle, truth in known.items() for key in truth["ids"]}
    lost = wanted - found
    return {
        "targets": len(known),
        "targets_lost": len({handle for handle, _ in lost}),
        "listed": len(wanted),
        "lost": len(lost),
        "doubled": doubled,
        "foreign": len(found - wanted),
    }


def _table(figures: dict[str, dict[str, Any]]) -> Table:
    table = Table(
        [
            "workers of", "kills", "targets lost", "videos lost", "doubled rows", "requests",
            "requests repeated", "repeated for one kill", "s",
        ]
    )  # fmt: skip
    for name, told in figures.items():
        table.add(
            name,
            told["kills"],
            f"{told['targets_lost']} of {told['targets']}",
            f"{told['lost']:,} of {told['listed']:,}",
            told["doubled"],
            f"{told['requests']:,}",
            told["repeated"],
            f"{told['repeated'] / max(told['kills'], 1):.1f}",
            f"{told['seconds']:.0f}",
        )
    return table
