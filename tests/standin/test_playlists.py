"""Playlists and collections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_standin.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]


async def crawl(web: Web, path: str, key: str, **query: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor, more = "0", True
    while more:
        page = await web.ask(path, **query, cursor=cursor, count=20)
        found += page.get(key, [])
        cursor, more = page["cursor"], page["hasMore"]
    return found


async def owners(web: Web, kind: str) -> list[str]:
    return [handle for handle in web.catalogue.handles if (await web.truth(kind, handle))["ids"]]


async def test_playlists_of_accounts_in_both_spellings(web: Web) -> None:
    spellings = set()
    for handle in (await owners(web, "playlists"))[:8]:
        truth = await web.truth("playlists", handle)
        user = web.catalogue.truth(handle)["user"]
        for made in await crawl(web, "/api/user/playlist", "playList", secUid=user["sec_uid"]):
            spellings.add("mixId" in made)
            known = truth["lists"][made.get("mixId") or made["id"]]
            assert (made.get("mixName") or made["name"]) == known["name"]
            assert (made["videoCount"], made["creator"]["uniqueId"]) == (known["video_count"], handle)
    assert spellings == {True, False}


async def test_many_playlists_are_paged(web: Web) -> None:
    truth, user = await web.truth("playlists", "many_moths"), web.catalogue.truth("many_moths")["user"]
    found = await crawl(web, "/api/user/playlist/", "playList", secUid=user["sec_uid"])
    assert [made.get("mixId") or made.get("id") for made in found] == truth["ids"]
    assert len(truth["ids"]) == 45


async def test_items_of_a_playlist(web: Web) -> None:
    truth = await web.truth("playlists", "many_moths")
    for playlist_id in truth["ids"][:3]:
        found = await crawl(web, "/api/mix/item_list/", "itemList", mixId=playlist_id)
        assert [item["id"] for item in found] == truth["lists"][playlist_id]["ids"]
        assert {item["author"]["uniqueId"] for item in found} == {"many_moths"}
        assert (await web.truth("playlist", playlist_id))["ids"] == [item["id"] for item in found]
    assert truth["lists"][truth["ids"][0]]["video_count"] > 200


async def test_headers_of_playlists_are_signed(web: Web) -> None:
    playlist_id = (await web.truth("playlists", "many_moths"))["ids"][0]
    info = (await web.ask("/api/mix/detail/", mixId=playlist_id))["mixInfo"]
    assert info["videoCount"] == (await web.truth("playlist", playlist_id))["video_count"]
    assert await web.text(f"/api/mix/detail/?mixId={playlist_id}") == ""
    unknown = await web.ask("/api/mix/detail/", mixId="1")
    assert (unknown["statusCode"], "mixInfo" in unknown) == (0, False)
    assert await web.truth("playlist", "1") == {"told": False}


async def test_no_playlists(web: Web) -> None:
    for handle, status in (("single.sparrow", 0), ("private_plum", 10222), ("nobody", 10202)):
        account = web.catalogue.account(handle)
        page = await web.json(
            "/api/user/playlist", params={"secUid": account.user.sec_uid if account else handle}
        )
        assert ("playList" in page, page["hasMore"], page["statusCode"]) == (False, False, status)
    page = await web.json("/api/mix/item_list/", params={"mixId": "1"})
    assert ("itemList" in page, page["hasMore"]) == (False, False)
    assert (await web.truth("collections", "nobody"))["status_code"] == 10202


async def test_collections(web: Web, serving: Serving) -> None:
    handle = (await owners(web, "collections"))[0]
    truth, user = await web.truth("collections", handle), web.catalogue.truth(handle)["user"]
    found = await crawl(web, "/api/user/collection_list/", "collectionList", secUid=user["sec_uid"])
    assert [made["collectionId"] for made in found] == truth["ids"]
    for made in found:
        known = truth["lists"][made["collectionId"]]
        assert (made["name"], made["total"], made["userName"]) == (
            known["name"],
            str(known["video_count"]),
            handle,
        )
        query = {"aid": "1988", "collectionId": made["collectionId"], "sourceType": "113", "count": "30"}
        items, cursor, more = [], 0, True
        while more:
            page = await web.json("/api/collection/item_list/", params=query | {"cursor": str(cursor)})
            items += [item["id"] for item in page["itemList"]]
            cursor, more = cursor + 30, page["hasMore"]
        assert items == known["ids"]
    query = {"collectionId": truth["ids"][0]}
    assert await web.text("/api/user/collection_list/", params={"secUid": user["sec_uid"]}) == ""
    async with serving(switches=Switches(collection_signed=True)) as strict:
        assert await strict.text("/api/collection/item_list/", params=query) == ""


async def test_pages_of_lists(web: Web) -> None:
    collection_id = (await web.truth("collections", (await owners(web, "collections"))[0]))["ids"][0]
    state = (await web.scopes(f"/@any/collection/a-b-{collection_id}"))["sharing.collection.collection_state"]
    assert state["collectionInfo"]["collectionId"] == collection_id
    assert type(state["collectionInfo"]["total"]) is str
    gone = (await web.scopes("/@any/collection/x-1"))["sharing.collection.collection_state"]
    assert gone == {"statusCode": 100002}
    assert "webapp.app-context" in await web.scopes("/@many_moths/playlist/x-1")
