"""Endpoints that need a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.standin.conftest import Web

VISITOR = {"Cookie": "ttwid=1%7Ca%7C1760000000%7Cb"}


async def ask(web: Web, path: str, **query: str) -> Any:
    return await web.json(path, params=query | {"X-Gnarly": "standin"}, headers=VISITOR)


@pytest.mark.parametrize(
    "path",
    ["user/detail", "post/item_list", "item/detail", "comment/list", "challenge/detail", "search/user/full"],
)
async def test_unsigned_is_an_empty_200(web: Web, path: str) -> None:
    async with web.client.get(f"/api/{path}/?uniqueId=many_moths") as answer:
        assert (answer.status, await answer.read(), answer.headers["tt_orcas_res"]) == (200, b"", "1")
        assert answer.cookies["msToken"].value == answer.headers["x-ms-token"]


async def test_a_signature_without_a_visitor_is_refused(web: Web) -> None:
    assert await web.text("/api/user/detail/?uniqueId=many_moths&X-Gnarly=a") == ""


async def test_user_detail(web: Web) -> None:
    truth = web.catalogue.truth("many_moths")
    found = await ask(web, "/api/user/detail/", uniqueId="many_moths", secUid="")
    assert found["userInfo"]["user"]["secUid"] == truth["user"]["sec_uid"]
    gone = await ask(web, "/api/user/detail/", uniqueId="nobody")
    assert (gone["statusCode"], gone["userInfo"]) == (10202, {})


async def test_item_detail(web: Web) -> None:
    item_id = web.catalogue.truth("many_moths")["ids"][0]
    found = await ask(web, "/api/item/detail/", itemId=item_id)
    assert (found["itemInfo"]["itemStruct"]["id"], found["status_code"]) == (item_id, 0)


@pytest.mark.parametrize("handle", ["pinned_pine", "twin.seconds"])
@pytest.mark.parametrize("order", ["0", "1", "2"])
async def test_post_list_in_each_order(web: Web, order: str, handle: str) -> None:
    truth = web.catalogue.truth(handle)
    query = {
        "secUid": truth["user"]["sec_uid"],
        "post_item_list_request_type": order,
        "count": "16",
        "cursor": "0",
    }
    found, more = [], True
    while more:
        page = await ask(web, "/api/post/item_list/", **query)
        found += [item["id"] for item in page["itemList"]]
        more, query["cursor"] = page["hasMore"], page["cursor"]
        assert type(page["cursor"]) is str
    plays = [truth["posts"][item]["plays"] for item in found]
    wanted = {"0": truth["ids"], "1": found, "2": truth["ids"][::-1]}[order]
    assert found == wanted
    assert sorted(found) == sorted(truth["ids"])
    assert order != "1" or plays == sorted(plays, reverse=True)


async def test_pinned_posts_come_first_and_add_to_the_count(web: Web) -> None:
    truth = web.catalogue.truth("pinned_pine")
    page = await ask(
        web, "/api/post/item_list/", secUid=truth["user"]["sec_uid"], needPinnedItemIds="true", count="16"
    )
    found = [item["id"] for item in page["itemList"]]
    assert found[:3] == truth["pinned"][::-1]
    assert len(found) == len(set(found)) == 18


async def test_post_list_of_a_closed_account(web: Web) -> None:
    sec_uid = web.catalogue.truth("private_plum")["user"]["sec_uid"]
    assert "itemList" not in await ask(web, "/api/post/item_list/", secUid=sec_uid)
