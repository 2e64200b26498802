"""Control of the official API, and the stand-in as a process."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from tests.standin.open_api.api import (
    DESKTOP,
    ONE,
    REDIRECT,
    VIDEO_INIT,
    Api,
    Clock,
    authorize_url,
    direct,
    query_of,
)

if TYPE_CHECKING:
    from tests.standin_process import StandinProcess


async def status_of(api: Api, method: str, path: str, body: Any) -> int:
    answer = await api.ask(method, f"/_standin/open{path}", json=body)
    assert "error" in answer.body
    return answer.status


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PUT", "/switches", {"unknown": 1}, 400),
        ("PUT", "/switches", {"oauth_status": "a"}, 400),
        ("PUT", "/faults", [{"kind": "unknown"}], 400),
        ("PUT", "/clock", {}, 400),
        ("PUT", "/accounts/x", {"private": 1}, 400),
        ("PUT", "/pulls", [], 400),
        ("POST", "/grant", {"handle": "nobody"}, 404),
        ("POST", "/grant", {"client_key": "none"}, 404),
        ("POST", "/authorize", {"url": "https://example.com/"}, 400),
        ("POST", "/accounts/nobody/remove", {}, 404),
        ("GET", "/posts/none", None, 404),
        ("POST", "/posts/none/finish", None, 404),
        ("POST", "/webhooks/deliver", {"ids": [1]}, 404),
        ("POST", "/webhooks/deliver", {"url": "https://example.com/"}, 400),
        ("PUT", "/apps/mine", {"webhook_url": "https://example.com/"}, 400),
    ],
)
async def test_what_is_refused(api: Api, method: str, path: str, body: Any, *, status: int) -> None:
    assert await status_of(api, method, path, body) == status


async def test_a_call_that_outlives_a_reset_is_not_noted_after_it(api: Api, token: str) -> None:
    await api.faults({"kind": "late", "where": "video.init", "seconds": 0.2})
    late = asyncio.ensure_future(api.call(VIDEO_INIT, token, direct()))
    while not await api.control("GET", "/posts"):
        pass
    await api.ask("DELETE", "/_standin/open")
    assert (await late).status == 200
    assert await api.control("GET", "/log") == []


async def test_posts_that_are_not_there_yet(api: Api, token: str) -> None:
    publish_id = (await api.call(VIDEO_INIT, token, direct())).data["publish_id"]
    assert await status_of(api, "POST", f"/posts/{publish_id}/finish", {}) == 400
    assert await status_of(api, "POST", f"/posts/{publish_id}/withdraw", {}) == 400


async def test_consent_without_a_browser(api: Api) -> None:
    url = api.url + authorize_url()
    told = query_of(
        (await api.control("POST", "/authorize", {"url": url, "scopes": ["video.list"]}))["redirect"]
    )
    assert told["scopes"] == "user.info.basic,video.list"
    assert (await api.exchange(told["code"])).status == 200
    assert await api.control("GET", "/logins") == [
        {"client_key": DESKTOP, "handle": ONE, "scopes": ["user.info.basic", "video.list"]}
    ]
    redirect = (await api.control("POST", "/authorize", {"url": url, "deny": True}))["redirect"]
    assert redirect.startswith(REDIRECT)
    assert query_of(redirect)["error"] == "access_denied"


async def test_the_clock(api: Api, token: str) -> None:
    assert await api.control("PUT", "/clock", {"offset_s": 7200}) == {
        "offset_s": 7200,
        "now": api.clock.now + 7200,
    }
    assert (await api.user_info(token)).status == 401


async def test_all_as_at_the_start(api: Api, token: str) -> None:
    await api.switch(oauth_status=200)
    await api.app("mine", redirect_uris=["http://localhost:1/"])
    await api.account("creator.three")
    await api.faults({"kind": "reset", "first": None})
    await api.control("PUT", "/clock", {"offset_s": 9})
    await api.control("DELETE", "")
    assert (await api.control("GET", "/switches"))["oauth_status"] == 400
    assert [app["client_key"] for app in await api.control("GET", "/apps")] == [DESKTOP, "sbx-web-key"]
    assert [one["handle"] for one in await api.control("GET", "/accounts")] == [ONE, "creator.two"]
    assert await api.control("GET", "/faults") == []
    assert (await api.control("GET", "/clock"))["offset_s"] == 0
    assert await api.control("GET", "/pulls") == {}
    assert (await api.user_info(token)).told == (401, "access_token_invalid")


async def test_the_log_of_calls(api: Api, token: str) -> None:
    publish_id = await api.posted(token)
    await api.switch(processing_s=9)
    await api.control("DELETE", "/switches")
    first, second = await api.control("GET", "/log")
    assert (first["endpoint"], first["handle"], first["publish_id"]) == ("video.init", ONE, publish_id)
    assert (first["body"], first["status"], first["code"]) == (direct(), 200, "ok")
    assert (second["endpoint"], second["content_range"], second["status"]) == (
        "upload",
        "bytes 0-999/1000",
        201,
    )
    await api.control("DELETE", "/log")
    assert await api.control("GET", "/log") == []
    assert (await api.control("GET", "/counts"))["calls"] == {}


async def test_other_apps_and_accounts(api: Api) -> None:
    await api.app("mine", client_secret="s" * 20, type="web", redirect_uris=["https://mine.example/"])
    await api.app("mine", audited=False)
    (mine,) = (app for app in await api.control("GET", "/apps") if app["client_key"] == "mine")
    assert (mine["client_secret"], mine["audited"]) == ("s" * 20, False)
    assert mine["redirect_uris"] == ["https://mine.example/"]


async def test_the_stand_in_announces_the_upload_host(standin: StandinProcess) -> None:
    async with aiohttp.ClientSession() as session:
        api = Api(session, standin.url, Clock())
        told = (await api.call(VIDEO_INIT, await api.bearer(), direct())).data
        assert told["upload_url"].startswith(f"{standin.ready['upload']}/upload?")
        await api.upload(told["upload_url"], bytes(1000))
        assert standin.open_api("GET", f"posts/{told['publish_id']}")["complete"]
        assert standin.open_api("DELETE", "") == {"ok": True}
