"""Only code that runs in the page can sign, and what it signs is good once and for a short time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.request import ProxyHandler, Request, build_opener

import pytest

if TYPE_CHECKING:
    from tests.standin.browser.conftest import Visit
    from tests.standin_process import StandinProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")

POSTS = "/api/post/item_list/"
XHR = """(url) => new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.onloadend = () => done(request.responseText);
    request.send();
})"""


def sec_uid(standin: StandinProcess, handle: str) -> str:
    found: str = standin.truth(handle)["user"]["sec_uid"]
    return found


def refused(answer: dict[str, Any]) -> bool:
    return (answer["status"], answer["text"], answer["refused"]) == (200, "", "1")


async def test_a_fetch_of_the_page_leaves_signed(visit: Visit, browsed: StandinProcess) -> None:
    await visit.open("/foryou")
    answer = await visit.ask(POSTS, secUid=sec_uid(browsed, "daily.dune"), count="35", cursor="0")
    assert [item["id"] for item in answer["body"]["itemList"]] == browsed.truth("daily.dune")["ids"][:35]
    assert "X-Bogus=" in answer["url"]
    assert "X-Gnarly=" in answer["url"]
    assert "msToken=" in answer["url"]


async def test_an_xhr_of_the_page_leaves_signed(visit: Visit) -> None:
    await visit.open("/foryou")
    address = await visit.address("/api/user/detail/", uniqueId="daily.dune")
    assert '"uniqueId":"daily.dune"' in await visit.page.evaluate(XHR, address)


async def test_what_goes_elsewhere_is_left_alone(visit: Visit) -> None:
    await visit.open("/foryou")
    assert "X-Bogus" not in (await visit.page.evaluate("fetch('/oembed?url=a').then((a) => a.url)"))


async def test_before_the_script_is_ready_answers_are_empty(visit: Visit, browsed: StandinProcess) -> None:
    browsed.set_switches(ready_ms=60_000)
    await visit.page.goto(browsed.url + "/foryou")
    assert refused(await visit.ask(POSTS, secUid=sec_uid(browsed, "daily.dune")))
    assert await visit.page.evaluate("window.byted_acrawler === undefined")


async def test_a_signature_is_good_once(visit: Visit, browsed: StandinProcess) -> None:
    await visit.open("/foryou")
    first = await visit.ask("/api/user/detail/", uniqueId="daily.dune")
    again = await visit.fetch(first["url"])
    assert first["body"]
    assert refused(again)
    assert browsed.stats()["refusals"] == {"signature used": 1}


async def test_a_signature_does_not_fit_another_request(visit: Visit) -> None:
    await visit.open("/foryou")
    first = await visit.ask("/api/user/detail/", uniqueId="daily.dune")
    assert refused(await visit.fetch(first["url"].replace("daily.dune", "many_moths")))


async def test_a_signature_is_not_good_for_ever(visit: Visit, browsed: StandinProcess) -> None:
    browsed.set_switches(signature_life=-1)
    await visit.open("/foryou")
    assert refused(await visit.ask("/api/user/detail/", uniqueId="daily.dune"))
    assert browsed.stats()["refusals"] == {"signature late": 1}


async def test_a_signed_address_is_of_no_use_to_another_visitor(
    visit: Visit, browsed: StandinProcess
) -> None:
    await visit.open("/foryou")
    address = await visit.address("/api/user/detail/", uniqueId="daily.dune")
    made = await visit.page.evaluate("(url) => window.byted_acrawler.frontierSign(url)", address)
    request = Request(f"{browsed.url}{address}&X-Bogus={made['X-Bogus']}")
    request.add_header("Cookie", "ttwid=1%7Cx%7C1760000000%7Cy")
    request.add_header("User-Agent", await visit.page.evaluate("navigator.userAgent"))
    with build_opener(ProxyHandler({})).open(request) as answer:
        assert (answer.status, answer.read()) == (200, b"")
    assert browsed.stats()["refusals"] == {"signature unknown": 1}


@pytest.mark.parametrize(
    "change", [{"device_id": "7250000000000000001"}, {"odinId": ""}, {"browser_version": "5.0 (Other)"}]
)
async def test_what_is_told_has_to_be_of_this_page(
    visit: Visit, browsed: StandinProcess, change: dict[str, str]
) -> None:
    await visit.open("/foryou")
    assert refused(await visit.ask(POSTS, secUid=sec_uid(browsed, "daily.dune"), **change))


@pytest.mark.parametrize("gnarly", [True, False])
async def test_frontier_sign_is_enough_for_some(visit: Visit, browsed: StandinProcess, gnarly: bool) -> None:
    browsed.set_switches(frontier_gnarly=gnarly)
    await visit.open("/foryou")
    lists, detail = POSTS, "/api/user/detail/"
    found = {}
    for path in (lists, detail):
        address = await visit.address(path, uniqueId="daily.dune", secUid=sec_uid(browsed, "daily.dune"))
        made = await visit.page.evaluate("(url) => window.byted_acrawler.frontierSign(url)", address)
        found[path] = await visit.fetch(address + "".join(f"&{key}={made[key]}" for key in made))
    assert found[detail]["body"]
    assert bool(found[lists]["body"]) is gnarly


async def test_a_request_object_leaves_signed(visit: Visit) -> None:
    await visit.open("/foryou")
    address = await visit.address("/api/user/detail/", uniqueId="daily.dune")
    script = "(url) => fetch(new Request(url, {headers: {'X-Standin-Own': '1'}})).then((a) => a.text())"
    assert '"uniqueId":"daily.dune"' in await visit.page.evaluate(script, address)
    assert visit.standin.log("user/detail")[0]["own"]


async def test_an_honest_page_passes_the_strictest_rules(visit: Visit, browsed: StandinProcess) -> None:
    browsed.set_switches(identities="strict", tokens="strict", token_grace=0)
    await visit.open("/foryou")
    for cursor in ("0", "0", "0"):
        page = await visit.ask(POSTS, secUid=sec_uid(browsed, "daily.dune"), cursor=cursor)
        assert page["body"]["itemList"]
    stats = browsed.stats()
    assert (stats["mixed"], stats["tokens_stale"], stats["refusals"]) == (0, 0, {})
    assert list(stats["most_in_flight_by_identity"].values()) == [1]
