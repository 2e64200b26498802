"""The queue: one post for one key, sent when it is due."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.publish.queue.desk import PRIVATE, PUBLIC, strand
from tiktok_spiders.publish import submit
from tiktok_spiders.publish.drain import drain, run_post
from tiktok_spiders.publish.errors import RefusedError
from tiktok_spiders.publish.rules import Options
from tiktok_spiders.publish.states import State

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.queue.desk import Desk


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
