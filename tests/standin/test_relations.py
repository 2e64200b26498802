"""Followers and followed accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tiktok_standin.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]

OPEN = Switches(relation_login=0.0)
SCENES = {"followers": "67", "following": "21"}


async def ask(web: Web, handle: str, kind: str, cursor: int = 0, **options: Any) -> Any:
    sec_uid = web.catalogue.truth(handle)["user"]["sec_uid"]
    query = {
        "secUid": sec_uid,
        "scene": SCENES[kind],
        "count": "30",
        "minCursor": str(cursor),
        "maxCursor": "0",
    }
    return await web.json("/api/user/list/", params=query, **options)


async def crawl(web: Web, handle: str, kind: str) -> list[dict[str, Any]]:
    pages = [await ask(web, handle, kind)]
    while pages[-1]["hasMore"]:
        pages.append(await ask(web, handle, kind, pages[-1]["minCursor"]))
    return pages


def handles(web: Web, kind: str, least: int, most: int) -> list[str]:
    """Return open accounts whose list has so many members."""
    found = []
    for handle in web.catalogue.handles:
        user = web.catalogue.truth(handle)["user"]
        visible = kind == "followers" or user["following_visibility"] == 1
        if user["status_code"] == 0 and visible and least <= user[kind] <= most:
            found.append(handle)
    return found


@pytest.mark.parametrize("kind", SCENES)
async def test_a_list_gives_what_the_truth_says(serving: Serving, kind: str) -> None:
    async with serving(switches=OPEN) as web:
        for handle in handles(web, kind, 31, 900)[:4]:
            truth, pages = await web.truth(kind, handle), await crawl(web, handle, kind)
            members = [member for page in pages for member in page["userList"]]
            assert [member["user"]["id"] for member in members] == truth["ids"]
            assert len(set(truth["ids"])) == truth["total"] == pages[0]["total"]
            assert not any(page["isTruncated"] for page in pages)
            for member in members[:40]:
                known = truth["members"][member["user"]["id"]]
                assert member["user"]["uniqueId"] == known["handle"]
                assert member["user"]["secUid"] == known["sec_uid"]
                assert member["statsV2"]["followerCount"] == str(known["followers"])


async def test_long_lists_end_at_the_cap(serving: Serving) -> None:
    async with serving(switches=Switches(relation_login=0.0, relation_cap=100)) as web:
        truth, pages = await web.truth("followers", "giant_gale"), await crawl(web, "giant_gale", "followers")
        members = [member["user"]["id"] for page in pages for member in page["userList"]]
        assert members == truth["ids"]
        assert (len(members), truth["capped"]) == (100, True)
        assert [page["isTruncated"] for page in pages] == [False] * (len(pages) - 1) + [True]
        assert pages[0]["total"] == 162_986_107
    async with serving(switches=OPEN) as web:
        assert len((await web.truth("followers", "giant_gale"))["ids"]) == 5000


async def test_lists_end_in_two_ways(serving: Serving) -> None:
    async with serving(switches=OPEN) as web:
        ends = {
            (await crawl(web, handle, "followers"))[-1]["minCursor"]
            for handle in handles(web, "followers", 1, 99)
        }
    assert -1 in ends
    assert any(end > 0 for end in ends)


async def test_hidden_lists(web: Web) -> None:
    hidden = next(
        handle
        for handle in web.catalogue.handles
        if web.catalogue.truth(handle)["user"]["following_visibility"] == 2
        and web.catalogue.truth(handle)["user"]["status_code"] == 0
    )
    page = await ask(web, hidden, "following")
    assert (page["statusCode"], page["status_code"], "userList" in page) == (10222, 10222, False)
    assert (await web.truth("following", hidden))["status_code"] == 10222
    assert (await ask(web, "private_plum", "followers"))["statusCode"] == 10222


async def test_some_lists_want_a_login(serving: Serving) -> None:
    async with serving(switches=Switches(relation_cap=5)) as web:
        statuses = {
            handle: (await web.truth("followers", handle))["status_code"] for handle in web.catalogue.handles
        }
        closed = [handle for handle, status in statuses.items() if status == 10102]
        assert 0 < len(closed) < 15
        page = await ask(web, closed[0], "followers")
        assert (page["statusCode"], "userList" in page) == (10102, False)
        page = await ask(web, closed[0], "followers", headers={"Cookie": "sessionid=a"})
        assert page["statusCode"] == 0


async def test_bad_questions(web: Web) -> None:
    sec_uid = web.catalogue.truth("many_moths")["user"]["sec_uid"]
    page = await web.json("/api/user/list/", params={"secUid": sec_uid, "scene": "5"})
    assert page["statusCode"] == 10201
    page = await web.json("/api/user/list/", params={"secUid": "x", "scene": "67"})
    assert page["statusCode"] == 10202
    assert (await web.truth("followers", "nobody"))["status_code"] == 10202
