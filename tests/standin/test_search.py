"""Searches: users, videos, the mixture of both, suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tiktok_standin.catalogue import Catalogue
from tiktok_standin.faults import FaultPlan
from tiktok_standin.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]

USER, ITEM, GENERAL = (f"/api/search/{kind}/full/" for kind in ("user", "item", "general"))
LISTS = {USER: ("cursor", "user_list"), ITEM: ("offset", "item_list"), GENERAL: ("offset", "data")}


async def crawl(web: Web, path: str, query: str, *, carry: bool = True) -> list[dict[str, Any]]:
    parameter = LISTS[path][0]
    pages: list[dict[str, Any]] = []
    while not pages or pages[-1]["has_more"]:
        before = pages[-1] if pages and carry else {"rid": ""}
        cursor = pages[-1]["cursor"] if pages else 0
        pages.append(await web.ask(path, keyword=query, search_id=before["rid"], **{parameter: cursor}))
    return pages


def entries(pages: list[dict[str, Any]], path: str) -> list[Any]:
    return [entry for page in pages for entry in page.get(LISTS[path][1], [])]


@pytest.mark.parametrize("query", ["bread", "高铁", "🔥", "Family day", "#river"])
async def test_videos(web: Web, query: str) -> None:
    truth = await web.truth("search_videos", query)
    found = [item["id"] for item in entries(await crawl(web, ITEM, query), ITEM)]
    assert sorted(found) == sorted(truth["ids"])
    assert len(truth["ids"]) == min(truth["depth"], truth["matches"]) > 0
    assert 120 <= truth["depth"] <= 400
    word = query.lower().strip("#").split()[0]
    assert all(word in post["caption"].lower() for post in truth["posts"].values())


@pytest.mark.parametrize("query", ["heron", "🔥", "ラーメン"])
async def test_users(web: Web, query: str) -> None:
    truth = await web.truth("search_users", query)
    pages = await crawl(web, USER, query)
    found = [entry["user_info"] for entry in entries(pages, USER)]
    assert sorted(user["uid"] for user in found) == sorted(truth["ids"])
    for user in found[:20]:
        known = truth["users"][user["uid"]]
        assert (user["unique_id"], user["sec_uid"]) == (known["handle"], known["sec_uid"])
        assert (user["aweme_count"], user["total_favorited"]) == (known["video_count"], known["hearts"])
    assert [page["cursor"] for page in pages[:3]] == [10, 20, 30][: len(pages)]
    if query == "heron":
        assert "quiet.heron" in {user["unique_id"] for user in found}


async def test_the_mixture(web: Web) -> None:
    pages = await crawl(web, GENERAL, "bread")
    found = entries(pages, GENERAL)
    assert {entry["type"] for entry in found} == {1, 4, 66}
    items = [entry["item"]["id"] for entry in found if entry["type"] == 1]
    assert sorted(items) == sorted((await web.truth("search_videos", "bread"))["ids"])
    card = next(entry for entry in found if entry["type"] == 4)
    assert len(card["user_list"]) == 3
    assert "sec_uid" in card["user_list"][0]["user_info"]
    first = pages[0]
    assert first["rid"] == first["extra"]["logid"] == first["log_pb"]["impr_id"]
    assert (type(first["cursor"]), type(first["has_more"])) == (int, int)


async def test_the_order_belongs_to_a_session(web: Web, serving: Serving) -> None:
    carried = [[item["id"] for item in entries(await crawl(web, ITEM, "bread"), ITEM)] for _ in range(2)]
    assert carried[0] != carried[1]
    assert sorted(carried[0]) == sorted(carried[1])
    lost = [item["id"] for item in entries(await crawl(web, ITEM, "bread", carry=False), ITEM)]
    assert len(set(lost)) < len(lost) == len(carried[0])
    async with serving(switches=Switches(signing="placeholder", search_order="stable")) as other:
        again = [await crawl(other, ITEM, "bread", carry=False) for _ in range(2)]
        assert entries(again[0], ITEM) == entries(again[1], ITEM)


@pytest.mark.parametrize("query", ["zzznothing", "x" * 500, "", "   "])
async def test_nothing_found(web: Web, query: str) -> None:
    for path in (USER, ITEM, GENERAL):
        page = await web.ask(path, keyword=query)
        assert (page["status_code"], page["has_more"], page.get(LISTS[path][1], [])) == (0, 0, [])
        assert page["search_nil_info"]["search_nil_type"] == "no_result"
    assert (await web.json("/api/search/general/preview/", params={"keyword": query}))["sug_list"] == []


@pytest.mark.parametrize("path", [USER, ITEM, GENERAL])
async def test_cookies_of_a_page_are_needed(web: Web, path: str) -> None:
    query = {"keyword": "bread", "X-Gnarly": "standin"}
    page = await web.json(path, params=query, headers={"Cookie": "ttwid=a"})
    assert (page["status_code"], LISTS[path][1] in page) == (2483, False)
    assert await web.text(path, params={"keyword": "bread"}) == ""
    async with web.client.get("/search/user?q=bread") as answer:
        assert answer.status == 200
    assert (await web.json(path, params=query))["status_code"] == 0


@pytest.mark.parametrize("path", [USER, ITEM, GENERAL])
async def test_a_false_end(serving: Serving, path: str) -> None:
    rule = {"kind": "empty_session", "where": "search/*/full", "after": 1, "first": 1}
    async with serving(plan=FaultPlan.of(rule)) as web:
        pages = [await web.ask(path, keyword="bread", **{LISTS[path][0]: 20}) for _ in range(3)]
    assert [bool(page.get(LISTS[path][1])) for page in pages] == [True, False, True]
    assert (pages[1]["has_more"], pages[1]["search_nil_info"]["search_nil_type"]) == (0, "empty_session")


async def test_regions(serving: Serving) -> None:
    for country, answered in (("US", ITEM), ("DE", USER)):
        switches = Switches(signing="placeholder", search_regions=True, countries=(country,))
        async with serving(switches=switches) as web:
            for path in (USER, ITEM):
                query = {"keyword": "bread", "X-Gnarly": "a"}
                cookies = {"Cookie": "ttwid=a; tt_csrf_token=b; tt_chain_token=c"}
                assert bool(await web.text(path, params=query, headers=cookies)) == (path == answered)


async def test_suggestions_are_for_anybody(web: Web) -> None:
    found = await web.json("/api/search/general/preview/", params={"keyword": "Paper  boats"})
    texts = [each["content"] for each in found["sug_list"]]
    assert texts == (await web.truth("suggestions", "Paper boats"))["texts"]
    assert 4 <= len(texts) <= 8


async def test_results_grow_with_the_world(serving: Serving) -> None:
    async with serving(Catalogue.bulk(1, 40)) as web:
        before = (await web.json("/_standin/queries"))["bread"]["videos"]
        web.catalogue.add_posts("bulk00000", 64)
        assert (await web.json("/_standin/queries"))["bread"]["videos"] > before


async def test_queries_of_every_kind_are_named(web: Web) -> None:
    found = await web.json("/_standin/queries")
    assert found["bread"]["videos"] > 1000
    assert found["zzznothing"] == {"videos": 0, "users": 0}
    assert any(0 < each["videos"] < 150 for each in found.values())
