"""One process for one post."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.publish.queue.desk import DEAD, strand
from tiktok_spiders.publish import claim
from tiktok_spiders.publish.claim import LostClaimError, is_held, kept, new_owner
from tiktok_spiders.publish.drain import drain, run_post
from tiktok_spiders.publish.states import MoveError, State

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.queue.desk import Desk


async def test_a_post_that_was_found_starting_is_unknown_and_stays_so(desk: Desk, video: Path) -> None:
    post = desk.add(video)
    strand(desk, post.id, State.STARTING)

    first = await desk.run(post)
    second = await desk.post(video)

    assert first.state == second.state == "unknown"
    assert "it may have begun" in str(first.reason)
    assert desk.inits() == 0
    with pytest.raises(MoveError):
        desk.posts.move(post.id, State.STARTING)


async def test_a_claim_of_a_dead_process_is_free_at_once(desk: Desk, video: Path) -> None:
    post = desk.add(video)
    strand(desk, post.id, State.CLAIMED)

    assert (await desk.run(post)).state == "published"


async def test_a_claim_of_a_living_process_is_waited_for(desk: Desk, video: Path) -> None:
    post = desk.add(video)
    desk.posts.claim(post.id, new_owner())

    assert await drain(desk.context()) == []
    seen = await desk.run(post, wait=False)
    assert seen.state == "claimed"
    watched = await desk.run(post, wait_s=2)
    assert watched.state == "claimed"
    assert desk.told[-1].kind == "waiting"
    assert desk.inits() == 0


async def test_a_claim_that_was_not_renewed_is_over(desk: Desk, video: Path) -> None:
    post = desk.add(video)
    slow, quick = "elsewhere/1/1.0/aa", new_owner()
    assert desk.posts.claim(post.id, slow)
    assert desk.posts.claim(post.id, quick) is None

    desk.rig.later(121)

    assert desk.posts.claim(post.id, quick)
    assert not desk.posts.renew(post.id, slow)
    with pytest.raises(LostClaimError):
        desk.posts.move(post.id, State.STARTING, owner=slow)
    with pytest.raises(LostClaimError):
        desk.posts.note(post.id, slow, uploaded_bytes=1)


async def test_who_loses_a_claim_stops(desk: Desk, video: Path) -> None:
    reached = asyncio.Event()

    async def work() -> None:
        async with kept(lambda: False, every_s=0.01):
            reached.set()
            await asyncio.Event().wait()

    with pytest.raises(LostClaimError):
        await work()
    assert reached.is_set()


async def test_a_cancelled_worker_is_cancelled(desk: Desk) -> None:
    async def work() -> None:
        async with kept(lambda: True, every_s=0.01):
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_worker_whose_post_is_taken_over_leaves_it(desk: Desk, video: Path) -> None:
    post = desk.add(video)
    context = desk.context()

    def steal(progress: object) -> None:
        if getattr(progress, "kind", "") == "creator":
            strand(desk, post.id, State.CLAIMED, claimed_by="elsewhere/1/1.0/aa")

    done = await run_post(context, post.id, wait=False, on_progress=steal)

    assert done.claimed_by == "elsewhere/1/1.0/aa"
    assert desk.inits() == 0


def test_whose_claims_count(desk: Desk) -> None:
    now = desk.rig.clock()
    later = now + timedelta(seconds=1)

    assert is_held(new_owner(), later, now)
    assert not is_held(new_owner(), now, now)
    assert not is_held(None, later, now)
    assert not is_held(DEAD, later, now)
    assert not is_held(f"{claim.machine()}/{os.getpid()}/1.00/aa", later, now)
    assert is_held("elsewhere/1/1.00/aa", later, now)
    assert is_held("no process at all", later, now)
