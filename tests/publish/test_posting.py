"""Beginnings of posts against the stand-in: facts 30 to 36 and 73."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.publish.posting import FILE, INFO, refused
from tiktok_spiders.publish.errors import (
    AuthError,
    LimitedError,
    LoginLostError,
    RefusedError,
    Retry,
    UnavailableError,
    UnknownOutcomeError,
)
from tiktok_spiders.publish.posting import init_video, status

if TYPE_CHECKING:
    from tests.publish.rig import Rig

UNAUDITED = "unaudited_client_can_only_post_to_private_accounts"


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


@pytest.mark.parametrize("code", ["invalid_params", "invalid_param"])
@pytest.mark.parametrize("field", ["log_id", "logid"])
async def test_fact_73_both_spellings_are_understood(rig: Rig, code: str, field: str) -> None:
    rig.official.switch(param_code=code, log_field=field)
    error = await refused(init_video(rig.session(), INFO, {**FILE, "video_size": 0}))
    assert (type(error), error.code) == (RefusedError, "invalid_params")
    assert error.log_id
    lost = await refused(rig.api.form("/v2/oauth/token/", {"grant_type": "x"}))
    assert lost.log_id


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
    rig.api._client.timeout = 0.5
    rig.official.faults({"kind": "late", "where": "video.init", "seconds": 2})
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
