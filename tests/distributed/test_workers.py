"""Workers that share a run: each target once, nothing lost when one of them or Redis goes."""

from __future__ import annotations

import contextlib
import json
import signal
import sqlite3
import time
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest

from tests.crawling import duplicates
from tests.distributed.fleet import Fleet
from tests.killing import let_it_fetch
from tests.redis_server import RedisServer
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.postgres_server import PostgresServer

OPEN = ("--users", "16", "--bulk", "75", "--lookback-days", "0", "--latency-ms", "40")
LISTED = "creator/item_list"


@pytest.fixture(scope="module")
def _world() -> Iterator[StandinProcess]:
    with StandinProcess(*OPEN) as process:
        yield process


@pytest.fixture
def world(_world: StandinProcess) -> StandinProcess:
    _world.clear_log()
    return _world


@pytest.fixture
def fleet(world: StandinProcess, redis_url: str, tmp_path: Path) -> Iterator[Fleet]:
    made = Fleet(tmp_path, world.url, redis_url)
    yield made
    made.stop()


def pages(standin: StandinProcess) -> Counter[tuple[str, str]]:
    """Return how often each page of each list was fetched."""
    asked = (dict(parse_qsl(entry["query"])) for entry in standin.log(LISTED))
    return Counter((query["secUid"], query["cursor"]) for query in asked)


def assert_whole(fleet: Fleet, standin: StandinProcess, **run: Any) -> None:
    """Compare the run, as the store exports it, with the truth."""
    crawl = fleet.crawls[0]
    ids = [record["video_id"] for record in crawl.exported("video", **run)]
    truth = {handle: standin.truth(handle)["ids"] for handle in standin.handles()}
    assert sorted(ids) == sorted(key for listed in truth.values() for key in listed)
    verdicts = crawl.exported("verdict", **run)
    assert sorted(verdict["target"] for verdict in verdicts) == sorted(truth)
    for verdict in verdicts:
        listed = len(truth[verdict["target"]])
        assert (verdict["status"], verdict["unique"], verdict["new"]) == ("complete", listed, listed)


def test_two_workers_share_targets(fleet: Fleet, world: StandinProcess, redis_server: RedisServer) -> None:
    for _ in range(2):
        fleet.start(users=world.handles(), run="shared")
    told = fleet.wait()
    assert [process.returncode for process in fleet.processes] == [0, 0]
    assert "Traceback" not in "".join(told)
    assert_whole(fleet, world, run="shared")
    assert [page for page, count in pages(world).items() if count > 1] == []
    assert duplicates(video["video_id"] for video in fleet.delivered("video")) == []
    assert all(crawl.records("video") for crawl in fleet.crawls)
    (run,) = fleet.crawls[0].exported("run")
    assert run["finish_reason"] == "finished"
    assert run["items_by_type"]["video"] == len(fleet.delivered("video"))
    assert run["targets"] == 16
    with redis_server.client() as client:
        assert client.keys("tiktok:user:*") == []


def test_a_worker_that_is_killed_loses_nothing(
    fleet: Fleet, world: StandinProcess, postgres: PostgresServer
) -> None:
    fleet.database_url = postgres.create_database()
    first = fleet.start(users=world.handles(), run="killed")
    fleet.start(users=world.handles(), run="killed")
    assert let_it_fetch(world, first, 30)
    first.kill()
    first.communicate()
    fleet.start(users=world.handles(), run="killed")
    told = fleet.wait()
    assert "Traceback" not in "".join(told)
    assert_whole(fleet, world, run="killed")
    again = sum(count - 1 for count in pages(world).values())
    assert again <= 8
    assert fleet.crawls[0].exported("run")[0]["finish_reason"] == "finished"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_crawl_waits_for_a_redis_that_is_restarted(
    how: signal.Signals, world: StandinProcess, tmp_path: Path
) -> None:
    with RedisServer() as redis:
        fleet = Fleet(tmp_path, world.url, redis.url)
        try:
            workers = [fleet.start(users=world.handles(), run="restarted") for _ in range(2)]
            assert let_it_fetch(world, workers[0], 30)
            redis.stop(how)
            time.sleep(1)
            redis.start()
            told = fleet.wait()
        finally:
            fleet.stop()
    assert [worker.returncode for worker in workers] == [0, 0]
    assert "Traceback" not in "".join(told)
    assert "Redis answers again" in "".join(told)
    assert_whole(fleet, world, run="restarted")


