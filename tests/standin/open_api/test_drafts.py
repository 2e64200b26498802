"""Drafts and photos: facts 55 to 60."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standin.open_api.api import INBOX_INIT, PHOTO_INIT, TWO, Api, photos, source

FULL = (403, "spam_risk_too_many_pending_share")


async def draft(api: Api, token: str) -> str:
    """Deliver a draft; return its publish_id."""
    post = (await api.call(INBOX_INIT, token, {"source_info": source(3)})).data
    await api.upload(post["upload_url"], b"abc")
    api.clock.now += 1
    publish_id: str = post["publish_id"]
    return publish_id


async def test_fact_55_post_info_of_a_draft_is_ignored(api: Api, token: str) -> None:
    body = {"source_info": source(3), "post_info": {"title": "a" * 9999, "privacy_level": "NONE"}}
    post = (await api.call(INBOX_INIT, token, body)).data
    truth = await api.truth(post["publish_id"])
    assert (truth["mode"], truth["caption"], truth["privacy"]) == ("inbox", None, None)


async def test_fact_56_the_6th_pending_share_of_a_day(api: Api, token: str) -> None:
    first, *_ = [await draft(api, token) for _ in range(5)]
    assert (await api.call(INBOX_INIT, token, {"source_info": source(3)})).told == FULL
    assert (await api.call(PHOTO_INIT, token, photos())).told == FULL
    assert (await api.call(INBOX_INIT, await api.bearer(TWO), {"source_info": source(3)})).status == 200
    await api.control("POST", f"/posts/{first}/finish", {"public": False})
    assert (await api.call(PHOTO_INIT, token, photos())).status == 200
    await api.switch(pending_share_frees="never")
    assert (await api.call(PHOTO_INIT, token, photos())).told == FULL
    api.clock.now += 24 * 3600
    assert (await api.call(PHOTO_INIT, await api.bearer(), photos())).status == 200


async def test_fact_57_a_draft_ends_in_the_inbox(api: Api, token: str) -> None:
    publish_id = await draft(api, token)
    told = await api.status(token, publish_id)
    assert (told["status"], told["publicaly_available_post_id"]) == ("SEND_TO_USER_INBOX", [])
    api.clock.now += 9999
    word = await api.bearer()
    assert (await api.status(word, publish_id))["status"] == "SEND_TO_USER_INBOX"
    await api.control("POST", f"/posts/{publish_id}/finish", {})
    api.clock.now += 1
    told = await api.status(word, publish_id)
    assert told["status"] == "PUBLISH_COMPLETE"
    assert len(told["publicaly_available_post_id"]) == 1


@pytest.mark.parametrize("mode", ["DIRECT_POST", "MEDIA_UPLOAD"])
@pytest.mark.parametrize(
    "change",
    [
        {"source": "FILE_UPLOAD"},
        {"images": 0},
        {"images": 36},
        {"cover": 2},
        {"cover": -1},
        {"title": "a" * 91},
        {"description": "a" * 4001},
        {"media_type": "VIDEO"},
        {"post_mode": "DIRECT POST"},
        {"is_aigc": 1},
    ],
    ids="-".join,
)
async def test_fact_58_which_photo_posts_are_refused(
    api: Api, token: str, change: dict[str, Any], mode: str
) -> None:
    made = {name: change[name] for name in ("images", "cover", "title", "description") if name in change}
    body = photos(mode, **made)
    body |= {name: change[name] for name in ("media_type", "post_mode", "is_aigc") if name in change}
    body["source_info"] |= {"source": change["source"]} if "source" in change else {}
    assert (await api.call(PHOTO_INIT, token, body)).told == (400, "invalid_params")


async def test_fact_58_the_most_that_a_photo_post_may_have(api: Api, token: str) -> None:
    body = photos("DIRECT_POST", 35, 34, title="😀" * 45, description="b" * 4000, auto_add_music=True)
    post = (await api.call(PHOTO_INIT, token, body | {"is_aigc": True})).data
    assert set(post) == {"publish_id"}
    truth = await api.truth(post["publish_id"])
    assert (truth["kind"], truth["description"], truth["is_aigc"]) == ("photos", "b" * 4000, True)
    api.clock.now += 1
    told = await api.status(token, post["publish_id"])
    assert (told["status"], told["publicaly_available_post_id"]) == ("PUBLISH_COMPLETE", [])


async def test_fact_59_photo_drafts_need_a_new_app(api: Api, token: str) -> None:
    await api.account(old_app=True)
    assert (await api.call(PHOTO_INIT, token, photos())).told == (400, "app_version_check_failed")
    assert (await api.call(PHOTO_INIT, token, photos("DIRECT_POST"))).status == 200


async def test_fact_60_direct_photo_posts_need_their_scope(api: Api) -> None:
    word = await api.bearer(scopes="user.info.basic,video.upload")
    assert (await api.call(PHOTO_INIT, word, photos("DIRECT_POST"))).told == (401, "scope_not_authorized")
    assert (await api.call(PHOTO_INIT, word, photos())).status == 200
