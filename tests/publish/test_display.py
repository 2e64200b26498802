"""The Display API against the stand-in: facts 19 to 25."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tiktok_spiders.publish import display
from tiktok_spiders.publish.calls import CALLS
from tiktok_spiders.publish.errors import (
    AuthError,
    LimitedError,
    PublishError,
    RefusedError,
    ScopeMissingError,
    UnavailableError,
)

if TYPE_CHECKING:
    from tests.publish.rig import Rig

USER = "/v2/user/info/"
LIST = "/v2/video/list/"
QUERY = "/v2/video/query/"


async def test_fact_19_a_code_other_than_ok_is_a_failure_whatever_the_status(rig: Rig) -> None:
    session = rig.session()
    rig.official.faults(
        {"kind": "status", "where": "user.info", "status": 200, "code": "internal_error"},
        {"kind": "status", "where": "user.info", "after": 1, "status": 200, "code": "a_new_code"},
        {"kind": "status", "where": "user.info", "after": 2, "status": 200, "code": None},
    )
    with pytest.raises(UnavailableError, match="internal_error"):
        await display.user_info(session)
    with pytest.raises(RefusedError, match="a_new_code"):
        await display.user_info(session)
    with pytest.raises(UnavailableError, match="not understood"):
        await display.user_info(session)
    assert (await display.user_info(session))["display_name"] == "Creator One"


async def test_fact_20_a_missing_or_expired_token(rig: Rig) -> None:
    session = rig.session()
    token = rig.tokens.access_token("me")
    for bad in ("", "act.nobody"):
        with pytest.raises(AuthError) as caught:
            await rig.api.call("GET", USER, token=bad or "none", fields=("open_id",))
        assert (caught.value.code, caught.value.status) == ("access_token_invalid", 401)
    rig.official.clock(7201)
    with pytest.raises(AuthError, match="access_token_invalid"):
        await rig.api.call("GET", USER, token=token, fields=("open_id",))
    # Our clock did not see it coming: TikTok's refusal is what makes for the refresh.
    assert (await display.user_info(session))["open_id"] == session.account.open_id
    assert rig.tokens.access_token("me") != token


async def test_fact_21_fields_are_asked_for_in_the_address(rig: Rig) -> None:
    session = rig.session()
    token = rig.tokens.access_token("me")
    with pytest.raises(RefusedError, match="invalid_params"):
        await rig.api.call("GET", USER, token=token)
    with pytest.raises(RefusedError, match="invalid_params"):
        await rig.api.call("POST", LIST, token=token, body={"fields": "id", "max_count": 1})
    assert [one.title async for one in display.videos(session, limit=1)] == ["Video 45 of creator.one"]


@pytest.mark.parametrize("way", ["refused", "omitted"])
async def test_fact_22_only_fields_that_were_granted_are_asked_for(rig: Rig, way: str) -> None:
    rig.official.switch(missing_scope=way)
    basic = rig.session(scopes=["user.info.basic"])
    found = await display.user_info(basic)
    assert found["display_name"] == "Creator One"
    assert "username" not in found
    token = rig.tokens.access_token("me")
    if way == "refused":
        with pytest.raises(ScopeMissingError) as caught:
            await rig.api.call("GET", USER, token=token, fields=("username",))
        assert (caught.value.code, caught.value.status) == ("scope_not_authorized", 401)
    else:
        assert await rig.api.call("GET", USER, token=token, fields=("username",)) == {"user": {}}
    with pytest.raises(ScopeMissingError, match=r"video\.list.*scrapy publish login --account me"):
        await anext(display.videos(basic))
    rich = rig.session("creator.two", "two", scopes=["user.info.basic", "user.info.profile"])
    assert (await display.user_info(rich))["username"] == "creator.two"


async def test_fact_23_no_more_than_twenty_are_asked_for(rig: Rig) -> None:
    session = rig.session()
    token = rig.tokens.access_token("me")
    with pytest.raises(RefusedError, match="invalid_params"):
        await rig.api.call("POST", LIST, token=token, fields=("id",), body={"max_count": 21})
    body = {"filters": {"video_ids": [str(number) for number in range(21)]}}
    with pytest.raises(RefusedError, match="invalid_params"):
        await rig.api.call("POST", QUERY, token=token, fields=("id",), body=body)
    ids = [one.id async for one in display.videos(session)]
    found = await display.query_videos(session, [*ids, "1", ids[0]])
    assert sorted(one.id for one in found) == sorted(ids)
    assert len(rig.official.calls("video.query")) == 1 + 3


async def test_fact_24_own_public_videos_newest_first(rig: Rig) -> None:
    session = rig.session()
    found = [one async for one in display.videos(session)]
    assert len(found) == len({one.id for one in found}) == 40
    times = [one.create_time or 0 for one in found]
    assert times == sorted(times, reverse=True)
    assert max(times) < 10**10
    assert not [one for one in found if one.title == "Video 37 of creator.one"]  # a private one
    assert len([one async for one in display.videos(session, limit=23)]) == 23
    assert [one async for one in display.videos(session, limit=0)] == []


async def test_fact_25_the_limit_of_the_display_api(rig: Rig) -> None:
    session = rig.session()
    rig.official.switch(display_per_min=2)
    for _ in range(2):
        await display.user_info(session)
    with pytest.raises(LimitedError) as caught:
        await display.user_info(session)
    assert (caught.value.code, caught.value.status, caught.value.wait_s) == ("rate_limit_exceeded", 429, 60)
    assert {CALLS[name].most for name in ("user_info", "video_list", "video_query")} == {600}
    rig.later(61)
    await display.user_info(session)


async def test_an_answer_of_another_shape(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    session = rig.session()

    async def strange(*_: object, **__: object) -> dict[str, object]:
        return {"videos": [{"id": ["no", "text"]}], "user": 5, "has_more": False}

    monkeypatch.setattr(session, "call", strange)
    with pytest.raises(PublishError, match="not understood"):
        await anext(display.videos(session))
    assert await display.user_info(session) == {}


async def test_a_list_that_stands_still_ends(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    session = rig.session()

    async def still(*_: object, **__: object) -> dict[str, object]:
        return {"videos": [{"id": "1"}], "cursor": 7, "has_more": True}

    monkeypatch.setattr(session, "call", still)
    assert [one.id async for one in display.videos(session)] == ["1", "1"]
