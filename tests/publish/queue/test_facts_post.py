"""What becomes of posts at TikTok, and of the queue's rows by it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.publish.media_files import make_sparse
from tests.publish.queue.desk import PRIVATE, PUBLIC
from tiktok_spiders.publish import posting, resolve, submit
from tiktok_spiders.publish.errors import RefusedError
from tiktok_spiders.publish.polling import look
from tiktok_spiders.publish.rules import Options
from tiktok_spiders.publish.states import State

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.queue.desk import Desk
    from tiktok_spiders.publish.post import Post

OWNED = "https://static.example.com/a.mp4"


def pulled(desk: Desk, url: str = OWNED, options: Options = PRIVATE) -> Post:
    return desk.posts.add(submit.video_url(desk.account, url, options=options)).post


@pytest.mark.parametrize("how", ["url_ownership_unverified", "invalid_params"])
async def test_fact_52_addresses_that_tiktok_does_not_fetch(desk: Desk, how: str) -> None:
    desk.official.switch(pull_refusal=how)
    source = {"source": "PULL_FROM_URL", "video_url": ""}
    for url in ("http://static.example.com/a.mp4", "https://192.0.2.7/a.mp4", "https://[2001:db8::1]/a.mp4"):
        with pytest.raises(RefusedError) as own:
            submit.video_url(desk.account, url, options=PRIVATE)
        with pytest.raises(RefusedError) as theirs:
            await posting.init_video(
                desk.session("me"), {"privacy_level": "SELF_ONLY"}, source | {"video_url": url}
            )
        assert (own.value.code, theirs.value.code) == ("url_ownership_unverified", how)

    post = await desk.run(pulled(desk, "https://elsewhere.example.org/a.mp4"))

    assert post.state == "failed"
    assert "verify the address's domain" in str(post.reason)


@pytest.mark.parametrize(
    ("url", "state"),
    [
        ("https://static.example.com/a.mp4", "published"),
        ("https://video.static.example.com/a.mp4", "published"),
        ("https://example.com/a.mp4", "failed"),
        ("https://www.example.com/videos/user/1/x.mp4", "published"),
        ("https://www.example.com/videos/2023/user/x.mp4", "failed"),
    ],
)
async def test_fact_53_what_a_verified_domain_or_prefix_covers(desk: Desk, url: str, state: str) -> None:
    post = await desk.run(pulled(desk, url))

    assert post.state == state


@pytest.mark.parametrize("behaviour", [{"status": 302}, {"stalls": True}])
async def test_fact_54_an_address_that_redirects_or_stalls(desk: Desk, behaviour: dict[str, Any]) -> None:
    desk.official.ask("PUT", "/pulls", {OWNED: behaviour})
    patience = {"wait_s": 7300, "poll_s": 1500, "poll_max_s": 1500}

    video = await desk.run(pulled(desk), **patience)
    photos = submit.photos(desk.account, [OWNED], options=PRIVATE)
    photo = await desk.run(desk.posts.add(photos).post, **patience)

    assert (video.state, photo.state) == ("failed", "failed")
    assert "video_pull_failed" in str(video.reason)
    assert "photo_pull_failed" in str(photo.reason)
    assert "without redirects within an hour" in str(video.reason)


@pytest.mark.parametrize(
    "reason",
    [
        "file_format_check_failed",
        "duration_check_failed",
        "frame_rate_check_failed",
        "picture_size_check_failed",
    ],
)
async def test_fact_61_media_that_breaks_a_limit_fails_after_the_upload(
    desk: Desk, video: Path, reason: str
) -> None:
    desk.official.faults({"kind": "fail", "where": "video.init", "reason": reason})

    post = await desk.post(video)

    assert post.state == "failed"
    assert reason in str(post.reason)
    assert desk.official.posts()[0]["complete"]


async def test_media_that_tiktok_itself_finds_bad(desk: Desk, tmp_path: Path) -> None:
    desk.official.switch(media_checks=True)
    path = tmp_path / "words.mp4"
    path.write_bytes(b"no video at all" * 1000)

    post = await desk.run(desk.add(path, probe=None), probe=None)

    assert post.state == "failed"
    assert "file_format_check_failed" in str(post.reason)


async def test_fact_64_the_id_of_a_public_post_comes_later(desk: Desk, video: Path) -> None:
    desk.official.switch(moderation_s=600)

    post = await desk.post(video, options=PUBLIC)
    assert (post.state, post.post_ids) == (State.PUBLISHED, ())

    desk.rig.later(desk.rig.clock.offset.total_seconds() + 700)
    post = await look(desk.context(), post)

    (truth,) = desk.official.posts()
    assert post.post_ids == tuple(str(number) for number in truth["post_ids"])
    assert len(post.post_ids) == 1
    assert desk.steps(post)[-1] == "published"


async def test_fact_66_a_pull_can_be_cancelled_until_it_is_over(desk: Desk) -> None:
    desk.official.switch(pull_s=600)
    post = await desk.run(pulled(desk), wait=False)
    assert post.state == "processing"

    post = await resolve.cancel(desk.context(), post)

    assert post.state == "cancelled"
    assert desk.official.posts()[0]["fail_reason"] == "publish_cancelled"
    desk.official.switch(pull_s=0.1)
    done = await desk.run(pulled(desk, "https://static.example.com/b.mp4"), wait=False)
    desk.rig.later(30)
    with pytest.raises(RefusedError) as caught:
        await resolve.cancel(desk.context(), done)
    assert caught.value.code == "publish_not_cancellable"


async def test_fact_67_access_that_is_taken_away_on_the_way(desk: Desk, video: Path) -> None:
    desk.official.switch(processing_s=600)
    post = await desk.run(desk.add(video), wait=False)
    desk.official.remove("creator.one")

    post = await desk.run(post)

    assert desk.official.posts()[0]["fail_reason"] == "auth_removed"
    assert post.state == "processing"
    assert "the login of me is lost" in str(post.reason)
    assert "scrapy publish login" in str(post.reason)
    # After a new login the status tells the end.
    desk.rig.log_in()
    post = await desk.run(post)
    assert post.state == "failed"
    assert "auth_removed" in str(post.reason)


@pytest.mark.parametrize("kind", ["lost", "status"])
async def test_fact_68_a_lost_answer_to_an_init_is_never_followed_by_a_second(
    desk: Desk, video: Path, kind: str
) -> None:
    desk.official.faults({"kind": kind, "where": "video.init", "status": 502})

    post = await desk.post(video)
    again = await desk.post(video)

    assert post.state == again.state == "unknown"
    assert post.id == again.id
    assert "resolve ID --posted, or --not-posted" in str(post.reason)
    assert desk.inits() == 1
    assert desk.posts.due(desk.rig.clock()) == []


async def test_a_draft_is_delivered_and_later_posted_by_its_creator(desk: Desk, video: Path) -> None:
    post = await desk.post(video, options=Options(), draft=True)

    assert post.state == "inbox"
    assert post.is_at_end
    assert desk.official.calls("creator_info") == []
    desk.official.finish(str(post.publish_id))
    desk.rig.later(desk.rig.clock.offset.total_seconds() + 60)
    post = await look(desk.context(), post)
    assert post.state == "published"
    assert post.post_ids


async def test_photos_are_posted_and_drafted(desk: Desk) -> None:
    urls = ["https://static.example.com/1.jpg", "https://static.example.com/2.jpg"]
    options = replace(PUBLIC, title="T", cover=1, auto_add_music=True, ai_generated=True)
    direct = submit.photos(desk.account, urls, options=options, description="D")
    draft = submit.photos(desk.account, urls, options=Options(title="T"), description="D", draft=True)

    posted = await desk.run(desk.posts.add(direct).post)
    drafted = await desk.run(desk.posts.add(draft).post)

    assert (posted.state, drafted.state) == ("published", "inbox")
    first, second = desk.official.posts()
    assert first["post_info"] == {
        "title": "T",
        "description": "D",
        "privacy_level": "PUBLIC_TO_EVERYONE",
        "disable_comment": True,
        "auto_add_music": True,
        "brand_content_toggle": False,
        "brand_organic_toggle": False,
    }
    assert first["is_aigc"] is True
    assert first["source_info"]["photo_cover_index"] == 1
    assert second["post_info"] == {"title": "T", "description": "D"}


async def test_everything_a_user_may_choose_arrives(desk: Desk, video: Path) -> None:
    desk.official.account("creator.one", duet_disabled=False, stitch_disabled=False)
    options = replace(
        PUBLIC,
        allow_comment=True,
        allow_duet=True,
        your_brand=True,
        branded_content=True,
        ai_generated=True,
        cover_ms=500,
    )

    await desk.post(video, options=options, caption="#one @two")

    (truth,) = desk.official.posts()
    assert truth["post_info"] == {
        "privacy_level": "PUBLIC_TO_EVERYONE",
        "title": "#one @two",
        "disable_comment": False,
        "disable_duet": False,
        "disable_stitch": True,
        "brand_content_toggle": True,
        "brand_organic_toggle": True,
        "is_aigc": True,
        "video_cover_timestamp_ms": 500,
    }


async def test_a_post_that_takes_long_is_still_processing(desk: Desk, video: Path) -> None:
    desk.official.switch(processing_s=900)

    post = await desk.post(video)

    assert post.state == "processing"
    assert desk.slept[:4] == [5, 7.5, 11.25, 16.875]
    assert desk.posts.due(desk.rig.clock()) == [post]
    desk.official.switch(processing_s=0.1)
    desk.rig.later(2000)
    assert (await desk.run(post)).state == "published"
    assert desk.inits() == 1


async def test_an_address_that_has_expired_is_replaced_once_the_first_is_certainly_nothing(
    desk: Desk, tmp_path: Path
) -> None:
    path = make_sparse(tmp_path / "large.mp4", 66_000_000)
    desk.official.faults({"kind": "expired_upload", "where": "upload", "after": 2})

    post = await desk.run(desk.add(path, probe=None), probe=None)

    assert post.state == "published"
    assert (post.inits, desk.inits()) == (2, 2)
    assert [truth["complete"] for truth in desk.official.posts()] == [False, True]
    reasons = [step.reason for step in desk.posts.history(post.id) if step.new is State.STARTING]
    assert reasons[0] is None
    assert "20000000 of 66000000" in str(reasons[1])


async def test_an_address_that_is_never_good_ends_the_post(desk: Desk, video: Path) -> None:
    desk.official.faults({"kind": "unknown_upload", "where": "upload", "first": None})

    post = await desk.post(video)

    assert post.state == "failed"
    assert "it has begun 4 times" in str(post.reason)
    assert desk.inits() == 4


async def test_an_expired_address_of_a_whole_file_begins_nothing(desk: Desk, video: Path) -> None:
    desk.official.faults(
        {"kind": "lost", "where": "upload"}, {"kind": "unknown_upload", "where": "upload", "after": 1}
    )

    post = await desk.post(video)

    assert post.state == "published"
    assert desk.inits() == 1
