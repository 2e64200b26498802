"""Two workers with twenty identities between them, as the stand-in sees them."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest

from benchmarks.hostile import STRICT, token_use
from tests.distributed.fleet import Fleet
from tests.redis_server import RedisServer
from tests.standin_process import StandinProcess
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redis import Redis

IDENTITIES, USERS, VIDEOS = 20, 32, 30
AT_ONCE = 24
"""Accounts for two workers: more than one of them can have in flight."""

WORLD = ("--users", str(USERS), "--bulk", str(VIDEOS), "--lookback-days", "0", "--latency-ms", "60")


@dataclass
class Seen:
    """What the stand-in saw of two workers at once, and of one that came when they had ended."""

    fleet: Fleet
    at_once: dict[str, Any]
    first: list[dict[str, Any]]
    later: list[dict[str, Any]]
    stale: int


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """Crawl most of the accounts with two workers, then the rest with a third one on the same Redis."""
    with StandinProcess(*WORLD) as standin, RedisServer() as redis:
        # A token is stale as soon as the next one was given out, whichever worker got that.
        standin.set_switches(**STRICT, token_grace=0)
        fleet = Fleet(tmp_path_factory.mktemp("fleet"), standin.url, redis.url)
        fleet.settings["TIKTOK_IDENTITIES"] = IDENTITIES
        handles = standin.handles()
        try:
            with redis.client() as client:
                crawl_at_once(fleet, client, handles[:AT_ONCE])
            at_once, first = standin.stats(), standin.log()
            standin.clear_log()
            fleet.start(users=handles[AT_ONCE:], run="then")
            fleet.wait(150)
            yield Seen(fleet, at_once, first, standin.log(), standin.stats()["tokens_stale"])
        finally:
            fleet.stop()


def test_all_is_found(seen: Seen) -> None:
    assert [process.returncode for process in seen.fleet.processes] == [0, 0, 0]
    assert "Traceback" not in "".join(seen.fleet.stderr)
    videos = [video["video_id"] for video in seen.fleet.delivered("video")]
    assert len(videos) == len(set(videos)) == USERS * VIDEOS
    assert all(crawl.records("video") for crawl in seen.fleet.crawls)


def test_no_request_mixes_two_identities(seen: Seen) -> None:
    assert (seen.at_once["mixed"], seen.at_once["mixed_by"]) == (0, {})
    assert seen.at_once["refusals"] == {}


def test_no_identity_is_used_twice_at_once(seen: Seen) -> None:
    most = seen.at_once["most_in_flight_by_identity"]
    assert 10 <= len(most) <= IDENTITIES
    assert max(most.values()) == 1
    assert max(seen.at_once["most_in_flight"].values()) > 4


def test_tokens_are_renewed_for_both_workers(seen: Seen) -> None:
    use = token_use(seen.first)
    assert use["renewed"] == use["later"] > 0
    assert seen.at_once["tokens_stale"] == 0


def test_a_token_that_one_worker_was_given_is_used_by_another(seen: Seen) -> None:
    before, after = last_tokens(seen.first), last_tokens(reversed(seen.later))
    both = before.keys() & after.keys()
    assert len(both) >= 5
    assert [visitor for visitor in both if before[visitor] == after[visitor]] == []
    assert seen.stale == 0


def crawl_at_once(fleet: Fleet, client: Redis, handles: list[str]) -> None:
    """Let two workers begin together, when both are there, and end when all is stored."""
    workers = [fleet.start(run="two", settings={"TIKTOK_IDLE": "wait"}) for _ in range(2)]
    until(lambda: client.zcard("tiktok:user:two:workers") == len(workers), 120, "both workers")
    client.zadd("tiktok:user:targets", dict.fromkeys(handles, 0))
    with contextlib.closing(sqlite3.connect(fleet.directory / "tiktok.db", timeout=30)) as database:
        count = "SELECT count(*) FROM verdicts"
        until(lambda: database.execute(count).fetchone()[0] == len(handles), 120, "all verdicts", every=0.1)
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    fleet.wait(150)


def last_tokens(log: Any) -> dict[str, str]:
    """Return each visitor's last token in a log."""
    asked = ((entry["visitor"], parse_qs(entry["query"]).get("msToken", [""])[0]) for entry in log)
    return {visitor: token for visitor, token in asked if visitor and token}
