"""Lists of other people's posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.narrow import there
from tiktok_standin.catalogue import Catalogue
from tiktok_standin.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]

FAVORITE = "/api/favorite/item_list"
VISITOR = {"Cookie": "ttwid=a"}


async def test_trending_is_fresh_each_time(serving: Serving) -> None:
    async with serving(switches=Switches(signing="off")) as web:
        pages = [await web.json("/api/recommend/item_list/", params={"count": "12"}) for _ in range(2)]
        first, second = ([item["id"] for item in page["itemList"]] for page in pages)
        assert len(set(first)) == len(set(second)) == 12
        assert first != second
        assert all(page["hasMore"] is True and "cursor" not in page for page in pages)
        assert all(there(web.catalogue.post(item_id)).listed for item_id in first)
        most = await web.json("/api/recommend/item_list/", params={"count": "300"})
    assert len(most["itemList"]) == 30


async def test_trending_of_a_small_world(serving: Serving) -> None:
    async with serving(Catalogue.bulk(1, 3), switches=Switches(signing="off")) as web:
        assert len((await web.json("/api/recommend/item_list/"))["itemList"]) == 3


async def test_trending_needs_a_signature(web: Web) -> None:
    assert await web.text("/api/recommend/item_list/") == ""


async def test_likes_are_shown_only_where_they_are_open(web: Web) -> None:
    truth = web.catalogue.truth("daily.dune")["user"]
    found, cursor, more = [], "0", True
    while more:
        query = {"secUid": truth["sec_uid"], "count": "30", "cursor": cursor}
        page = await web.json(f"{FAVORITE}/", params=query)
        found += [item["id"] for item in page["itemList"]]
        cursor, more = page["cursor"], page["hasMore"]
    assert found == list(truth["likes"])
    assert len(found) == 55
    closed = web.catalogue.truth("monthly_moss")["user"]
    assert closed["likes"]
    assert "itemList" not in await web.json(FAVORITE, params={"secUid": closed["sec_uid"]})


async def test_likes_may_need_a_signature(serving: Serving) -> None:
    async with serving(switches=Switches(favorite_signed=True)) as web:
        assert await web.text(FAVORITE, headers=VISITOR) == ""
        assert (await web.json("/_standin/stats"))["refusals"] == {"signature absent": 1}
