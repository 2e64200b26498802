"""Sessions taken in, and what is told of identities and proxies."""

from __future__ import annotations

import json
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.running import Client, running, settings_of
from tests.publish.rig import KEY
from tiktok_spiders.identities.shelf import Shelf
from tiktok_spiders.store import Store
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import httpx
    from scrapy.settings import Settings

SECRET = "a-cookie-value-that-nobody-may-see"
PASSWORD = "the-proxy-password"
LATER = int(time.time()) + 30 * 86_400
ROW = {"name": "sessionid", "value": SECRET, "domain": ".tiktok.com", "path": "/", "expirationDate": LATER}
NETSCAPE = f"# Netscape HTTP Cookie File\n.tiktok.com\tTRUE\t/\tTRUE\t{LATER}\tsessionid\t{SECRET}\n"
FORMS: list[Any] = [
    [ROW],
    {"cookies": [ROW]},
    {"sessionid": SECRET},
    json.dumps([ROW]),
    NETSCAPE,
    f"sessionid={SECRET}; tt_webid=1",
]


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return settings_of(
        database_url,
        tmp_path,
        TIKTOK_SECRET_KEY=KEY,
        TIKTOK_PROXIES=f"http://bob:{PASSWORD}@proxy.example.com:8080#DE,http://198.51.100.9:3128",
    )


@pytest.fixture
async def api(settings: Settings) -> AsyncIterator[Client]:
    async with running(settings) as client:
        yield client


async def add(api: Client, cookies: Any, name: str = "me") -> httpx.Response:
    return await api.post("/api/v1/sessions", json={"account_name": name, "cookies": cookies})


def kept(url: str) -> list[Any]:
    with closing(Store.open(url)) as store:
        return [row.identity for row in Shelf(store, Vault.from_key(KEY)).read()]


async def test_every_form_of_an_export_is_kept(api: Client, database_url: str) -> None:
    for number, cookies in enumerate(FORMS):
        answer = await add(api, cookies, f"me{number}")
        assert answer.status_code == 201, answer.text
        assert answer.json()["logged_in"] is True
        assert SECRET not in answer.text
    assert [one.jar.value("sessionid") for one in kept(database_url)] == [SECRET] * len(FORMS)


async def test_a_session_sent_again_replaces_the_first(api: Client, database_url: str) -> None:
    await add(api, [ROW])
    answer = await add(api, [ROW | {"value": "another"}])
    assert answer.status_code == 201
    assert [one.jar.value("sessionid") for one in kept(database_url)] == ["another"]


WRONG: list[Any] = [
    [ROW | {"value": "x\r\nSet-Cookie: evil=1"}],
    [ROW | {"name": "session\x00id"}],
    [ROW | {"name": "a b"}],
    [ROW | {"path": "/\n"}],
    [ROW | {"value": "x;y=z"}],
    [ROW | {"domain": "example.com"}],
    [ROW | {"expirationDate": 1}],
    [{"name": "sessionid"}],
    [{"name": 1, "value": []}],
    {"cookies": "sessionid"},
    "nothing",
    "[{",
    "",
    [],
    7,
    None,
]
BEYOND_JSON = (
    b'{"account_name": "me", "cookies": [{"name": "\\ud800", "value": "x"}]}',
    b'{"account_name": "me", "cookies": [{"name": "a", "value": "b", "x": NaN}]}',
    b'{"account_name": "me", "cookies": "\\ud800=1"}',
)
NAMES = ("", "../x", "a/b", "a\n", ".hidden", "x" * 51, "é")


async def test_what_is_no_export_is_refused(api: Client, database_url: str) -> None:
    for cookies in WRONG:
        answer = await add(api, cookies)
        assert answer.status_code == 400, (cookies, answer.text)
        assert answer.json()["error"]["code"] == "INVALID_REQUEST"
    for body in BEYOND_JSON:
        answer = await api.post(
            "/api/v1/sessions", content=body, headers={"content-type": "application/json"}
        )
        assert answer.status_code == 400, (body, answer.text)
    for name in NAMES:
        assert (await add(api, [ROW], name)).status_code == 400, name
    assert kept(database_url) == []


