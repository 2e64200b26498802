"""The creator list behaves as the reference says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.standin.conftest import DEVICE, Web
from tiktok_standin.catalogue import Catalogue
from tiktok_standin.listing import plausible_device, whole
from tiktok_standin.people import make_user
from tiktok_standin.posts import make_post
from tiktok_standin.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    Serving = Callable[..., AbstractAsyncContextManager[Web]]

WEEK_MS = 604_800_000
NOW = 1_790_000_000


def ids(page: dict[str, Any]) -> list[str]:
    return [item["id"] for item in page["itemList"]]


async def crawl(web: Web, handle: str, most: int = 400) -> tuple[list[str], int]:
    """Walk a list as the reference describes; return ids in order of arrival and the number of pages."""
    cursor, seen, pages = web.catalogue.now * 1000, {}, 0
    while pages < most:
        page, pages = await web.creator(handle, cursor), pages + 1
        seen.update(dict.fromkeys(ids(page)))
        if not page["hasMorePrevious"]:
            break
        moved = page["itemList"][-1]["createTime"] * 1000 if page["itemList"] else cursor
        cursor = moved if moved != cursor else cursor - WEEK_MS
    return list(seen), pages


@pytest.mark.parametrize("handle", ["many_moths", "daily.dune", "monthly_moss", "quiet.heron", "pinned_pine"])
async def test_a_walk_finds_every_listed_post_newest_first(web: Web, handle: str) -> None:
    found, _ = await crawl(web, handle)
    assert found == web.catalogue.truth(handle)["ids"]


async def test_posts_of_the_same_second_are_all_found(web: Web) -> None:
    found, _ = await crawl(web, "twin.seconds")
    assert set(found) == set(web.catalogue.truth("twin.seconds")["ids"])


async def test_the_cursor_is_inclusive_and_in_ms(web: Web) -> None:
    truth = web.catalogue.truth("daily.dune")
    third = truth["posts"][truth["ids"][2]]["created_at"] * 1000
    assert ids(await web.creator("daily.dune", third))[0] == truth["ids"][2]
    assert ids(await web.creator("daily.dune", third - 1))[0] == truth["ids"][3]


async def test_a_page_has_at_most_fifteen(web: Web) -> None:
    assert len(ids(await web.creator("daily.dune", count="30"))) == 15
    assert len(ids(await web.creator("daily.dune", count="4"))) == 4
    assert len(ids(await web.creator("daily.dune", count="many"))) == 15


async def test_a_silent_week_is_an_empty_page_that_has_more(web: Web) -> None:
    truth = web.catalogue.truth("quiet.heron")
    times = [truth["posts"][item]["created_at"] for item in truth["ids"]]
    page = await web.creator("quiet.heron", (times[11] - 86_400) * 1000)
    assert (page["itemList"], page["hasMorePrevious"], page["statusCode"]) == ([], True, 0)


async def test_without_a_bound_the_silence_is_jumped(serving: Serving) -> None:
    async with serving(switches=Switches(lookback_days=None)) as web:
        found, pages = await crawl(web, "quiet.heron")
    assert found == web.catalogue.truth("quiet.heron")["ids"]
    assert pages == 2


async def test_has_more_ends_honestly_or_never(serving: Serving) -> None:
    async with serving(switches=Switches(has_more="always")) as web:
        assert (await web.creator("single.sparrow"))["hasMorePrevious"] is True
    async with serving() as web:
        assert (await web.creator("single.sparrow"))["hasMorePrevious"] is False


@pytest.mark.parametrize(
    "device", ["", "123", "72500000000000000ab", "1250000000000000001", "9250000000000000001"]
)
async def test_a_bad_device_repeats_the_first_page(web: Web, device: str) -> None:
    first = ids(await web.creator("daily.dune"))
    older = web.catalogue.truth("daily.dune")["posts"][first[-1]]["created_at"] * 1000
    assert ids(await web.creator("daily.dune", older, device_id=device)) == first
    assert ids(await web.creator("daily.dune", older)) != first


def test_devices_that_clients_invent_are_plausible() -> None:
    assert all(map(plausible_device, ("7250000000000000000", "7325099899999994577", DEVICE)))


async def test_the_genuine_device_id_of_a_page_is_plausible_and_stays(web: Web) -> None:
    first = (await web.scopes("/@daily.dune"))["webapp.app-context"]
    again = (await web.scopes("/@many_moths"))["webapp.app-context"]
    assert plausible_device(first["wid"])
    assert (first["wid"], first["odinId"]) == (again["wid"], again["odinId"])


async def test_the_envelope(web: Web) -> None:
    page = await web.creator("daily.dune")
    assert (page["statusCode"], page["status_code"], page["status_msg"]) == (0, 0, "")
    assert page["extra"]["logid"] == page["log_pb"]["impr_id"]
    assert page["extra"]["now"] % 1000 == 0


@pytest.mark.parametrize(
    ("handle", "status"), [("private_plum", 10222), ("banned_basil", 10221), ("nobody", 10202)]
)
async def test_closed_lists_have_no_item_list(web: Web, handle: str, status: int) -> None:
    page = await web.creator(handle)
    assert page["statusCode"] == status
    assert "itemList" not in page


async def test_hidden_items_are_not_listed(web: Web) -> None:
    found, _ = await crawl(web, "mixed_marsh")
    hidden = web.catalogue.truth("mixed_marsh")["hidden"]
    assert len(hidden) == 6
    assert not set(found) & set(hidden)


async def test_oldest_first(web: Web) -> None:
    truth = web.catalogue.truth("daily.dune")["ids"][::-1]
    first = await web.creator("daily.dune", type="0")
    assert ids(first) == truth[:15]
    last = first["itemList"][-1]["createTime"] * 1000
    second = await web.creator("daily.dune", last, type="0")
    assert ids(second)[0] == truth[14]
    assert ids(await web.creator("empty.elm", type="0")) == []


async def test_item_types_of_a_list(web: Web) -> None:
    truth = web.catalogue.truth("pinned_pine")
    items = (await web.creator("pinned_pine"))["itemList"]
    assert all(type(item["createTime"]) is int for item in items)
    assert all(type(item["stats"]["collectCount"]) is int for item in items)
    assert all(type(count) is str for item in items for count in item["statsV2"].values())
    assert [item["id"] for item in items if item.get("isPinnedItem")] == truth["pinned"][::-1][:1]
    assert not any("isPinnedItem" in item for item in items if item["id"] not in truth["pinned"])


async def test_page_size_is_that_of_real_pages(web: Web) -> None:
    truth = web.catalogue.truth("many_moths")
    query = {"secUid": truth["user"]["sec_uid"], "device_id": DEVICE, "count": "15"}
    text = await web.text("/api/creator/item_list/", params=query, headers={"Host": "www.tiktok.com"})
    assert 100_000 < len(text) < 200_000


async def test_reposts_page_by_offset(serving: Serving) -> None:
    user, other = make_user("fond.of"), make_user("source")
    posts = [make_post("source", index, NOW - 3600 * index) for index in range(20)]
    user.reposts = tuple(post.id for post in posts)
    async with serving(Catalogue.of([(user, []), (other, posts)])) as web:
        query = {"secUid": user.sec_uid, "count": "15", "cursor": "0"}
        first = await web.json("/api/repost/item_list/", params=query)
        second = await web.json("/api/repost/item_list/", params=query | {"cursor": first["cursor"]})
        hidden = await web.json("/api/repost/item_list/", params={"secUid": other.sec_uid})
    assert ids(first) + ids(second) == list(user.reposts)
    assert (first["hasMore"], second["hasMore"]) == (True, False)
    assert "itemList" not in hidden


def test_numbers_of_parameters() -> None:
    assert [whole(text, 7) for text in (None, "", "x", "12")] == [7, 7, 7, 12]
