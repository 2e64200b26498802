"""Each route, tried by those who may not: strangers, other scopes, foreign pages, bent names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.attacks.conftest import WIDE
from tests.api.running import Client, running, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tiktok_spiders.api.access.keys import KeyStore

OPEN = {("GET", "/health"), ("POST", "/api/v1/tiktok/webhook")}
"""What a stranger may ask: whether this lives, and TikTok's word, which is signed."""

SCOPES = {
    "live": "live",
    "stored data": "read",
    "analytics": "read",
    "jobs": "jobs",
    "publishing": "publish",
}
EVIL = "https://evil.example"


def routes(client: Client) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give method, path and description of each documented route."""
    document = client.app.openapi()
    for path, methods in document["paths"].items():
        for method, found in methods.items():
            yield method.upper(), path, found


def filled_in(path: str) -> str:
    """Return a path that the route takes."""
    return re.sub(r"{[^}]+}", "7000000000000000001", path)


async def test_a_stranger_is_told_nothing(stranger: Client) -> None:
    for method, path, _ in routes(stranger):
        if (method, path) not in OPEN:
            answer = await stranger.request(method, filled_in(path))
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "UNAUTHORIZED"), path


async def test_what_is_open_tells_nothing_of_ours(stranger: Client) -> None:
    assert set((await stranger.get("/health")).json()) <= {"status", "timestamp", "uptime", "version"}
    answer = await stranger.post("/api/v1/tiktok/webhook", json={"event": "x"})
    assert answer.status_code in {400, 401, 503}


@pytest.mark.parametrize("path", ["/", "/ui/jobs", "/ui/jobs/new", "/ui/videos", "/ui/verdicts"])
async def test_a_stranger_sees_no_page_but_the_login(stranger: Client, path: str) -> None:
    answer = await stranger.get(path, headers={"Accept": "text/html"})
    assert answer.status_code in {303, 307, 401, 404}, answer.status_code
    if answer.is_redirect:
        assert answer.headers["Location"].startswith("/login")


async def test_a_name_that_was_bent_to_this_machine_reaches_nothing(local: Client) -> None:
    pages = [
        ("GET", path) for path in ("/", "/login", "/docs", "/metrics", "/openapi.json", "/static/app.css")
    ]
    for method, path in [*((m, p) for m, p, _ in routes(local)), *pages]:
        answer = await local.request(method, filled_in(path), headers={"Host": "rebound.example:8000"})
        assert answer.status_code == 400, path


async def test_a_page_from_elsewhere_changes_nothing(local: Client) -> None:
    """Nobody has logged in and no key is needed here: so a browser on this machine is all it would take."""
    forms = {"Content-Type": "application/x-www-form-urlencoded"}
    for method, path, _ in routes(local):
        if (method, path) in OPEN:
            continue
        for foreign in ({"Origin": EVIL}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = await local.request(
                method, filled_in(path), headers={**forms, **foreign}, content="url=x"
            )
            assert answer.status_code == 401, (path, foreign)
    for path in ("/ui/jobs/new", "/ui/jobs/1/cancel", "/logout", "/login"):
        answer = await local.post(path, headers={"Origin": EVIL}, data={"spider": "user"})
        assert answer.status_code in {303, 401, 403}, path
        assert not answer.headers.get("Location", "/login").startswith("/ui")
    assert (await local.get("/api/v1/jobs")).json()["total"] == 0


async def test_a_form_of_ours_without_its_token_changes_nothing(local: Client) -> None:
    for path in ("/ui/jobs/new", "/ui/jobs/1/cancel", "/logout"):
        answer = await local.post(path, data={"spider": "user", "users": "someone"})
        assert answer.status_code == 403, path
    assert (await local.get("/api/v1/jobs")).json()["total"] == 0


@pytest.mark.parametrize("lacking", sorted(set(SCOPES.values())))
async def test_a_scope_opens_its_own_routes_alone(
    database_url: str, tmp_path: Path, lacking: str, keys: KeyStore
) -> None:
    others = tuple(sorted({"read", "live", "jobs", "publish"} - {lacking}))
    key = keys.add("others", "enterprise", others)
    async with running(
        settings_of(database_url, tmp_path, **WIDE), peer=("198.51.100.7", 1), headers={"X-API-Key": key}
    ) as client:
        tried = 0
        for method, path, found in routes(client):
            if SCOPES.get(found["tags"][0]) == lacking and (method, path) not in OPEN:
                answer = await client.request(method, filled_in(path))
                assert answer.status_code == 403, path
                assert answer.json()["error"]["details"] == {"scope": lacking}
                tried += 1
        assert tried


async def test_without_admin_no_session_proxy_or_cache_is_touched(
    database_url: str, tmp_path: Path, keys: KeyStore
) -> None:
    key = keys.add("plain", "enterprise", ("read", "live", "jobs", "publish"))
    async with running(settings_of(database_url, tmp_path, **WIDE), headers={"X-API-Key": key}) as client:
        for method, path in (
            ("POST", "/api/v1/cache/clear"), ("POST", "/api/v1/sessions"), ("GET", "/token-stats"),
            ("GET", "/api/v1/proxy/status"),
        ):  # fmt: skip
            answer = await client.request(method, path, json={"all": True})
            assert answer.status_code == 403, path


async def test_a_revoked_key_opens_nothing(database_url: str, tmp_path: Path, keys: KeyStore) -> None:
    key = keys.add("gone", "enterprise", ("read", "live", "jobs", "publish", "admin"))
    keys.revoke("gone")
    async with running(settings_of(database_url, tmp_path, **WIDE), headers={"X-API-Key": key}) as client:
        for method, path, _ in routes(client):
            if (method, path) not in OPEN:
                assert (await client.request(method, filled_in(path))).status_code == 401, path
