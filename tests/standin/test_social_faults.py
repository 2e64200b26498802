"""Faults of a plan strike the lists across accounts as they strike those of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tiktok_standin import captions, sounds
from tiktok_standin.faults import FaultPlan
from tiktok_standin.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]

STEADY = Switches(signing="placeholder", search_order="stable", relation_login=0.0, comment_empty_pages=0.0)
PLACES = {
    "comment/list": ("comments", "cursor", "cid"),
    "challenge/item_list": ("itemList", "cursor", "id"),
    "music/item_list": ("itemList", "cursor", "id"),
    "user/list": ("userList", "minCursor", "user"),
    "search/item/full": ("item_list", "offset", "id"),
    "search/user/full": ("user_list", "cursor", "user_info"),
    "search/general/full": ("data", "offset", "item"),
    "user/playlist": ("playList", "cursor", "creator"),
    "mix/item_list": ("itemList", "cursor", "id"),
}
"""The key of the list, the parameter of the place, and what tells entries apart."""


async def ask(web: Web, where: str, at: int = 20) -> Any:
    user = web.catalogue.truth("many_moths")["user"]
    known: dict[str, dict[str, object]] = {
        "comment/list": {"aweme_id": web.catalogue.truth("chatty_cedar")["ids"][12]},
        "challenge/item_list": {"challengeID": captions.hashtag_id("fyp")},
        "music/item_list": {"musicID": sounds.song_id(0)},
        "user/list": {"secUid": web.catalogue.truth("giant_gale")["user"]["sec_uid"], "scene": "67"},
        "search/item/full": {"keyword": "bread"},
        "search/user/full": {"keyword": "bread"},
        "search/general/full": {"keyword": "bread"},
        "user/playlist": {"secUid": user["sec_uid"]},
        "mix/item_list": {"mixId": (await web.truth("playlists", "many_moths"))["ids"][0]},
    }
    return await web.ask(f"/api/{where}/", **known[where], **{PLACES[where][1]: at})


@pytest.mark.parametrize("where", PLACES)
async def test_lists_lose_their_items(serving: Serving, where: str) -> None:
    async with serving(plan=FaultPlan.of({"kind": "no_item_list", "where": where}), switches=STEADY) as web:
        body = await ask(web, where)
        assert PLACES[where][0] not in body
        assert body.get("hasMore", body.get("has_more"))


@pytest.mark.parametrize("where", PLACES)
async def test_an_item_goes_bad(serving: Serving, where: str) -> None:
    async with serving(plan=FaultPlan.of({"kind": "bad_item", "where": where}), switches=STEADY) as web:
        found = (await ask(web, where, 0))[PLACES[where][0]]
        assert sum(each.get("author") == 7 for each in found) == 1
        assert sum(each.get(PLACES[where][2]) in (7, {"unexpected": []}) for each in found) <= 1


@pytest.mark.parametrize("where", PLACES)
async def test_cursors_get_stuck(serving: Serving, where: str) -> None:
    async with serving(plan=FaultPlan.of({"kind": "stuck_cursor", "where": where}), switches=STEADY) as web:
        key = "cursor" if PLACES[where][1] == "offset" else PLACES[where][1]
        assert str((await ask(web, where))[key]) == "20"


@pytest.mark.parametrize("where", PLACES)
async def test_the_first_page_comes_again(serving: Serving, where: str) -> None:
    rule = {"kind": "repeated_page", "where": where, "after": 1}
    async with serving(plan=FaultPlan.of(rule), switches=STEADY) as web:
        first, again = [(await ask(web, where, at))[PLACES[where][0]] for at in (0, 40)]
        key = PLACES[where][2]
        assert [each.get(key) for each in first] == [each.get(key) for each in again]


async def test_a_page_of_a_hashtag_gets_a_code(serving: Serving) -> None:
    rule = {"kind": "code", "where": "page.hashtag", "code": 10101, "only_target": "fyp"}
    async with serving(plan=FaultPlan.of(rule)) as web:
        assert (await web.scopes("/tag/fyp"))["webapp.challenge-detail"]["statusCode"] == 10101
        assert (await web.scopes("/tag/craft"))["webapp.challenge-detail"]["statusCode"] == 0
