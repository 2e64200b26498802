"""Who may post what: facts 26 to 36."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standin.open_api.api import (
    CREATOR,
    DESKTOP,
    INBOX_INIT,
    ONE,
    PHOTO_INIT,
    STATUS,
    TWO,
    VIDEO_INIT,
    WEB,
    Api,
    direct,
    photos,
    pull,
    source,
)

PRIVATE_ONLY = (403, "unaudited_client_can_only_post_to_private_accounts")


@pytest.mark.parametrize(
    ("path", "limit", "body"),
    [
        (CREATOR, 20, {}),
        (VIDEO_INIT, 6, direct()),
        (INBOX_INIT, 6, {"source_info": source(9)}),
        (STATUS, 30, {}),
    ],
)
async def test_fact_26_calls_of_a_minute_per_token(
    api: Api, token: str, path: str, limit: int, body: Any
) -> None:
    await api.switch(pending_shares=100)
    for _ in range(limit):
        assert (await api.call(path, token, body)).status != 429
    assert (await api.call(path, token, body)).told == (429, "rate_limit_exceeded")
    assert (await api.call(path, await api.bearer(), body)).status != 429
    api.clock.now += 60
    assert (await api.call(path, token, body)).status != 429


@pytest.mark.parametrize(("bucket", "status"), [("separate", 200), ("shared", 429)])
async def test_fact_26_one_budget_for_all_inits_is_a_switch(
    api: Api, token: str, bucket: str, status: int
) -> None:
    await api.switch(init_bucket=bucket, init_per_min=1)
    assert (await api.call(VIDEO_INIT, token, direct())).status == 200
    assert (await api.call(PHOTO_INIT, token, photos())).status == status


async def test_fact_27_a_creator_who_cannot_post(api: Api, token: str) -> None:
    await api.account(posts_per_day=0)
    assert (await api.call(CREATOR, token)).told == (200, "spam_risk_too_many_posts")
    await api.account(banned=True)
    assert (await api.call(CREATOR, token)).told == (200, "spam_risk_user_banned_from_posting")
    assert (await api.call(VIDEO_INIT, token, direct())).told == (403, "spam_risk_user_banned_from_posting")
    answer = await api.call(INBOX_INIT, token, {"source_info": source(9)})
    assert answer.told == (403, "spam_risk_user_banned_from_posting")
    await api.account(banned=False, posts_per_day=None)
    await api.app(active_user_cap=0)
    assert (await api.call(CREATOR, token)).told == (200, "reached_active_user_cap")


async def test_fact_28_creator_info_is_not_for_drafts(api: Api) -> None:
    word = await api.bearer(scopes="user.info.basic,video.upload")
    assert (await api.call(CREATOR, word)).told == (401, "scope_not_authorized")
    assert (await api.call(VIDEO_INIT, word, direct())).told == (401, "scope_not_authorized")
    assert (await api.call(INBOX_INIT, word, {"source_info": source(9)})).status == 200


async def test_fact_29_what_accounts_offer(api: Api, token: str) -> None:
    public = (await api.call(CREATOR, token)).data
    private = (await api.call(CREATOR, await api.bearer(TWO))).data
    others = ["MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"]
    assert public["privacy_level_options"] == ["PUBLIC_TO_EVERYONE", *others]
    assert private["privacy_level_options"] == ["FOLLOWER_OF_CREATOR", *others]
    names = ("comment_disabled", "duet_disabled", "stitch_disabled")
    assert [public[name] for name in names] == [False, False, False]
    assert [private[name] for name in names] == [False, True, True]
    assert (public["creator_username"], public["creator_nickname"]) == (ONE, "Creator One")
    assert public["max_video_post_duration_sec"] == 300


@pytest.mark.parametrize("level", [None, "", "FOLLOWER_OF_CREATOR", "public_to_everyone"])
async def test_fact_30_the_level_has_to_be_offered(api: Api, token: str, level: str | None) -> None:
    for path, body in ((VIDEO_INIT, direct(privacy_level=level)), (PHOTO_INIT, photos("DIRECT_POST"))):
        body["post_info"]["privacy_level"] = level
        assert (await api.call(path, token, body)).told == (403, "privacy_level_option_mismatch")


async def test_fact_30_the_code_of_no_level_is_a_switch(api: Api, token: str) -> None:
    await api.switch(missing_level="invalid_params")
    assert (await api.call(VIDEO_INIT, token, {"source_info": source(9)})).told == (400, "invalid_params")


@pytest.mark.parametrize("level", ["PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"])
async def test_fact_31_an_unaudited_app_and_a_public_account(api: Api, token: str, level: str) -> None:
    await api.app(audited=False)
    assert level in (await api.call(CREATOR, token)).data["privacy_level_options"]
    assert (await api.call(VIDEO_INIT, token, direct(privacy_level=level))).told == PRIVATE_ONLY


async def test_fact_32_an_unaudited_app_and_a_private_account(api: Api) -> None:
    await api.app(audited=False)
    word = await api.bearer(TWO)
    for level in ("FOLLOWER_OF_CREATOR", "MUTUAL_FOLLOW_FRIENDS"):
        assert (await api.call(VIDEO_INIT, word, direct(privacy_level=level))).told == PRIVATE_ONLY
    assert (await api.call(VIDEO_INIT, word, direct(privacy_level="SELF_ONLY"))).status == 200


async def test_fact_33_the_6th_user_of_an_unaudited_app(api: Api) -> None:
    await api.app(audited=False)
    words = []
    for number in range(6):
        await api.account(f"user.{number}", private=True)
        words.append(await api.bearer(f"user.{number}"))
    body = direct(privacy_level="SELF_ONLY")
    for word in words[:5]:
        assert (await api.call(VIDEO_INIT, word, body)).status == 200
    assert (await api.call(VIDEO_INIT, words[5], body)).told == (403, "reached_active_user_cap")
    assert (await api.call(CREATOR, words[5])).told == (200, "reached_active_user_cap")
    assert (await api.call(VIDEO_INIT, words[0], body)).status == 200
    api.clock.now += 24 * 3600
    assert (await api.call(VIDEO_INIT, await api.bearer("user.5"), body)).status == 200


async def test_fact_34_the_16th_post_of_a_day_whatever_the_app(api: Api) -> None:
    for number in range(15):
        word = await api.bearer(key=(DESKTOP, WEB)[number % 2])
        assert (await api.call(VIDEO_INIT, word, direct())).status == 200
    assert (await api.call(VIDEO_INIT, word, direct())).told == (403, "spam_risk_too_many_posts")
    answer = await api.call(PHOTO_INIT, word, photos("DIRECT_POST"))
    assert answer.told == (403, "spam_risk_too_many_posts")
    assert (await api.call(INBOX_INIT, word, {"source_info": source(9)})).status == 200
    await api.switch(posts_per_day=16)
    assert (await api.call(VIDEO_INIT, await api.bearer(), direct())).status == 200


@pytest.mark.parametrize(
    ("title", "status"),
    [("a" * 2200, 200), ("a" * 2201, 400), ("😀" * 1100, 200), ("😀" * 1100 + "a", 400), (7, 400)],
)
async def test_fact_35_a_title_has_2200_utf_16_units(api: Api, token: str, title: Any, status: int) -> None:
    answer = await api.call(VIDEO_INIT, token, direct(title=title))
    assert answer.told == (status, "ok" if status == 200 else "invalid_params")


async def test_fact_36_branded_content_is_not_private(api: Api, token: str) -> None:
    body = direct(privacy_level="SELF_ONLY", brand_content_toggle=True)
    assert (await api.call(VIDEO_INIT, token, body)).told == (400, "invalid_params")
    await api.switch(branded_private="privacy_level_option_mismatch")
    assert (await api.call(VIDEO_INIT, token, body)).told == (403, "privacy_level_option_mismatch")
    body["post_info"]["privacy_level"] = "PUBLIC_TO_EVERYONE"
    assert (await api.call(VIDEO_INIT, token, body)).status == 200
    assert (await api.call(VIDEO_INIT, token, pull(is_aigc="yes"))).told == (400, "invalid_params")
