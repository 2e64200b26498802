"""Requests that mix two visitors are noticed, and refused where the switch says so."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from tiktok_standin.scopes import device_of, odin_of
from tiktok_standin.switches import Switches
from tiktok_standin.visitors import Visitors
from tiktok_standin.world import WORLD

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]

HOME = {"User-Agent": "Agent/1", "X-Standin-Exit": "exit-1"}
PATH = "/api/repost/item_list/"


async def visit(web: Web, **headers: str) -> str:
    """Load a page; return the ``ttwid`` that it gives."""
    async with web.client.get("/@daily.dune", headers=HOME | headers) as answer:
        found: str = answer.cookies["ttwid"].value
    web.client.session.cookie_jar.clear()
    return found


async def ask(web: Web, ttwid: str, headers: dict[str, str] | None = None, **query: str) -> Any:
    sec_uid = web.catalogue.truth("daily.dune")["user"]["sec_uid"]
    sent = HOME | {"Cookie": f"ttwid={ttwid}"} | (headers or {})
    async with web.client.get(PATH, params={"secUid": sec_uid} | query, headers=sent) as answer:
        text = await answer.text()
    web.client.session.cookie_jar.clear()
    return json.loads(text) if text else None


@pytest.fixture(params=["strict", "off"])
def rule(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(
    ("headers", "query", "what"),
    [
        ({"User-Agent": "Agent/2"}, {}, "user_agent"),
        ({"X-Standin-Exit": "exit-2"}, {}, "exit"),
        ({}, {"device_id": "7250000000000000001"}, "device_id"),
        ({}, {"odinId": "7250000000000000001"}, "odinId"),
    ],
)
async def test_a_mixture_is_counted_and_refused(
    serving: Serving, rule: str, headers: dict[str, str], query: dict[str, str], what: str
) -> None:
    async with serving(switches=Switches(identities=rule)) as web:
        ttwid = await visit(web)
        assert await ask(web, ttwid, device_id=device_of(ttwid), odinId=odin_of(ttwid))
        assert (await ask(web, ttwid, headers, **query) is None) is (rule == "strict")
        stats = await web.json("/_standin/stats")
        log = await web.json("/_standin/log")
    assert (stats["mixed"], stats["mixed_by"]) == (1, {what: 1})
    assert [entry["mixed"] for entry in log] == [[], [], [what]]
    assert stats["refusals"] == ({"identity mixed": 1} if rule == "strict" else {})


async def test_a_token_of_another_visitor_is_a_mixture(serving: Serving) -> None:
    async with serving(switches=Switches(identities="strict")) as web:
        mine, other = await visit(web), await visit(web)
        async with web.client.get(PATH, headers=HOME | {"Cookie": f"ttwid={other}"}) as answer:
            token = answer.headers["x-ms-token"]
        web.client.session.cookie_jar.clear()
        assert await ask(web, other, msToken=token)
        assert await ask(web, mine, msToken=token) is None
        assert (await web.json("/_standin/stats"))["mixed_by"] == {"ms_token": 1}


async def test_pages_are_refused_too(serving: Serving) -> None:
    async with serving(switches=Switches(identities="strict")) as web:
        cookie = {"Cookie": f"ttwid={await visit(web)}"}
        assert await web.text("/@daily.dune", headers=HOME | cookie)
        assert await web.text("/@daily.dune", headers=HOME | cookie | {"User-Agent": "Agent/2"}) == ""


async def test_a_visitor_that_no_page_told_may_invent_its_device(serving: Serving) -> None:
    async with serving(switches=Switches(identities="strict")) as web:
        assert await ask(web, "1%7Cgiven%7C1760000000%7Cb", device_id="7250000000000000001")


async def test_the_log_knows_visitors_by_a_hash(web: Web) -> None:
    ttwid = await visit(web)
    await ask(web, ttwid)
    await web.text("/embed/@daily.dune", headers=HOME | {"Cookie": f"ttwid={ttwid}"})
    first, second, third = await web.json("/_standin/log")
    assert (first["visitor"], third["visitor"]) == (None, None)
    assert len(second["visitor"]) == 16
    assert ttwid not in json.dumps([first, second, third])
    assert (second["exit"], second["own"]) == ("exit-1", False)


async def test_what_a_visitor_has_in_flight_is_counted(serving: Serving) -> None:
    async with serving(switches=Switches(latency_ms=50)) as web:
        one, two = await visit(web), await visit(web)
        await asyncio.gather(ask(web, one), ask(web, one), ask(web, two))
        await ask(web, two, {"X-Standin-Own": "1"})
        counted = (await web.json("/_standin/stats"))["most_in_flight_by_identity"]
    assert sorted(counted.values()) == [1, 2]


async def test_old_visitors_are_forgotten(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tiktok_standin.visitors._MOST", 2)
    world = web.client.app[WORLD]
    world.visitors = Visitors()
    for name in ("a", "b", "a", "c"):
        await ask(web, name)
    assert list(world.visitors._known) == ["a", "c"]
