"""Creator info against the stand-in: facts 26 to 29."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tiktok_spiders.publish.calls import CALLS
from tiktok_spiders.publish.caps import CAPS, Caps
from tiktok_spiders.publish.creator import creator_info
from tiktok_spiders.publish.errors import (
    LimitedError,
    RefusedError,
    Retry,
    ScopeMissingError,
    UnavailableError,
)
from tiktok_spiders.publish.posting import init_video, status

if TYPE_CHECKING:
    from tests.publish.rig import Rig
    from tiktok_spiders.publish.calls import Name

PATH = CALLS["creator_info"].path
INFO = {"privacy_level": "SELF_ONLY"}
FILE = {"source": "FILE_UPLOAD", "video_size": 1000, "chunk_size": 1000, "total_chunk_count": 1}


@pytest.mark.parametrize(("name", "most"), [("creator_info", 20), ("init_video", 6), ("status", 30)])
async def test_fact_26_the_limits_of_a_minute(rig: Rig, name: Name, most: int) -> None:
    rig.log_in()
    call, token = CALLS[name], rig.tokens.access_token("me")
    assert call.most == most
    body = {"post_info": INFO, "source_info": FILE} if name == "init_video" else {"publish_id": "none"}
    for _ in range(most):
        try:
            await rig.api.call("POST", call.path, token=token, body=body)
        except RefusedError as error:
            assert error.code == "invalid_publish_id"  # noqa: PT017 -- it counts nevertheless
    with pytest.raises(LimitedError) as caught:
        await rig.api.call("POST", call.path, token=token, body=body)
    assert (caught.value.code, caught.value.status) == ("rate_limit_exceeded", 429)
    assert (caught.value.retry, caught.value.wait_s) == (Retry.LATER, 60)


async def test_fact_26_the_client_keeps_the_limit_by_itself(rig: Rig) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        raise StopAsyncIteration

    rig.limiter._sleep = sleep
    session = rig.session()
    for _ in range(6):
        await init_video(session, INFO, FILE)
    with pytest.raises(StopAsyncIteration):
        await init_video(session, INFO, FILE)
    assert 50 < slept[0] <= 61
    assert len(rig.official.calls("video.init")) == 6
    with pytest.raises(RefusedError):  # another bucket
        await status(session, "none")


@pytest.mark.parametrize(
    ("account", "code", "kind"),
    [
        ({"posts_per_day": 0}, "spam_risk_too_many_posts", LimitedError),
        ({"banned": True}, "spam_risk_user_banned_from_posting", RefusedError),
    ],
)
async def test_fact_27_a_creator_who_may_not_post_is_told_with_status_200(
    rig: Rig, account: dict[str, object], code: str, kind: type
) -> None:
    session = rig.session()
    rig.official.account(**account)
    with pytest.raises(kind) as caught:
        await creator_info(session)
    assert (caught.value.code, caught.value.status) == (code, 200)
    assert caught.value.remedy


async def test_fact_27_a_cap_is_remembered(rig: Rig) -> None:
    session = rig.session()
    rig.official.account(posts_per_day=0)
    with pytest.raises(LimitedError):
        await creator_info(session)
    for _ in range(2):
        with pytest.raises(LimitedError, match="not asked again before") as caught:
            await init_video(rig.session(), INFO, FILE)
        assert 3500 < caught.value.wait_s <= 3600
    assert rig.official.calls("video.init") == []
    rig.official.account(posts_per_day=5)
    rig.later(3601)
    assert (await creator_info(session)).creator_nickname == "Creator One"


async def test_fact_28_creator_info_needs_the_publish_scope(rig: Rig) -> None:
    session = rig.session(scopes=["user.info.basic", "video.upload"])
    with pytest.raises(ScopeMissingError) as caught:
        await rig.api.call("POST", PATH, token=rig.tokens.access_token("me"))
    assert (caught.value.code, caught.value.status) == ("scope_not_authorized", 401)
    before = len(rig.official.calls("creator_info"))
    with pytest.raises(ScopeMissingError, match=r"video\.publish") as caught:
        await creator_info(session)
    assert caught.value.scopes == {"video.publish"}
    assert "scrapy publish login --account me" in str(caught.value)
    assert len(rig.official.calls("creator_info")) == before


async def test_fact_29_what_accounts_may_choose_from(rig: Rig) -> None:
    public = await creator_info(rig.session())
    assert public.privacy_level_options == ("PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY")
    assert (public.is_private, public.duet_disabled, public.stitch_disabled) == (False, False, False)
    assert (public.creator_username, public.max_video_post_duration_sec) == ("creator.one", 300)
    private = await creator_info(rig.session("creator.two", "two"))
    assert private.privacy_level_options == ("FOLLOWER_OF_CREATOR", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY")
    assert (private.is_private, private.duet_disabled, private.stitch_disabled) == (True, True, True)


async def test_an_answer_of_another_shape(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    session = rig.session()

    async def strange(*_: object) -> dict[str, object]:
        return {"privacy_level_options": 5}

    monkeypatch.setattr(session, "call", strange)
    with pytest.raises(UnavailableError, match="not understood"):
        await creator_info(session)


async def test_a_new_login_may_ask_again(rig: Rig) -> None:
    session = rig.session()
    rig.official.account(posts_per_day=0)
    with pytest.raises(LimitedError):
        await creator_info(session)
    rig.official.account(posts_per_day=5)
    caps = Caps(rig.store, clock=rig.clock)
    caps.clear("me")
    assert (await creator_info(session)).creator_username == "creator.one"
    caps.note("me", RefusedError("no cap", code="invalid_params"))
    caps.check("me", CAPS)


async def test_a_scope_that_was_taken_back_is_named_with_what_to_do(rig: Rig) -> None:
    session = rig.session(scopes=["user.info.basic"])
    pair = replace(rig.tokens.kept("me").tokens, scopes=frozenset({"video.publish"}))
    rig.tokens.renew("me", pair)
    with pytest.raises(ScopeMissingError, match=r"video\.publish.*scrapy publish login --account me"):
        await creator_info(session)
    assert len(rig.official.calls("creator_info")) == 1


async def test_a_renewed_token_does_not_hide_another_refusal(rig: Rig) -> None:
    session = rig.session()
    rig.official.faults(
        {"kind": "unauthorized", "where": "creator_info"},
        {
            "kind": "status",
            "where": "creator_info",
            "after": 1,
            "status": 401,
            "code": "scope_not_authorized",
        },
    )
    with pytest.raises(ScopeMissingError):
        await creator_info(session)
    assert rig.tokens.get("me").lost_reason is None
