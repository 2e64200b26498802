"""Workers wait for a Redis or a store that goes away, and go on without losing anything."""

from __future__ import annotations

import re
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.distributed.fleet import Fleet
from tests.distributed.shared_run import assert_whole
from tests.forwarder import Forwarder
from tests.killing import let_it_fetch
from tests.postgres_server import PostgresServer
from tests.redis_server import RedisServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.standin_process import StandinProcess

AWAY_S = 1.0
"""How long a server is away: nothing tells when workers have noticed all that there is to notice."""

CUT_S = 5.0
"""How long a line is cut: longer than a command may take."""


@pytest.fixture
def two_workers(world: StandinProcess, tmp_path: Path) -> Iterator[Callable[..., list[str]]]:
    """Start two workers, do something to them half-way, and return what they wrote."""
    fleets: list[Fleet] = []

    def crawl(redis_url: str, do: Callable[[], None], **options: Any) -> list[str]:
        fleet = Fleet(tmp_path, world.url, redis_url, settings={"TIKTOK_LEASE_S": 8}, **options)
        fleets.append(fleet)
        workers = fleet.start_together(world, run="away")
        do()
        told = fleet.wait(120)
        assert [worker.returncode for worker in workers] == [0, 0]
        assert "Traceback" not in "".join(told)
        assert_whole(fleet, world, "away")
        assert fleet.stored("run")[0].finish_reason == "finished"
        return told

    yield crawl
    for fleet in fleets:
        fleet.stop()


def stat(told: list[str], name: str) -> int:
    """Return the sum of a stat of all workers, as they dump it at the end."""
    return sum(int(found) for text in told for found in re.findall(rf"'{name}': (\d+)", text))


def test_redis_is_restarted(two_workers: Callable[..., list[str]]) -> None:
    with RedisServer() as redis:

        def restart() -> None:
            redis.stop(signal.SIGKILL)
            time.sleep(AWAY_S)
            redis.start()

        told = two_workers(redis.url, restart)
    assert all("Redis answers again" in text for text in told)
    assert stat(told, "tiktok/distributed/pauses") >= 2


def test_redis_forgets_everything(two_workers: Callable[..., list[str]]) -> None:
    """It is restarted and had written nothing: the store knows what is left to do."""
    with RedisServer(keeps=False) as redis:

        def restart() -> None:
            redis.stop(signal.SIGKILL)
            redis.start()

        told = two_workers(redis.url, restart)
    assert stat(told, "tiktok/distributed/recoveries") >= 1  # the other one may have had nothing to do


def test_the_line_to_redis_is_cut(two_workers: Callable[..., list[str]]) -> None:
    with RedisServer() as redis, Forwarder(redis.port) as line:

        def cut() -> None:
            line.cut()
            time.sleep(CUT_S)
            line.mend()

        told = two_workers(redis.url.replace(str(redis.port), str(line.port)), cut)
    assert stat(told, "tiktok/distributed/recoveries") == 0


def test_the_store_is_restarted_and_the_line_to_it_cut(
    two_workers: Callable[..., list[str]], world: StandinProcess, redis_url: str
) -> None:
    with PostgresServer() as postgres, Forwarder(postgres.port) as line:

        def disturb() -> None:
            line.cut()
            time.sleep(AWAY_S)
            line.mend()
            postgres.stop(signal.SIGQUIT)
            time.sleep(AWAY_S)
            postgres.start()

        url = postgres.create_database().replace(str(postgres.port), str(line.port))
        told = two_workers(redis_url, disturb, database_url=url)
    assert "The store answers again" in "".join(told)


def test_a_redis_that_stays_away_ends_the_crawl(world: StandinProcess, tmp_path: Path) -> None:
    with RedisServer() as redis:
        fleet = Fleet(tmp_path, world.url, redis.url, settings={"TIKTOK_STORE_WAIT": 2})
        try:
            worker = fleet.start(users=world.handles(), run="gone")
            assert let_it_fetch(world, worker, 12)
            redis.stop()
            (told,) = fleet.wait()
            assert worker.returncode == 1
            assert "Spider closed (redis)" in told
            assert "Traceback" not in told
            redis.start()
            fleet.start(users=world.handles(), run="gone")
            fleet.wait()
        finally:
            fleet.stop()
    assert_whole(fleet, world, "gone")
