"""What a second worker and a third bring, on one Redis and one PostgreSQL."""

from __future__ import annotations

import signal
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

LATENCY_MS = 200
IDENTITIES = 4
"""For each worker."""

SPARE = 2
"""Requests that a worker has beyond those that its identities carry: the next ones."""

ACCOUNTS, VIDEOS, WORKERS, ROUNDS = 96, 45, (1, 2, 4), 3
QUICK = (12, 15, (1, 2), 1)
WANTED = 0.9
"""Share of linear."""

WAIT_S = 180.0
RUN = "SELECT count(*) FROM verdicts WHERE run_id IN (SELECT run_id FROM runs WHERE name = :run)"


def measure(*, quick: bool) -> Result:
    """Crawl the same accounts with more and more workers, each number several times in turn."""
    accounts, videos, counts, rounds = QUICK if quick else (ACCOUNTS, VIDEOS, WORKERS, ROUNDS)
    world = ("--users", str(accounts), "--bulk", str(videos), "--latency-ms", str(LATENCY_MS))
    figures: dict[str, list[dict[str, Any]]] = {str(count): [] for count in counts}
    with StandinProcess(*world) as standin, RedisServer() as redis, PostgresServer() as postgres:
        if not quick:  # the stand-in renders and keeps its pages
            _crawl(standin, redis, postgres.create_database(), max(counts))
        for _ in range(rounds):
            for count in counts:
                told = _crawl(standin, redis, postgres.create_database(), count)
                figures[str(count)].append(told)
    about = (
        f"{accounts} accounts of {videos} videos; the stand-in waits {LATENCY_MS} ms before each answer; no "
        f"delay, {IDENTITIES} identities for each worker in the shared pool, one Redis and one PostgreSQL. "
        "The workers wait idle, the accounts are pushed, and time runs from then until the last verdict is "
        f"stored; median of {rounds} (least–most). Stand-in, Redis, PostgreSQL and all workers share the "
        "machine: where its cores are busy, they are the limit and not the project. “Of what latency allows” "
        "compares the requests with those of identities that are never idle."
    )
    return Result(about, [_table(figures)], {"workers": figures, "speed_up": _speed_ups(figures)})


def _crawl(standin: StandinProcess, redis: RedisServer, database: str, workers: int) -> dict[str, Any]:
    redis.flush()
    settings = {
        "TIKTOK_IDENTITIES": IDENTITIES * workers,
        "CONCURRENT_REQUESTS": IDENTITIES + SPARE,
        "TIKTOK_IDLE": "wait",
        "TIKTOK_PROGRESS": "off",
        "LOG_LEVEL": "WARNING",
    }
    with tempfile.TemporaryDirectory() as folder:
        fleet = Fleet(Path(folder), standin.url, redis.url, database, settings)
        try:
            for _ in range(workers):
                fleet.start(run="scaling")
            with redis.client() as client:
                _wait(fleet, lambda: client.zcard("tiktok:user:scaling:workers") >= workers)
            standin.clear_log()
            told = _push_and_wait(fleet, standin, redis)
            for process in fleet.processes:
                process.send_signal(signal.SIGTERM)
            for process in fleet.processes:
                process.communicate(timeout=WAIT_S)
        finally:
            fleet.stop()
        return told | _seen(standin) | {"videos": _stored(database)}


def _push_and_wait(fleet: Fleet, standin: StandinProcess, redis: RedisServer) -> dict[str, Any]:
    handles = standin.handles()
    server = psutil.Process(standin.pid)
    engine = sa.create_engine(fleet.database_url)
    with closing(engine.connect().execution_options(isolation_level="AUTOCOMMIT")) as connection:

        def is_done() -> bool:
            return int(connection.execute(sa.text(RUN), {"run": "scaling"}).scalar_one()) >= len(handles)

        psutil.cpu_percent()
        served, began = sum(server.cpu_times()[:2]), time.monotonic()
        with redis.client() as client:
            client.zadd("tiktok:user:targets", dict.fromkeys(handles, 0))
        _wait(fleet, is_done)
        seconds = time.monotonic() - began
        cores = psutil.cpu_percent() / 100 * (psutil.cpu_count() or 1)
        served = sum(server.cpu_times()[:2]) - served
    engine.dispose()
    return {"seconds": seconds, "cores_busy": cores, "standin_cores": served / seconds}


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


def _stored(database: str) -> int:
    engine = sa.create_engine(database)
    with engine.connect() as connection:
        found = int(connection.execute(sa.text("SELECT count(*) FROM videos WHERE detail > 0")).scalar_one())
    engine.dispose()
    return found


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
