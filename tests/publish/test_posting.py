"""Posts against the stand-in: facts 30 to 36, 55 to 60, 62 to 65 and 73."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tiktok_spiders.publish.errors import (
    AuthError,
    LimitedError,
    LoginLostError,
    PostFailedError,
    PublishError,
    RefusedError,
    Retry,
    ScopeMissingError,
    UnavailableError,
    UnknownOutcomeError,
)
from tiktok_spiders.publish.limits import Limiter
from tiktok_spiders.publish.posting import cancel, init_inbox, init_photos, init_video, status

if TYPE_CHECKING:
    from tests.publish.rig import Rig
    from tiktok_spiders.publish.posting import Init
    from tiktok_spiders.publish.session import Session

INFO: dict[str, Any] = {"privacy_level": "SELF_ONLY"}
SIZE = 1000
FILE = {"source": "FILE_UPLOAD", "video_size": SIZE, "chunk_size": SIZE, "total_chunk_count": 1}
PULL = {"source": "PULL_FROM_URL", "video_url": "https://static.example.com/a.mp4"}
IMAGES = [f"https://static.example.com/{number}.jpg" for number in range(36)]
UNAUDITED = "unaudited_client_can_only_post_to_private_accounts"


def photos(mode: str = "DIRECT_POST", count: int = 2, cover: int = 0, **info: Any) -> dict[str, Any]:
    """Return the body of a post of photos."""
    return {
        "media_type": "PHOTO",
        "post_mode": mode,
        "post_info": {**(INFO if mode == "DIRECT_POST" else {}), **info},
        "source_info": {
            "source": "PULL_FROM_URL",
            "photo_images": IMAGES[:count],
            "photo_cover_index": cover,
        },
    }


async def refused(call: Any) -> PublishError:
    """Return what a call is refused with."""
    with pytest.raises(PublishError) as caught:
        await call
    return caught.value


async def sent(session: Session, begun: Init) -> None:
    """Send the whole file in one part."""
    assert begun.upload_url is not None
    headers = {
        "Content-Type": "video/mp4",
        "Content-Length": str(SIZE),
        "Content-Range": f"bytes 0-{SIZE - 1}/{SIZE}",
    }
    answer = await session.api.put(begun.upload_url, content=b"x" * SIZE, headers=headers)
    assert answer.status_code == 201


@pytest.fixture
def at_once(rig: Rig) -> Rig:
    """A stand-in that does everything at once."""
    rig.official.switch(processing_s=0, pull_s=0, moderation_s=0)
    return rig


@pytest.mark.parametrize("info", [{}, {"privacy_level": "FOLLOWER_OF_CREATOR"}])
async def test_fact_30_the_privacy_level_is_one_of_those_that_are_offered(
    rig: Rig, info: dict[str, str]
) -> None:
    error = await refused(init_video(rig.session(), info, FILE))
    assert (type(error), error.code, error.status) == (RefusedError, "privacy_level_option_mismatch", 403)
    assert (error.retry, "privacy" in error.remedy) == (Retry.NEVER, True)
    await init_video(rig.session(), INFO, FILE)


@pytest.mark.parametrize("level", ["SELF_ONLY", "PUBLIC_TO_EVERYONE"])
async def test_fact_31_an_unaudited_app_and_a_public_account(rig: Rig, level: str) -> None:
    rig.official.app(audited=False)
    error = await refused(init_video(rig.session(), {"privacy_level": level}, FILE))
    assert (error.code, error.status) == (UNAUDITED, 403)
    assert "account itself private" in error.remedy
    assert rig.official.posts() == []


async def test_fact_32_an_unaudited_app_and_a_private_account(rig: Rig) -> None:
    rig.official.app(audited=False)
    session = rig.session("creator.two")
    error = await refused(init_video(session, {"privacy_level": "MUTUAL_FOLLOW_FRIENDS"}, FILE))
    assert (error.code, "SELF_ONLY" in error.remedy) == (UNAUDITED, True)
    await init_video(session, INFO, FILE)


async def test_fact_33_the_sixth_user_of_an_unaudited_app(rig: Rig) -> None:
    rig.official.app(audited=False)
    for number in range(6):
        rig.official.account(f"user{number}", private=True)
    sessions = [rig.session(f"user{number}", f"user{number}") for number in range(6)]
    for session in sessions[:5]:
        await init_video(session, INFO, FILE)
    error = await refused(init_video(sessions[5], INFO, FILE))
    assert isinstance(error, LimitedError)
    assert (error.code, error.status) == ("reached_active_user_cap", 403)
    await init_video(sessions[0], INFO, FILE)


async def test_fact_34_the_sixteenth_post_of_a_day(rig: Rig) -> None:
    rig.official.switch(posts_per_day=2)
    session = rig.session()
    for _ in range(2):
        await init_video(session, INFO, FILE)
    error = await refused(init_video(session, INFO, FILE))
    assert isinstance(error, LimitedError)
    assert (error.code, error.status) == ("spam_risk_too_many_posts", 403)
    assert "app" in error.remedy
    await refused(init_video(session, INFO, FILE))
    assert len(rig.official.calls("video.init")) == 3  # the last one was not sent: the cap is remembered


async def test_fact_34_a_day_has_fifteen(rig: Rig) -> None:
    rig.official.switch(init_per_min=100)
    rig.log_in()
    token = rig.tokens.access_token("me")
    body = {"post_info": INFO, "source_info": FILE}
    for _ in range(15):
        await rig.api.call("POST", "/v2/post/publish/video/init/", token=token, body=body)
    error = await refused(rig.api.call("POST", "/v2/post/publish/video/init/", token=token, body=body))
    assert error.code == "spam_risk_too_many_posts"


async def test_fact_35_a_title_has_2200_utf_16_units(rig: Rig) -> None:
    session = rig.session()
    for title in ("a" * 2200, "😀" * 1100):
        await init_video(session, {**INFO, "title": title}, FILE)
    for title in ("a" * 2201, "😀" * 1100 + "a"):
        error = await refused(init_video(session, {**INFO, "title": title}, FILE))
        assert (error.code, error.status) == ("invalid_params", 400)


@pytest.mark.parametrize("code", ["invalid_params", "privacy_level_option_mismatch"])
async def test_fact_36_branded_content_cannot_be_private(rig: Rig, code: str) -> None:
    rig.official.switch(branded_private=code)
    error = await refused(init_video(rig.session(), {**INFO, "brand_content_toggle": True}, FILE))
    assert (type(error), error.code) == (RefusedError, code)


async def test_fact_55_what_a_draft_is_told_of_the_post_is_ignored(rig: Rig) -> None:
    session = rig.session()
    begun = await init_inbox(session, FILE)
    body = {"post_info": {"privacy_level": "none"}, "source_info": FILE}
    token = rig.tokens.access_token("me")
    await rig.api.call("POST", "/v2/post/publish/inbox/video/init/", token=token, body=body)
    posts = rig.official.posts()
    assert [post["mode"] for post in posts] == ["inbox", "inbox"]
    assert [post["privacy"] for post in posts] == [None, None]
    assert begun.publish_id == posts[0]["publish_id"]
    assert "upload" not in repr(begun)


async def test_fact_56_the_sixth_pending_draft(at_once: Rig) -> None:
    session = at_once.session()
    for _ in range(5):
        begun = await init_inbox(session, FILE)
        await sent(session, begun)
    error = await refused(init_inbox(session, FILE))
    assert isinstance(error, LimitedError)
    assert (error.code, error.status) == ("spam_risk_too_many_pending_share", 403)
    await refused(init_inbox(session, FILE))
    assert len(at_once.official.calls("inbox.init")) == 6
    at_once.official.finish(begun.publish_id)
    at_once.later(3601)
    at_once.limiter = Limiter()  # its clock is not the test's
    await init_inbox(at_once.session(), FILE)


async def test_fact_57_a_draft_ends_in_the_inbox(at_once: Rig) -> None:
    session = at_once.session()
    begun = await init_inbox(session, FILE)
    assert (await status(session, begun.publish_id)).outcome == "under way"
    await sent(session, begun)
    found = await status(session, begun.publish_id)
    assert (found.status, found.outcome) == ("SEND_TO_USER_INBOX", "draft delivered")
    assert found.uploaded_bytes == SIZE
    at_once.official.finish(begun.publish_id)
    assert (await status(session, begun.publish_id)).outcome == "published"


@pytest.mark.parametrize(
    "body",
    [
        {**photos(), "source_info": {"source": "FILE_UPLOAD"}},
        photos(count=0),
        photos(count=36),
        photos(count=2, cover=2),
        photos(title="a" * 91),
        photos(description="a" * 4001),
        {**photos(), "media_type": "VIDEO"},
    ],
)
async def test_fact_58_the_limits_of_photos(rig: Rig, body: dict[str, Any]) -> None:
    error = await refused(init_photos(rig.session(), body))
    assert (type(error), error.code, error.status) == (RefusedError, "invalid_params", 400)
    assert rig.official.posts() == []


async def test_fact_58_what_is_within_them(rig: Rig) -> None:
    session = rig.session()
    begun = await init_photos(session, photos(count=35, cover=34, title="a" * 90, description="a" * 4000))
    assert begun.upload_url is None
    assert (await init_photos(session, photos("MEDIA_UPLOAD"))).publish_id
    assert [post["kind"] for post in rig.official.posts()] == ["photos", "photos"]


async def test_fact_59_drafts_of_photos_need_a_new_app(rig: Rig) -> None:
    rig.official.account(old_app=True)
    error = await refused(init_photos(rig.session(), photos("MEDIA_UPLOAD")))
    assert (type(error), error.code, error.status) == (RefusedError, "app_version_check_failed", 400)
    assert "31.8" in error.remedy


async def test_fact_60_a_post_of_photos_needs_the_publish_scope(rig: Rig) -> None:
    session = rig.session(scopes=["user.info.basic", "video.upload"])
    token = rig.tokens.access_token("me")
    error = await refused(
        rig.api.call("POST", "/v2/post/publish/content/init/", token=token, body=photos(), begins=True)
    )
    assert (type(error), error.status) == (ScopeMissingError, 401)
    error = await refused(init_photos(session, photos()))
    assert "video.publish" in str(error)
    assert (await init_photos(session, photos("MEDIA_UPLOAD"))).publish_id


async def test_fact_62_a_failed_post_is_an_error_although_its_answer_is_ok(at_once: Rig) -> None:
    session = at_once.session()
    at_once.official.faults({"kind": "fail", "where": "video.init", "reason": "frame_rate_check_failed"})
    begun = await init_video(session, INFO, FILE)
    (await status(session, begun.publish_id)).raise_failed()
    await sent(session, begun)
    found = await status(session, begun.publish_id)
    assert (found.outcome, found.fail_reason) == ("failed", "frame_rate_check_failed")
    with pytest.raises(PostFailedError, match="23 to 60 frames") as caught:
        found.raise_failed()
    assert (caught.value.fail_reason, caught.value.retry) == ("frame_rate_check_failed", Retry.NEVER)


@pytest.mark.parametrize("key", ["publicaly_available_post_id", "publicly_available_post_id"])
@pytest.mark.parametrize("form", ["numbers", "strings", "scalar"])
async def test_fact_63_the_ids_of_a_public_post(at_once: Rig, key: str, form: str) -> None:
    at_once.official.switch(post_id_key=key, post_id_form=form)
    session = at_once.session()
    begun = await init_video(session, {"privacy_level": "PUBLIC_TO_EVERYONE"}, FILE)
    await sent(session, begun)
    found = await status(session, begun.publish_id)
    (truth,) = at_once.official.posts()
    assert found.post_ids == tuple(str(one) for one in truth["post_ids"])
    assert int(found.post_ids[0]) > 2**53
    private = await init_video(session, INFO, FILE)
    await sent(session, private)
    found = await status(session, private.publish_id)
    assert (found.outcome, found.post_ids) == ("published", ())


async def test_fact_64_the_id_may_come_later(at_once: Rig) -> None:
    at_once.official.switch(moderation_s=60)
    session = at_once.session()
    begun = await init_video(session, {"privacy_level": "PUBLIC_TO_EVERYONE"}, FILE)
    await sent(session, begun)
    found = await status(session, begun.publish_id)
    assert (found.outcome, found.post_ids) == ("published", ())
    at_once.later(61)
    assert len((await status(session, begun.publish_id)).post_ids) == 1


async def test_fact_65_an_unknown_post_and_another_s(rig: Rig) -> None:
    one, two = rig.session(), rig.session("creator.two", "two")
    error = await refused(status(one, "v_pub_file~v2-1.1"))
    assert (error.code, error.status) == ("invalid_publish_id", 400)
    begun = await init_video(one, INFO, FILE)
    error = await refused(status(two, begun.publish_id))
    assert error.code == "token_not_authorized_for_specified_publish_id"
    assert "--account" in error.remedy


@pytest.mark.parametrize("code", ["invalid_params", "invalid_param"])
@pytest.mark.parametrize("field", ["log_id", "logid"])
async def test_fact_73_both_spellings_are_understood(rig: Rig, code: str, field: str) -> None:
    rig.official.switch(param_code=code, log_field=field)
    error = await refused(init_video(rig.session(), INFO, {**FILE, "video_size": 0}))
    assert (type(error), error.code) == (RefusedError, "invalid_params")
    assert error.log_id
    lost = await refused(rig.api.form("/v2/oauth/token/", {"grant_type": "x"}))
    assert lost.log_id


async def test_a_pull_can_be_cancelled(rig: Rig) -> None:
    rig.official.switch(pull_s=60)
    session = rig.session()
    begun = await init_video(session, INFO, PULL)
    assert begun.upload_url is None
    assert (await status(session, begun.publish_id)).downloaded_bytes == 0
    await cancel(session, begun.publish_id)
    with pytest.raises(PostFailedError, match="publish_cancelled"):
        (await status(session, begun.publish_id)).raise_failed()
    error = await refused(cancel(session, begun.publish_id))
    assert error.code == "publish_not_cancellable"


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "lost"},
        {"kind": "reset"},
        {"kind": "status", "status": 503},
        {"kind": "status", "status": 502, "code": None},
        {"kind": "status", "status": 200, "code": None},
        {"kind": "status", "status": 200, "code": "internal_error"},
    ],
)
async def test_an_init_without_a_sound_answer_is_not_repeated(rig: Rig, fault: dict[str, Any]) -> None:
    session = rig.session()
    rig.official.faults({"where": "video.init", **fault})
    error = await refused(init_video(session, INFO, FILE))
    assert (type(error), error.retry) == (UnknownOutcomeError, Retry.UNKNOWN)
    assert "scrapy publish resolve" in str(error)
    assert len(rig.official.calls("video.init")) == 1


async def test_an_init_that_takes_too_long_is_not_repeated(rig: Rig) -> None:
    session = rig.session()
    rig.api._client.timeout = 0.2
    rig.official.faults({"kind": "late", "where": "video.init", "seconds": 1})
    error = await refused(init_video(session, INFO, FILE))
    assert isinstance(error, UnknownOutcomeError)
    assert len(rig.official.posts()) == 1


async def test_the_same_without_a_post_at_stake_is_no_riddle(rig: Rig) -> None:
    session = rig.session()
    rig.official.faults({"kind": "lost", "where": "status"})
    error = await refused(status(session, "none"))
    assert (type(error), error.retry) == (UnavailableError, Retry.LATER)


async def test_a_token_that_dies_on_the_way_is_renewed_once(rig: Rig) -> None:
    session = rig.session()
    rig.official.faults({"kind": "unauthorized", "where": "video.init"})
    assert (await init_video(session, INFO, FILE)).publish_id
    assert len(rig.official.posts()) == 1
    assert len(rig.official.calls("oauth.refresh")) == 1
    rig.official.faults({"kind": "unauthorized", "where": "video.init", "first": 2})
    with pytest.raises(LoginLostError, match="just renewed"):
        await init_video(session, INFO, FILE)
    assert isinstance(await refused(status(session, "none")), AuthError)
