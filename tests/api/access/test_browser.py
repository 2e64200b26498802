"""Browsers that log in with a key, and the token of their forms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.api.access.conftest import OUTSIDE, client_at
from tiktok_spiders.store.api_tables import api_sessions

if TYPE_CHECKING:
    import httpx

    from tiktok_spiders.api.access.keys import KeyStore


async def _log_in(client: httpx.AsyncClient, key: str, **headers: str) -> httpx.Response:
    csrf = (await client.get("/page")).json()["csrf"]
    return await client.post("/login", json={"key": key, "csrf": csrf}, headers=headers)


async def test_a_browser_logs_in_and_out(outside, key) -> None:
    assert (await outside.get("/page")).json()["who"] is None
    assert (await _log_in(outside, f" {key} ")).json() == "tester"
    assert (await outside.get("/page")).json()["who"] == "tester"
    assert (await outside.get("/read")).status_code == 200
    assert (await outside.get("/admin")).status_code == 403
    await outside.post("/logout")
    assert "tiktok-session" not in outside.cookies
    assert (await outside.get("/read")).status_code == 401


async def test_a_cookie_that_was_logged_out_is_nothing(outside, key) -> None:
    await _log_in(outside, key)
    kept = outside.cookies["tiktok-session"]
    await outside.post("/logout")
    outside.cookies.set("tiktok-session", kept)
    assert (await outside.get("/read")).status_code == 401


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(outside, key) -> None:
    made = SimpleCookie((await _log_in(outside, key)).headers["Set-Cookie"])["tiktok-session"]
    assert made["httponly"]
    assert made["samesite"].lower() == "strict"
    assert made["path"] == "/"
    assert made["max-age"] == str(12 * 3600)
    assert not made["secure"]
    assert not made["domain"]


async def test_under_https_the_cookie_is_this_hosts_alone(start, key) -> None:
    async with (
        start(TIKTOK_BASE_URL="https://api.example.org") as app,
        client_at(app, OUTSIDE, base_url="https://api.example.org") as client,
    ):
        made = SimpleCookie((await _log_in(client, key)).headers["Set-Cookie"])
        assert made["__Host-tiktok-session"]["secure"]
        assert (await client.get("/read")).status_code == 200
        value = made["__Host-tiktok-session"].value
        client.cookies.clear()
        # One that a neighbouring host could have set does not count.
        assert (await client.get("/read", headers={"Cookie": f"tiktok-session={value}"})).status_code == 401


async def test_what_is_stored_lets_nobody_in(outside, key, store) -> None:
    await _log_in(outside, key)
    with store.reading() as connection:
        row = connection.execute(sa.select(api_sessions)).one()
    token = outside.cookies["tiktok-session"]
    assert token not in str(row)
    assert key not in str(row)
    outside.cookies.clear()
    headers = {"Cookie": f"tiktok-session={row.token_hash}"}
    assert (await outside.get("/read", headers=headers)).status_code == 401


async def test_a_login_ends_with_its_key(outside, keys: KeyStore, key) -> None:
    await _log_in(outside, key)
    assert (await outside.get("/read")).status_code == 200
    keys.revoke("tester")
    assert (await outside.get("/read")).status_code == 401
    assert (await outside.get("/page")).json()["who"] is None


async def test_a_login_ends_after_its_time(app, outside, key, store) -> None:
    await _log_in(outside, key)
    app.state.tiktok.access.browsers._clock = lambda: datetime.now(UTC) + timedelta(hours=11, minutes=59)
    assert (await outside.get("/read")).status_code == 200
    app.state.tiktok.access.browsers._clock = lambda: datetime.now(UTC) + timedelta(hours=12)
    assert (await outside.get("/read")).status_code == 401
    # The next login clears away what is over.
    outside.cookies.clear()
    await _log_in(outside, key)
    with store.reading() as connection:
        assert len(connection.execute(sa.select(api_sessions)).all()) == 1


async def test_logging_in_again_ends_the_first_login(outside, key, store) -> None:
    await _log_in(outside, key)
    first = outside.cookies["tiktok-session"]
    await _log_in(outside, key)
    assert outside.cookies["tiktok-session"] != first
    with store.reading() as connection:
        assert len(connection.execute(sa.select(api_sessions)).all()) == 1


async def test_a_key_of_the_environment_logs_in_as_long_as_it_is_there(start) -> None:
    given = "my-own-key-of-16-characters"
    async with start(TIKTOK_API_KEYS=given) as app, client_at(app, OUTSIDE) as client:
        assert (await _log_in(client, given)).status_code == 200
        assert (await client.get("/read")).status_code == 200
        cookies = dict(client.cookies)
    async with start() as app, client_at(app, OUTSIDE, cookies=cookies) as client:
        assert (await client.get("/read")).status_code == 401


async def test_a_login_changes_nothing_without_our_token(outside, keys: KeyStore) -> None:
    key = keys.add("worker", "enterprise", ("jobs",))
    await _log_in(outside, key)
    assert (await outside.get("/jobs")).status_code == 200
    csrf = (await outside.get("/page")).json()["csrf"]
    ours = "http://127.0.0.1:8000"
    refused: list[dict[str, Any]] = [
        {},
        {"X-CSRF-Token": "0" * 64},
        {"X-CSRF-Token": "\xff"},
        {"X-CSRF-Token": csrf, "Origin": "https://evil.example"},
        {"X-CSRF-Token": csrf, "Sec-Fetch-Site": "cross-site"},
    ]
    for headers in refused:
        encoded = {name: value.encode("latin-1") for name, value in headers.items()}
        answer = await outside.post("/jobs", headers=encoded)
        assert answer.status_code == 403, headers
        assert answer.json()["error"]["code"] == "FORBIDDEN"
    answer = await outside.post("/jobs", headers={"X-CSRF-Token": csrf, "Origin": ours})
    assert answer.status_code == 200


async def test_a_form_carries_the_token_itself(outside, key) -> None:
    await _log_in(outside, key)
    csrf = (await outside.get("/page")).json()["csrf"]
    assert (await outside.post("/form", data={"csrf": csrf})).json() == "tester"
    assert (await outside.post("/form", data={"csrf": "x"})).status_code == 403
    assert (await outside.post("/form")).status_code == 403


async def test_the_token_of_one_browser_is_nothing_in_another(app, key) -> None:
    async with client_at(app, OUTSIDE) as one, client_at(app, OUTSIDE) as other:
        theirs = (await other.get("/page")).json()["csrf"]
        assert theirs == (await other.get("/page")).json()["csrf"]
        await one.get("/page")
        assert (await one.post("/login", json={"key": key, "csrf": theirs})).status_code == 403
    async with client_at(app, OUTSIDE) as bare:
        assert (await bare.post("/login", json={"key": key, "csrf": theirs})).status_code == 403


async def test_a_foreign_page_logs_nobody_in(outside, key) -> None:
    assert (await _log_in(outside, key, Origin="https://evil.example")).status_code == 403


async def test_tries_to_log_in_are_few(outside, key) -> None:
    statuses = [(await _log_in(outside, "tts_guess")).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]
    assert (await _log_in(outside, key)).status_code == 429


async def test_one_page_has_one_token(local) -> None:
    answer = await local.get("/page")
    assert answer.json()["who"] == "local"
    assert len(answer.headers.get_list("Set-Cookie")) == 1
    assert "Set-Cookie" not in (await local.get("/page")).headers


@pytest.mark.parametrize("header", ["X-API-Key", "Authorization"])
async def test_a_key_goes_before_a_login(outside, key, keys: KeyStore, header) -> None:
    await _log_in(outside, key)
    other = keys.add("other", "free", ("read",))
    headers = {header: other if header == "X-API-Key" else f"Bearer {other}"}
    assert (await outside.get("/page", headers=headers)).json()["who"] == "other"
