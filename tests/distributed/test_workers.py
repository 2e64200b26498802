"""Workers that share a run: each target once, nothing lost when one of them or Redis goes."""

from __future__ import annotations

import contextlib
import json
import signal
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from tests.crawling import duplicates
from tests.distributed.shared_run import assert_whole, repeated
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.distributed.fleet import Fleet
    from tests.redis_server import RedisServer
    from tests.standin_process import StandinProcess


def test_two_workers_share_targets(fleet: Fleet, world: StandinProcess, redis_server: RedisServer) -> None:
    """They have no name for it: theirs is the run of the queue."""
    fleet.start_together(world)
    told = fleet.wait()
    assert [process.returncode for process in fleet.processes] == [0, 0]
    assert "Traceback" not in "".join(told)
    assert_whole(fleet, world)
    assert repeated(world) == 0
    assert duplicates(video["video_id"] for video in fleet.delivered("video")) == []
    assert all(crawl.records("video") for crawl in fleet.crawls)
    (run,) = fleet.stored("run")
    assert (run.finish_reason, run.targets) == ("finished", 8)
    assert run.name.startswith("queue-")
    assert run.items_by_type["video"] == len(fleet.delivered("video"))
    with redis_server.client() as client:
        assert client.keys("tiktok:user:*") == []


def test_a_worker_that_is_killed_loses_nothing(
    fleet: Fleet, world: StandinProcess, postgres_url: str
) -> None:
    fleet.database_url = postgres_url
    first, _ = fleet.start_together(world, run="killed")
    first.kill()
    first.communicate()
    fleet.start(users=world.handles(), run="killed")
    told = fleet.wait()
    assert "Traceback" not in "".join(told)
    assert_whole(fleet, world, "killed")
    assert repeated(world) <= 8
    assert fleet.stored("run")[0].finish_reason == "finished"


def test_a_worker_that_is_stopped_leaves_its_work_to_the_others(fleet: Fleet, world: StandinProcess) -> None:
    first, _ = fleet.start_together(world, run="stopped")
    first.send_signal(signal.SIGTERM)
    fleet.wait()
    assert_whole(fleet, world, "stopped")
    assert repeated(world) == 0


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
        until(lambda: stored_verdicts(fleet) >= 3, 150, "three verdicts", every=0.1)
        with redis_server.client() as client:
            client.rpush("tiktok:user:targets", third)
        until(lambda: stored_verdicts(fleet) >= 4, 150, "fourth verdict", every=0.1)
    finally:
        worker.send_signal(signal.SIGTERM)
        (told,) = fleet.wait()
    assert "Traceback" not in told
    verdicts = exported_verdicts(fleet)
    assert (verdicts[second]["status"], verdicts[second]["unique"]) == ("limited", 2)
    assert verdicts[third]["unique"] == 50
    assert verdicts['{"since": "never"}']["stop_reason"] == "invalid_target"
    assert len({first, f"@{first}"} & set(verdicts)) == 1
    assert repeated(world) == 0


def exported_verdicts(fleet: Fleet) -> dict[str, dict[str, Any]]:
    return fleet.crawls[0].verdicts()


def stored_verdicts(fleet: Fleet) -> int:
    """Return how many are in the store: a feed is written when its buffer is full."""
    with contextlib.closing(sqlite3.connect(fleet.directory / "tiktok.db")) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM verdicts").fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # not migrated yet


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
