"""Tokens: facts 14 to 17."""

from __future__ import annotations

import asyncio

import pytest

from tests.standin.open_api.api import REVOKE, SECRET, VERIFIER, WEB, Api, form, refused


@pytest.mark.parametrize("life", [(7200, 15552000), (86400, 31536000)])
async def test_fact_14_lifetimes(api: Api, life: tuple[int, int]) -> None:
    if life != (7200, 15552000):
        await api.switch(access_s=life[0], refresh_s=life[1])
    body = (await api.exchange((await api.consent())["code"])).body
    assert (body["expires_in"], body["refresh_expires_in"]) == life
    api.clock.now += life[0] - 1
    assert (await api.user_info(body["access_token"])).status == 200
    api.clock.now += 1
    assert (await api.user_info(body["access_token"])).told == (401, "access_token_invalid")
    api.clock.now += life[1] - life[0]
    refused(await api.refresh(body["refresh_token"]), "invalid_grant")


async def test_fact_15_a_refresh_replaces_the_refresh_token(api: Api) -> None:
    first = await api.grant()
    second = (await api.refresh(first["refresh_token"])).body
    assert set(second) == set(first)
    assert second["refresh_token"] != first["refresh_token"]
    refused(await api.refresh(first["refresh_token"]), "invalid_grant")
    assert (await api.refresh(second["refresh_token"])).status == 200
    assert (await api.user_info(first["access_token"])).status == 200


@pytest.mark.parametrize(("switch", "left"), [("kept", 15552000 - 1000), ("restarted", 15552000)])
async def test_fact_15_the_refresh_window_is_a_switch(api: Api, switch: str, left: int) -> None:
    await api.switch(refresh_window=switch, refresh_ends_access=True)
    first = await api.grant()
    api.clock.now += 1000
    assert (await api.refresh(first["refresh_token"])).body["refresh_expires_in"] == left
    assert (await api.user_info(first["access_token"])).status == 401


async def test_fact_15_a_refresh_token_belongs_to_its_app(api: Api) -> None:
    word = (await api.grant())["refresh_token"]
    refused(await api.token(client_key=WEB, grant_type="refresh_token", refresh_token=word), "invalid_grant")


async def test_fact_16_one_of_two_refreshes_at_once_wins(api: Api) -> None:
    word = (await api.grant())["refresh_token"]
    await api.faults({"kind": "slow", "where": "oauth.refresh", "seconds": 0.05, "first": None})
    answers = await asyncio.gather(*(api.refresh(word) for _ in range(5)))
    assert sorted(answer.status for answer in answers) == [200, 400, 400, 400, 400]
    (won,) = (answer.body for answer in answers if answer.status == 200)
    assert (await api.refresh(won["refresh_token"])).status == 200


async def test_fact_17_revocation_ends_the_login(api: Api) -> None:
    login = await api.grant()
    answer = await api.ask("POST", REVOKE, data=form(token=login["access_token"]))
    assert (answer.status, answer.text) == (200, "{}")
    assert (await api.user_info(login["access_token"])).told == (401, "access_token_invalid")
    refused(await api.refresh(login["refresh_token"]), "invalid_grant")


async def test_fact_17_revocation_of_the_token_alone_is_a_switch(api: Api) -> None:
    await api.switch(revoke_ends="token")
    login = await api.grant()
    assert (await api.ask("POST", REVOKE, data=form(token=login["access_token"]))).status == 200
    assert (await api.user_info(login["access_token"])).status == 401
    assert (await api.refresh(login["refresh_token"])).status == 200


async def test_fact_17_revocation_refused(api: Api) -> None:
    word = await api.bearer()
    refused(await api.ask("POST", REVOKE, data=form(token="act.none")), "invalid_grant")
    refused(await api.ask("POST", REVOKE, data=form(token=word, client_secret="no")), "invalid_client")
    refused(await api.ask("POST", REVOKE, data=form(client_key=WEB, token=word)), "invalid_grant")


async def test_a_client_token_is_not_a_users(api: Api) -> None:
    body = (await api.token(grant_type="client_credentials")).body
    assert body["access_token"].startswith("clt.")
    assert set(body) == {"access_token", "expires_in", "token_type"}
    assert (await api.user_info(body["access_token"])).told == (401, "access_token_invalid")


async def test_secrets_are_not_in_the_log(api: Api) -> None:
    login = (await api.exchange((await api.consent())["code"])).body
    await api.user_info(login["access_token"])
    log = str(await api.control("GET", "/log"))
    assert not any(word in log for word in (SECRET, login["access_token"], login["refresh_token"], VERIFIER))
