"""The queue: one post for one key, one process for one post, and a history."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.publish.queue.desk import PRIVATE, PUBLIC
from tiktok_spiders.publish import claim, submit
from tiktok_spiders.publish.claim import LostClaimError, is_held, kept, new_owner
from tiktok_spiders.publish.drain import drain, run_post
from tiktok_spiders.publish.errors import RefusedError
from tiktok_spiders.publish.resolve import cancel, resolve
from tiktok_spiders.publish.rules import Options
from tiktok_spiders.publish.states import MoveError, State
from tiktok_spiders.store.publish_tables import publish_posts
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.queue.desk import Desk

DEAD = f"{claim.machine()}/{2**22 - 1}/1.00/feed"


def strand(desk: Desk, post_id: int, state: State, **columns: object) -> None:
    """Leave a post as a process that was killed would."""
    until = desk.rig.clock() + timedelta(minutes=1)
    values = {"state": state, "claimed_by": DEAD, "claimed_until": until, **columns}
    with desk.rig.store.engine.begin() as connection:
        connection.execute(sa.update(publish_posts).where(publish_posts.c.id == post_id).values(**values))


async def test_the_same_post_ten_times_is_one(desk: Desk, video: Path) -> None:
    posts = [await desk.post(video, caption="one") for _ in range(5)]
    keyed = [await desk.post(video, caption="two", key="a key") for _ in range(5)]

    assert len({post.id for post in posts}) == 1
    assert len({post.id for post in keyed}) == 1
    assert desk.inits() == len(desk.official.posts()) == 2


async def test_the_same_post_ten_times_at_once_is_one(desk: Desk, video: Path) -> None:
    post = desk.add(video)

    done = await asyncio.gather(*(run_post(desk.context(), post.id) for _ in range(10)))

    assert {each.state for each in done} == {State.PUBLISHED}
    assert desk.inits() == len(desk.official.posts()) == 1


async def test_what_makes_another_post(desk: Desk, video: Path) -> None:
    first = desk.add(video)

    assert desk.add(video, options=PUBLIC).id == first.id
    assert desk.add(video, caption="words").id != first.id
    assert desk.add(video, options=Options(), draft=True).id != first.id
    assert desk.add(video, key="mine").id != first.id
    video.write_bytes(video.read_bytes() + b"\0")
    assert desk.add(video, probe=None).id != first.id


async def test_a_known_key_with_another_content_is_an_error(desk: Desk, video: Path) -> None:
    desk.add(video, key="mine")

    with pytest.raises(RefusedError, match="the key mine is post 1's, which has another content"):
        desk.add(video, key="mine", caption="words")
    with pytest.raises(RefusedError, match="printable"):
        desk.add(video, key=" ")


async def test_a_post_that_failed_may_be_asked_for_again_with_other_choices(desk: Desk, video: Path) -> None:
    first = await desk.post(video, options=replace(PRIVATE, privacy="FOLLOWER_OF_CREATOR"))
    second = await desk.post(video)

    assert (first.state, second.state, first.id) == (State.FAILED, State.PUBLISHED, second.id)
    assert "choose one of PUBLIC_TO_EVERYONE, MUTUAL_FOLLOW_FRIENDS, SELF_ONLY" in str(first.reason)
    assert desk.inits() == 1
    assert desk.steps(second)[:5] == ["queued", "claimed", "failed", "queued", "claimed"]


async def test_two_drainers_make_one_init_for_each_post(desk: Desk, video: Path) -> None:
    desk.official.switch(init_per_min=1000, posts_per_day=1000, status_per_min=1000)
    for number in range(6):
        desk.add(video, caption=f"number {number}")

    done = await asyncio.gather(drain(desk.context()), drain(desk.context()))

    ids = [post.id for posts in done for post in posts]
    assert set(ids) == set(range(1, 7))
    assert desk.inits() == len(desk.official.posts()) == 6
    assert {post.state for post in desk.posts.newest()} == {State.PUBLISHED}


async def test_only_what_is_due_is_drained(desk: Desk, video: Path) -> None:
    later = desk.add(video, due_at=desk.rig.clock() + timedelta(hours=1))
    assert await drain(desk.context()) == []

    desk.rig.later(3601)
    (post,) = await drain(desk.context())

    assert (post.id, post.state) == (later.id, State.PUBLISHED)


async def test_at_its_due_time_a_file_that_changed_is_set_aside(desk: Desk, video: Path) -> None:
    post = desk.add(video)
    video.write_bytes(video.read_bytes()[:-1] + b"x")

    (done,) = await drain(desk.context())

    assert done.state == "failed"
    assert "is not what it was when it was queued" in str(done.reason)
    assert desk.inits() == 0
    video.unlink()
    strand(desk, post.id, State.QUEUED, machine="another-machine")
    (done,) = await drain(desk.context())
    assert "cannot be read (No such file" in str(done.reason)
    assert "queued on the machine another-machine" in str(done.reason)


async def test_at_its_due_time_the_creator_is_asked_again(desk: Desk, video: Path) -> None:
    desk.add(video, options=PUBLIC)
    desk.official.account("creator.one", private=True)

    (post,) = await drain(desk.context())

    assert post.state == "failed"
    assert "choose one of FOLLOWER_OF_CREATOR" in str(post.reason)


async def test_the_creators_longest_video(desk: Desk, video: Path) -> None:
    desk.official.account("creator.one", max_video_post_duration_sec=0)

    post = await desk.post(video)

    assert post.state == "failed"
    assert "duration: 1.00 s; at most 0 s for this creator" in str(post.reason)
    assert desk.inits() == 0


async def test_the_nickname_is_told_before_anything_is_sent(desk: Desk, video: Path) -> None:
    await desk.post(video)

    kinds = [(each.kind, each.text) for each in desk.told]
    assert kinds[0] == ("creator", "Creator One")
    sent = [each for each in desk.told if each.kind == "bytes"]
    assert (sent[-1].done, sent[-1].total) == (video.stat().st_size, video.stat().st_size)


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ({"status": 429, "code": "rate_limit_exceeded"}, "published"),
        ({"status": 403, "code": "spam_risk_too_many_posts"}, "queued"),
        ({"status": 403, "code": "spam_risk_user_banned_from_posting"}, "failed"),
        ({"status": 403, "code": "unaudited_client_can_only_post_to_private_accounts"}, "failed"),
        ({"status": 401, "code": "scope_not_authorized"}, "failed"),
        ({"status": 500, "code": "internal_error"}, "unknown"),
        ({"status": 503, "code": None}, "unknown"),
    ],
)
async def test_refusals_of_an_init(desk: Desk, video: Path, fault: dict[str, object], state: str) -> None:
    desk.official.faults({"kind": "status", "where": "video.init", **fault})

    post = await desk.post(video)

    assert post.state == state, post.reason
    assert desk.inits() == (2 if state == "published" else 1)
    if state == "queued":
        assert post.due_at > desk.rig.clock() + timedelta(minutes=59)


async def test_a_creator_info_without_an_answer_is_asked_again(desk: Desk, video: Path) -> None:
    desk.official.faults({"kind": "status", "where": "creator_info", "first": 2, "status": 503})

    post = await desk.post(video)

    assert (post.state, post.tries, desk.inits()) == (State.PUBLISHED, 2, 1)


async def test_an_account_that_is_gone_leaves_the_post_waiting(desk: Desk, video: Path) -> None:
    post = desk.add(video)
    desk.rig.tokens.forget("me")

    post = await desk.run(post)

    assert post.state == "queued"
    assert "scrapy publish login" in str(post.reason)
    assert post.due_at > desk.rig.clock() + timedelta(minutes=10)
    desk.rig.log_in()
    assert (await desk.run(post)).state == "published"


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


async def test_resolve_is_the_only_way_on_from_unknown(desk: Desk, video: Path) -> None:
    post = desk.add(video)
    with pytest.raises(RefusedError, match="is queued: only an unknown one is resolved"):
        resolve(desk.posts, post, posted=True)
    strand(desk, post.id, State.STARTING)
    post = await desk.run(post)

    waiting = resolve(desk.posts, post, posted=False)
    assert (waiting.state, waiting.publish_id) == (State.QUEUED, None)
    strand(desk, post.id, State.STARTING)
    post = await desk.run(post)
    assert resolve(desk.posts, post, posted=True).state == "published"
    assert desk.inits() == 0


async def test_cancel_before_its_time(desk: Desk, video: Path) -> None:
    post = desk.add(video)

    post = await cancel(desk.context(), post)

    assert post.state == "cancelled"
    with pytest.raises(RefusedError, match="it is cancelled already"):
        await cancel(desk.context(), post)
    posted = await desk.post(video)
    assert posted.id == post.id
    with pytest.raises(RefusedError, match="on the account: delete it in the app"):
        await cancel(desk.context(), posted)


async def test_cancel_of_a_file_under_way(desk: Desk, video: Path) -> None:
    desk.official.switch(processing_s=900)
    post = await desk.run(desk.add(video), wait=False)

    with pytest.raises(RefusedError, match="cancels pulls from an address only, and this is a file"):
        await cancel(desk.context(), post)


async def test_posts_are_found_by_number_and_by_publish_id(desk: Desk, video: Path) -> None:
    post = await desk.post(video)

    assert desk.posts.get(post.id) == desk.posts.get(str(post.id)) == desk.posts.get(str(post.publish_id))
    assert desk.posts.get(99) is None
    assert desk.posts.get("v_pub_file~v2.0") is None
    assert desk.posts.newest(State.PUBLISHED, account="me") == [post]
    assert desk.posts.newest(State.FAILED) == []
    with pytest.raises(LookupError, match="no such post"):
        await run_post(desk.context(), 99)


async def test_a_move_that_may_not_be_changes_nothing(desk: Desk, video: Path) -> None:
    post = await desk.post(video)

    with pytest.raises(MoveError):
        desk.posts.move(post.id, State.QUEUED)

    assert desk.posts.get(post.id) == post
    same = desk.posts.move(post.id, State.PUBLISHED, post_ids=["1"])
    assert same.post_ids == ("1",)
    assert desk.steps(post).count("published") == 1


async def test_the_upload_address_is_sealed_and_dropped_at_the_end(desk: Desk, video: Path) -> None:
    desk.official.faults({"kind": "status", "where": "upload", "first": None, "status": 503})
    post = await desk.run(desk.add(video), wait=False)

    url = desk.posts.upload_url(post.id)
    assert post.state == "uploading"
    assert "goes on where it stopped" in str(post.reason)
    assert url is not None
    token = url.partition("upload_token=")[2]
    files = [path.read_bytes() for path in video.parent.glob("publish.db*")]
    assert token
    assert not any(token.encode() in data for data in files)

    desk.official.faults()
    post = await desk.run(post)
    assert post.state == "published"
    assert desk.posts.upload_url(post.id) is None
    assert desk.inits() == 1


async def test_an_upload_address_that_no_key_opens_is_replaced(desk: Desk, video: Path) -> None:
    desk.official.faults({"kind": "status", "where": "upload", "first": None, "status": 503})
    post = await desk.run(desk.add(video), wait=False)
    desk.official.faults()
    other = Vault.from_key("another-key-of-this-test-0123456789-abcdef")
    strand(desk, post.id, State.UPLOADING, sealed=other.encrypt("publish-upload", b"{}"))

    post = await desk.run(post)

    assert post.state == "published"
    assert (desk.inits(), sum(each["complete"] for each in desk.official.posts())) == (2, 1)


async def test_a_file_that_is_no_file(desk: Desk, tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.mp4", tmp_path):
        with pytest.raises(RefusedError, match="name a"):
            submit.video_file(desk.account, path, options=PRIVATE, probe=None)


async def test_a_broken_video_is_refused_before_any_request(desk: Desk, tmp_path: Path) -> None:
    from tests.publish.media_files import make_video

    path = make_video(tmp_path / "small.mp4", size=(320, 240), frames=5, rate=10)

    with pytest.raises(submit.media.MediaError) as caught:
        desk.add(path)

    assert [line.split(":")[0] for line in caught.value.violations] == ["frame rate", "width", "height"]
    assert desk.official.calls("creator_info") == []
