"""What a second worker and a third bring, on one Redis and one PostgreSQL."""

from __future__ import annotations

import signal
import statistics
import tempfile
import time
from dataclasses import InitVar, asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import psutil
import sqlalchemy as sa

from benchmarks.fetched import repeated
from benchmarks.result import Result, Table, span
from tests.distributed.fleet import Fleet
from tests.postgres_server import PostgresServer
from tests.redis_server import RedisServer
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis import Redis

LATENCY_MS = 200
IDENTITIES = 4
"""For each worker."""

SPARE = 2
"""Requests that a worker has beyond those that its identities carry: the next ones."""

ACCOUNTS, WORKERS, ROUNDS = 320, (1, 2, 4), 3
QUICK = (24, (1, 2), 1)
VIDEOS = 6
"""Of each account: one page. Little to compute for one request, so that many workers fit on few cores."""

WARMING = 8
"""Accounts for each worker that are crawled before time is taken: identities are minted, code is loaded."""

WANTED = 0.9
"""Share of linear."""

WAIT_S = 180.0
VERDICTS = "SELECT count(*) FROM verdicts"
VIDEO_ROWS = "SELECT count(*) FROM videos WHERE detail > 0"


def measure(*, quick: bool) -> Result:
    """Crawl the same accounts with more and more workers, each number several times in turn."""
    accounts, counts, rounds = QUICK if quick else (ACCOUNTS, WORKERS, ROUNDS)
    users = accounts + WARMING * max(counts)
    world = ("--users", str(users), "--bulk", str(VIDEOS), "--latency-ms", str(LATENCY_MS))
    figures: dict[str, list[dict[str, Any]]] = {str(count): [] for count in counts}
    with StandinProcess(*world) as standin, RedisServer() as redis, PostgresServer() as postgres:
        for _ in range(rounds):
            for count in counts:
                told = _crawl(standin, redis, postgres.create_database(), count, accounts)
                figures[str(count)].append(told)
    about = (
        f"{accounts} accounts of {VIDEOS} videos, two requests each; the stand-in waits {LATENCY_MS} ms "
        f"before each answer; no delay, {IDENTITIES} identities for each worker in the shared pool, one "
        f"Redis and one PostgreSQL. Each worker has crawled {WARMING} others and waits idle, accounts are "
        f"pushed, and time runs from then until the last verdict is stored; median of {rounds} (least–most). "
        "Stand-in, Redis, PostgreSQL and all workers share the machine: where its cores are busy, they are "
        "the limit. “Of what latency allows” compares the speed with that of identities that are never idle."
    )
    return Result(about, [_table(figures)], {"workers": figures, "speed_up": _speed_ups(figures)})


def _crawl(
    standin: StandinProcess, redis: RedisServer, database: str, workers: int, accounts: int
) -> dict[str, Any]:
    redis.flush()
    settings = {
        "TIKTOK_IDENTITIES": IDENTITIES * workers,
        "CONCURRENT_REQUESTS": IDENTITIES + SPARE,
        "TIKTOK_IDLE": "wait",
        "TIKTOK_PROGRESS": "off",
        "LOG_LEVEL": "WARNING",
    }
    handles, engine = standin.handles(), sa.create_engine(database, isolation_level="AUTOCOMMIT")
    with tempfile.TemporaryDirectory() as folder, redis.client() as client:
        fleet = Fleet(Path(folder), standin.url, redis.url, database, settings)
        try:
            for _ in range(workers):
                fleet.start(run="scaling")
            _wait(fleet, lambda: client.zcard("tiktok:user:scaling:workers") >= workers)
            _push_and_wait(fleet, engine, client, handles[: WARMING * workers])
            standin.clear_log()
            before = _count(engine, VIDEO_ROWS)
            with Busy(standin.pid) as busy:
                _push_and_wait(fleet, engine, client, handles[-accounts:])
            videos = _count(engine, VIDEO_ROWS) - before
            _end(fleet)
        finally:
            fleet.stop()
            engine.dispose()
    return {**asdict(busy), **_seen(standin), "videos": videos}


@dataclass
class Busy:
    """How long something took, and how busy the machine was meanwhile."""

    pid: InitVar[int]
    """The stand-in's."""

    seconds: float = 0.0
    cores_busy: float = 0.0
    standin_cores: float = 0.0

    def __post_init__(self, pid: int) -> None:
        self._standin = psutil.Process(pid)

    def __enter__(self) -> Self:
        psutil.cpu_percent()
        self._served, self._began = sum(self._standin.cpu_times()[:2]), time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.monotonic() - self._began
        self.cores_busy = psutil.cpu_percent() / 100 * (psutil.cpu_count() or 1)
        self.standin_cores = (sum(self._standin.cpu_times()[:2]) - self._served) / self.seconds


def _push_and_wait(fleet: Fleet, engine: sa.Engine, client: Redis, handles: list[str]) -> None:
    wanted = _count(engine, VERDICTS) + len(handles)
    client.zadd("tiktok:user:targets", dict.fromkeys(handles, 0))
    _wait(fleet, lambda: _count(engine, VERDICTS) >= wanted)


def _end(fleet: Fleet) -> None:
    for process in fleet.processes:
        process.send_signal(signal.SIGTERM)
    for process in fleet.processes:
        process.communicate(timeout=WAIT_S)


def _wait(fleet: Fleet, is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not is_so():
        ended = [process.returncode for process in fleet.processes if process.poll() is not None]
        if ended or time.monotonic() > deadline:
            raise RuntimeError(f"workers ended too early ({ended}) or took longer than {WAIT_S:g} s")
        time.sleep(0.05)


def _seen(standin: StandinProcess) -> dict[str, Any]:
    """Return what the stand-in saw: requests, and resources that were fetched more than once."""
    stats = standin.stats()
    return {
        "requests": stats["requests"],
        "repeated": repeated(standin.log()),
        "mixed": stats["mixed"],
        "most_at_once_of_a_visitor": max(stats["most_in_flight_by_identity"].values(), default=0),
    }


def _count(engine: sa.Engine, query: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(sa.text(query)).scalar_one())


def _rate(told: dict[str, Any]) -> float:
    return float(told["videos"] / told["seconds"])


def _speed_ups(figures: dict[str, list[dict[str, Any]]]) -> dict[str, float]:
    rates = {count: statistics.median(map(_rate, rounds)) for count, rounds in figures.items()}
    one = rates[min(rates, key=int)]
    return {count: round(rate / one, 3) for count, rate in rates.items()}


def _table(figures: dict[str, list[dict[str, Any]]]) -> Table:
    table = Table(
        [
            "workers", "videos/s", "speed-up", "share of linear", "wanted", "of what latency allows",
            "resources fetched twice", "mixed requests", "cores busy", "cores of the stand-in",
        ]
    )  # fmt: skip
    for count, speed_up in _speed_ups(figures).items():
        rounds, workers = figures[count], int(count)
        seconds = statistics.median(told["seconds"] for told in rounds)
        ideal = rounds[0]["requests"] * LATENCY_MS / 1000 / (IDENTITIES * workers)
        table.add(
            workers,
            span([_rate(told) for told in rounds]),
            f"{speed_up:.2f}",
            f"{speed_up / workers:.2f}",
            f"≥ {WANTED}" if workers > 1 else "–",
            f"{ideal / seconds:.2f}",
            sum(told["repeated"] for told in rounds),
            sum(told["mixed"] for told in rounds),
            span([told["cores_busy"] for told in rounds], 1),
            span([told["standin_cores"] for told in rounds], 2),
        )
    return table