def test_a_redis_that_stays_away_ends_the_crawl(world: StandinProcess, tmp_path: Path) -> None:
    with RedisServer() as redis:
        fleet = Fleet(tmp_path, world.url, redis.url, settings={"TIKTOK_STORE_WAIT": 2})
        try:
            worker = fleet.start(users=world.handles(), run="gone")
            assert let_it_fetch(world, worker, 20)
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
    assert_whole(fleet, world, run="gone")


def test_a_worker_that_is_stopped_leaves_its_work_to_the_others(fleet: Fleet, world: StandinProcess) -> None:
    first = fleet.start(users=world.handles(), run="stopped")
    fleet.start(users=world.handles(), run="stopped")
    assert let_it_fetch(world, first, 30)
    first.send_signal(signal.SIGTERM)
    fleet.wait()
    assert_whole(fleet, world, run="stopped")
    assert [page for page, count in pages(world).items() if count > 1] == []


def test_workers_without_a_name_share_the_run_of_the_queue(fleet: Fleet, world: StandinProcess) -> None:
    for _ in range(2):
        fleet.start(users=world.handles())
    fleet.wait()
    (run,) = fleet.crawls[0].exported("run")
    assert run["name"].startswith("queue-")
    assert_whole(fleet, world)


@pytest.fixture
def pushed(redis_server: RedisServer) -> Callable[..., None]:
    """Push texts by hand, as any client of Redis may."""

    def push(*texts: str, priority: int = 0) -> None:
        with redis_server.client() as client:
            client.zadd("tiktok:user:targets", dict.fromkeys(texts, priority))

    return push


def test_pushed_targets(
    fleet: Fleet, world: StandinProcess, redis_server: RedisServer, pushed: Callable[..., None]
) -> None:
    """Plain texts, objects with arguments, the same twice, bad ones; a worker that waits takes more."""
    first, second, third, *_ = world.handles()
    pushed(first, f"@{first}", json.dumps({"target": second, "max_videos": 2}), '{"since": "never"}')
    worker = fleet.start(settings={"TIKTOK_IDLE": "wait"})
    try:
        wait_for(lambda: stored_verdicts(fleet) >= 3)
        with redis_server.client() as client:
            client.rpush("tiktok:user:targets", third)
        wait_for(lambda: stored_verdicts(fleet) >= 4)
    finally:
        worker.send_signal(signal.SIGTERM)
        (told,) = fleet.wait()
    assert "Traceback" not in told
    verdicts = exported_verdicts(fleet)
    assert (verdicts[second]["status"], verdicts[second]["unique"]) == ("limited", 2)
    assert verdicts[third]["unique"] == 75
    assert verdicts['{"since": "never"}']["stop_reason"] == "invalid_target"
    assert len({first, f"@{first}"} & set(verdicts)) == 1
    assert [page for page, count in pages(world).items() if count > 1] == []


def exported_verdicts(fleet: Fleet) -> dict[str, dict[str, Any]]:
    return fleet.crawls[0].verdicts()


def stored_verdicts(fleet: Fleet) -> int:
    """Return how many are in the store: a feed is written when its buffer is full."""
    with contextlib.closing(sqlite3.connect(fleet.directory / "tiktok.db")) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM verdicts").fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # not migrated yet


def wait_for(is_so: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_a_request_that_always_fails_is_set_aside(
    fleet: Fleet, world: StandinProcess, redis_server: RedisServer
) -> None:
    """Its target gets a verdict with the reason, and the others their records."""
    good = world.handles()[0]
    bad = {
        "id": "0" * 32,
        "v": 1,
        "callback": "no_such_callback",
        "meta": {
            "target": "some.body",
            "resource": "profile",
            "listing": {"target": "some.body", "resource": "videos"},
        },
    }
    with redis_server.client() as client:
        client.zadd("tiktok:user:poisoned:requests", {json.dumps(bad, separators=(",", ":")): -99})
        fleet.start(settings={"TIKTOK_MAX_DELIVERIES": 2}, users=good, run="poisoned")
        fleet.wait()
        aside = json.loads(client.hget("tiktok:user:targets:aside", "some.body"))
    assert "no_such_callback" in aside["reason"]
    verdicts = exported_verdicts(fleet)
    assert verdicts[good]["status"] == "complete"
    assert (verdicts["some.body"]["status"], verdicts["some.body"]["stop_reason"]) == ("failed", "error")
    assert "set aside after 2 times" in verdicts["some.body"]["message"]
