"""Tokens against the stand-in: facts 14 to 17 of TikTok's documentation."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tiktok_spiders.publish import display, oauth
from tiktok_spiders.publish.errors import AuthError, LoginLostError
from tiktok_spiders.publish.refresh import fresh_token

if TYPE_CHECKING:
    from tests.publish.rig import Rig


@pytest.mark.parametrize("lives", [(7200, 15_552_000), (86_400, 31_536_000)])
async def test_fact_14_the_lives_of_tokens_are_those_of_the_answer(rig: Rig, lives: tuple[int, int]) -> None:
    access, again = lives
    if access != 7200:  # the stand-in's first values are today's documented ones
        rig.official.switch(access_s=access, refresh_s=again)
    account = await rig.by_page()
    assert abs(account.access_expires_at - rig.clock() - timedelta(seconds=access)) < timedelta(seconds=5)
    assert abs(account.refresh_expires_at - rig.clock() - timedelta(seconds=again)) < timedelta(seconds=5)
    first = await fresh_token(rig.api, rig.tokens, "me")
    rig.later(access * 0.79)
    assert await fresh_token(rig.api, rig.tokens, "me") == first
    rig.later(access * 0.81)
    assert await fresh_token(rig.api, rig.tokens, "me") != first


async def test_fact_15_a_refresh_token_is_good_once(rig: Rig) -> None:
    rig.log_in()
    old = rig.tokens.kept("me").tokens
    new = await fresh_token(rig.api, rig.tokens, "me", force=True)
    kept = rig.tokens.kept("me").tokens
    assert kept.access_token == new != old.access_token
    assert kept.refresh_token != old.refresh_token
    with pytest.raises(LoginLostError, match="invalid_grant"):
        await oauth.refresh(rig.api, old, now=rig.clock())
    assert await fresh_token(rig.api, rig.tokens, "me", force=True) != new


async def test_fact_16_of_two_refreshes_with_one_token_one_wins(rig: Rig) -> None:
    rig.log_in()
    pair = rig.tokens.kept("me").tokens
    calls = [oauth.refresh(rig.api, pair, now=rig.clock()) for _ in range(2)]
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert sorted(type(one).__name__ for one in results) == ["LoginLostError", "Tokens"]


async def test_fact_16_the_client_ends_with_a_good_pair(rig: Rig) -> None:
    session = rig.session()
    calls = [fresh_token(rig.api, rig.tokens, "me", force=True) for _ in range(2)]
    first, second = await asyncio.gather(*calls)
    assert first == second
    assert len(rig.official.calls("oauth.refresh")) == 1
    assert (await display.user_info(session))["display_name"] == "Creator One"
    assert await fresh_token(rig.api, rig.tokens, "me", force=True) != first


async def test_fact_17_a_revoked_token_is_not_taken(rig: Rig) -> None:
    session = rig.session()
    token = rig.tokens.access_token("me")
    await oauth.revoke(rig.api, token)
    with pytest.raises(AuthError) as caught:
        await rig.api.call("GET", "/v2/user/info/", token=token, fields=("open_id",))
    assert (caught.value.code, caught.value.status) == ("access_token_invalid", 401)
    with pytest.raises(LoginLostError, match="--account me"):
        await display.user_info(session)
    assert "invalid_grant" in str(rig.tokens.get("me").lost_reason)
