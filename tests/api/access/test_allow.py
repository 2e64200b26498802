"""Keys, scopes and plans decide who is answered."""

from __future__ import annotations

import pytest

from tests.api.access.conftest import OUTSIDE, client_at
from tiktok_spiders.api.access import allow


async def test_either_header_takes_the_key(outside, key) -> None:
    assert (await outside.get("/read", headers={"X-API-Key": key})).status_code == 200
    assert (await outside.get("/read", headers={"Authorization": f"Bearer {key}"})).status_code == 200
    assert (await outside.get("/read", headers={"Authorization": f"bearer  {key} "})).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-API-Key": ""},
        {"X-API-Key": "tts_wrong"},
        {"X-API-Key": "default-api-key"},
        {"Authorization": "Bearer tts_wrong"},
        {"Authorization": "Basic dXNlcjpwYXNz"},
        {"Cookie": "tiktok-session=made-up"},
    ],
)
async def test_without_a_valid_key_nobody_is_answered(outside, key, headers) -> None:
    answer = await outside.get("/read", headers=headers)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "UNAUTHORIZED"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["X-RateLimit-Limit"] == "100"


async def test_a_wrong_key_is_refused_where_none_is_needed(local) -> None:
    assert (await local.get("/read")).status_code == 200
    assert (await local.get("/read", headers={"X-API-Key": "tts_wrong"})).status_code == 401


async def test_a_revoked_key_is_nothing_at_once(outside, keys, key) -> None:
    headers = {"X-API-Key": key}
    assert (await outside.get("/read", headers=headers)).status_code == 200
    keys.revoke("tester")
    assert (await outside.get("/read", headers=headers)).status_code == 401


async def test_a_scope_that_the_key_lacks(outside, key) -> None:
    for scope, status in {"read": 200, "live": 200, "jobs": 403, "publish": 403, "admin": 403}.items():
        answer = await outside.get(f"/{scope}", headers={"X-API-Key": key})
        assert answer.status_code == status, scope
    assert answer.json()["error"] == {
        "code": "FORBIDDEN",
        "message": "this needs the scope admin, which the key does not have",
        "details": {"scope": "admin"},
    }


async def test_keys_of_the_environment(start) -> None:
    given = "my-own-key-of-16-characters"
    async with (
        start(TIKTOK_API_KEYS=given, TIKTOK_API_KEYS_SCOPES="live") as app,
        client_at(app, OUTSIDE, headers={"X-API-Key": given}) as client,
    ):
        name = (await client.get("/search")).json()
        assert name.startswith("env-")
        assert len(name) == 12
        assert (await client.get("/read")).status_code == 403


def test_a_route_cannot_ask_for_what_is_not_there() -> None:
    with pytest.raises(ValueError, match="no scope"):
        allow("write")
    with pytest.raises(ValueError, match="class of limits"):
        allow("read", "nothing")
