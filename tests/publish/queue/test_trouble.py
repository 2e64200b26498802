"""A post whose status cannot be had, and a database that is locked."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.publish.queue.desk import PRIVATE
from tiktok_spiders.publish import claim, resolve, submit
from tiktok_spiders.publish.limits import Limiter
from tiktok_spiders.publish.polling import look

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.queue.desk import Desk


@pytest.mark.parametrize(
    ("fault", "state", "slept"),
    [
        ({"status": 429, "code": "rate_limit_exceeded"}, "published", 60),
        ({"status": 500, "code": "internal_error"}, "published", 5),
        ({"status": 400, "code": "invalid_publish_id"}, "unknown", None),
    ],
)
async def test_a_status_that_is_refused(
    desk: Desk, video: Path, fault: dict[str, object], state: str, slept: float | None
) -> None:
    desk.official.faults({"kind": "status", "where": "status*", **fault})

    post = await desk.post(video)

    assert post.state == state, post.reason
    assert desk.slept[:1] == ([] if slept is None else [slept])
    assert desk.inits() == 1


async def test_the_limit_is_waited_for_before_a_post_counts_as_begun(desk: Desk, video: Path) -> None:
    """Else a kill during the wait would leave an unknown post that TikTok never heard of."""
    states: list[str] = []

    class Waiting(Limiter):
        async def acquire(self, bucket: str, who: str, most: int) -> None:
            if bucket == "inits":
                states.append(str(desk.posts.newest()[0].state))
            await super().acquire(bucket, who, most)

    desk.rig.limiter = Waiting()
    post = await desk.post(video)
    assert (post.state, states) == ("published", ["claimed"])


async def test_a_post_that_nobody_began_is_not_asked_about(desk: Desk, video: Path) -> None:
    post = desk.add(video)

    assert await look(desk.context(), post) == post
    assert desk.official.calls("status") == []


async def test_a_pull_that_goes_on_although_it_was_cancelled(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def accepted(_session: object, _publish_id: str) -> None:
        """Let TikTok say yes and do nothing: a cancel is its best effort."""

    desk.official.switch(pull_s=900)
    new = submit.video_url(desk.account, "https://static.example.com/a.mp4", options=PRIVATE)
    post = await desk.run(desk.posts.add(new).post, wait=False)
    monkeypatch.setattr("tiktok_spiders.publish.posting.cancel", accepted)

    post = await resolve.cancel(desk.context(), post)

    assert post.state == "processing"
    assert desk.slept == [5, 5, 5]


def test_a_database_that_is_locked_is_waited_for(desk: Desk, video: Path) -> None:
    other = sqlite3.connect(video.parent / "publish.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    # Longer than one try of the engine's takes.
    threading.Timer(2.5, lambda: other.execute("ROLLBACK")).start()

    post = desk.add(video)

    assert post.state == "queued"
    other.close()


@pytest.mark.parametrize(
    ("process", "held"),
    [
        ({"status": psutil.STATUS_ZOMBIE}, False),
        ({"error": psutil.NoSuchProcess(1)}, False),
        ({"error": psutil.AccessDenied(1)}, True),
    ],
)
def test_processes_of_this_machine(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, process: dict[str, object], held: bool
) -> None:
    class Process:
        def __init__(self, _pid: int) -> None:
            if isinstance(error := process.get("error"), Exception):
                raise error

        def status(self) -> object:
            return process["status"]

    now = desk.rig.clock()
    monkeypatch.setattr(psutil, "Process", Process)

    assert claim.is_held(f"{claim.machine()}/77/1.0/aa", now + claim.LEASE, now) is held
