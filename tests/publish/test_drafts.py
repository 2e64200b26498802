"""Drafts and photos against the stand-in: facts 55 to 60."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.publish.posting import FILE, SIZE, photos, refused, sent
from tiktok_spiders.publish.errors import LimitedError, RefusedError, ScopeMissingError
from tiktok_spiders.publish.limits import Limiter
from tiktok_spiders.publish.posting import init_inbox, init_photos, status

if TYPE_CHECKING:
    from tests.publish.rig import Rig


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