async def test_a_session_that_a_crawl_has_is_left_alone(api: Client, database_url: str) -> None:
    await add(api, [ROW])
    with closing(Store.open(database_url)) as store:
        crawl = Shelf(store, Vault.from_key(KEY))
        assert len(crawl.claim(5)) == 1
        answer = await add(api, [ROW | {"value": "another"}])
        assert answer.status_code == 409
        crawl.let_go()
    assert [one.jar.value("sessionid") for one in kept(database_url)] == [SECRET]


async def test_the_health_of_tokens_is_told_without_them(api: Client) -> None:
    await add(api, [ROW], "first")
    await add(api, {"tt_webid": "1"}, "second")
    answer = await api.get("/token-stats")
    told = answer.json()
    assert (told["total"], told["logged_in"], told["in_use"], told["unreadable"]) == (2, 1, 0, 0)
    assert 29 < told["expires_in_days"] <= 30
    assert {one["session"] for one in told["identities"]} == {"first", "second"}
    assert SECRET not in answer.text


async def test_proxies_are_told_without_host_and_password(api: Client, database_url: str) -> None:
    await add(api, [ROW])
    with closing(Store.open(database_url)) as store:
        shelf = Shelf(store, Vault.from_key(KEY))
        (one,) = shelf.claim(1)
        first = (await api.get("/api/v1/proxy/status")).json()["proxies"][0]["name"]
        one.proxy = first
        shelf.save([one])
        shelf.let_go()
    answer = await api.get("/api/v1/proxy/status")
    told = answer.json()
    assert (told["enabled"], told["total"], told["used"], told["healthy"]) == (True, 2, 1, 1)
    assert told["proxies"][0]["server"] == "http://pr***:8080"
    assert told["proxies"][0]["identities"] == 1
    assert told["proxies"][1]["health"] is None
    for hidden in (PASSWORD, "bob", "example.com", "198.51"):
        assert hidden not in answer.text


async def test_only_admin_sees_identities(api: Client) -> None:
    keys = api.state.access.keys
    header = {"X-API-Key": keys.add("reader", "enterprise", ("read", "live", "jobs", "publish"))}
    refused = [
        await api.post("/api/v1/sessions", headers=header, json={"account_name": "me", "cookies": [ROW]}),
        await api.get("/token-stats", headers=header),
        await api.get("/api/v1/proxy/status", headers=header),
    ]
    assert [one.status_code for one in refused] == [403, 403, 403]


async def test_without_a_key_ring_the_setting_is_named(database_url: str, tmp_path: Path) -> None:
    async with running(settings_of(database_url, tmp_path)) as api:
        for answer in (await add(api, [ROW]), await api.get("/token-stats")):
            assert answer.status_code == 503
            assert answer.json()["error"]["details"] == {"settings": ["TIKTOK_SECRET_KEY"]}
        assert (await api.get("/api/v1/proxy/status")).json() == {
            "enabled": False, "total": 0, "used": 0, "healthy": 0, "proxies": [],
        }  # fmt: skip


async def test_identities_that_workers_share_are_in_redis(
    database_url: str, tmp_path: Path, redis_url: str
) -> None:
    shared = {"TIKTOK_IDENTITY_BACKEND": "redis", "TIKTOK_SECRET_KEY": KEY, "TIKTOK_REDIS_URL": redis_url}
    async with running(settings_of(database_url, tmp_path, **shared)) as api:
        assert (await add(api, [ROW])).status_code == 201
        assert (await api.get("/token-stats")).json()["total"] == 1
    assert kept(database_url) == []


async def test_a_list_of_proxies_that_is_wrong_is_not_shown(database_url: str, tmp_path: Path) -> None:
    listed = tmp_path / "proxies.txt"
    listed.write_text("http://bob:pass@one.example:8080\n")
    settings = settings_of(database_url, tmp_path, TIKTOK_PROXIES=str(listed))
    async with running(settings) as api:
        listed.write_text("nonsense-with-secret\n")
        answer = await api.get("/api/v1/proxy/status")
    assert answer.status_code == 503
    assert "nonsense" not in answer.text
    assert str(tmp_path) not in answer.text
