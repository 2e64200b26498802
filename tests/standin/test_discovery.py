"""Lists without an end of their own: explore, for-you batches, related videos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_standin.catalogue import Catalogue
from tiktok_standin.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]

EXPLORE = "/api/explore/item_list/"


async def test_categories_are_those_of_the_site(web: Web) -> None:
    known = await web.json("/_standin/categories")
    assert len(known) == 21
    assert (known["120"], known["119"], known["118"]) == ("all", "singing & dancing", "technology")


async def test_batches_of_a_category_repeat_and_exhaust_it(web: Web) -> None:
    for category in ("120", "111"):
        truth, seen, given = await web.truth("category", category), set(), 0
        for _ in range(60):
            page = await web.json(EXPLORE, params={"categoryType": category, "count": "16"})
            assert {"cursor", "hasMore"}.isdisjoint(page)
            batch = [item["id"] for item in page["itemList"]]
            assert len(set(batch)) == 16
            if category == "111":
                assert {item["CategoryType"] for item in page["itemList"]} == {111}
            seen.update(batch)
            given += 16
        assert seen == set(truth["ids"])
        assert given > len(seen) >= 40


async def test_a_batch_has_at_most_30(web: Web) -> None:
    page = await web.json(EXPLORE, params={"categoryType": "120", "count": "300"})
    assert (len(page["itemList"]), page["statusCode"]) == (30, 0)


async def test_unknown_categories(web: Web) -> None:
    for query in ({"categoryType": "7"}, {"categoryType": "x"}, {}):
        page = await web.json(EXPLORE, params=query)
        assert (page["statusCode"], "itemList" in page) == (10201, False)
    assert await web.truth("category", "x") == {"name": None, "ids": [], "posts": {}}


async def test_a_small_world_has_small_categories(serving: Serving) -> None:
    async with serving(Catalogue.bulk(1, 3)) as web:
        page = await web.json(EXPLORE, params={"categoryType": "120"})
        assert len(page["itemList"]) == 3


async def test_related_videos_are_one_page_of_8_to_16(web: Web) -> None:
    sizes = set()
    for item_id in web.catalogue.truth("daily.dune")["ids"][:20]:
        page = await web.ask("/api/related/item_list/", itemID=item_id, count=16, cursor=0)
        found = [item["id"] for item in page["itemList"]]
        assert found == (await web.truth("related", item_id))["ids"]
        assert item_id not in found
        sizes.add(len(found))
    assert sizes <= set(range(8, 17))
    assert len(sizes) > 3


async def test_related_videos_of_nothing(web: Web) -> None:
    page = await web.ask("/api/related/item_list/", itemID="7000000000000000000")
    assert (page["statusCode"], "itemList" in page) == (10204, False)
    assert await web.text("/api/related/item_list/?itemID=1") == ""
    assert (await web.truth("related", "1"))["ids"] == []


async def test_for_you_batches_are_limited(serving: Serving) -> None:
    async with serving(switches=Switches(signing="placeholder", recommend_batches=2)) as web:
        pages = [await web.ask("/api/recommend/item_list/", count=5) for _ in range(3)]
        assert [page["statusCode"] for page in pages] == [0, 0, 10404]
        assert "itemList" not in pages[2]
        query, other = {"X-Gnarly": "a"}, {"Cookie": "ttwid=1%7Cother%7C1760000000%7Cb"}
        page = await web.json("/api/preload/item_list/", params=query, headers=other)
        assert page["statusCode"] == 0
