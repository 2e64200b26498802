"""Faults of a plan strike the lists across accounts as they strike those of an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tiktok_standin.faults import FaultPlan

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]

PLACES = {"comment/list": ("comments", "cursor"), "challenge/item_list": ("itemList", "cursor")}


async def ask(web: Web, where: str, at: int = 20) -> Any:
    known: dict[str, dict[str, object]] = {
        "comment/list": {"aweme_id": web.catalogue.truth("chatty_cedar")["ids"][12]},
        "challenge/item_list": {"challengeID": (await web.truth("hashtag", "fyp"))["hashtag_id"]},
    }
    return await web.ask(f"/api/{where}/", **known[where], **{PLACES[where][1]: at})


@pytest.mark.parametrize("where", PLACES)
async def test_lists_lose_their_items(serving: Serving, where: str) -> None:
    async with serving(plan=FaultPlan.of({"kind": "no_item_list", "where": where})) as web:
        body = await ask(web, where)
        assert PLACES[where][0] not in body
        assert body.get("hasMore", body.get("has_more"))


@pytest.mark.parametrize("where", PLACES)
async def test_an_item_goes_bad(serving: Serving, where: str) -> None:
    async with serving(plan=FaultPlan.of({"kind": "bad_item", "where": where})) as web:
        found = (await ask(web, where, 0))[PLACES[where][0]]
        assert sum(each.get("author") == 7 for each in found) == 1


@pytest.mark.parametrize("where", PLACES)
async def test_cursors_get_stuck(serving: Serving, where: str) -> None:
    async with serving(plan=FaultPlan.of({"kind": "stuck_cursor", "where": where})) as web:
        assert str((await ask(web, where))[PLACES[where][1]]) == "20"


@pytest.mark.parametrize("where", PLACES)
async def test_the_first_page_comes_again(serving: Serving, where: str) -> None:
    rule = {"kind": "repeated_page", "where": where, "after": 1}
    async with serving(plan=FaultPlan.of(rule)) as web:
        first, again = [(await ask(web, where, at))[PLACES[where][0]] for at in (0, 40)]
        key = "cid" if where == "comment/list" else "id"
        assert [each[key] for each in first] == [each[key] for each in again]


async def test_a_page_of_a_hashtag_gets_a_code(serving: Serving) -> None:
    rule = {"kind": "code", "where": "page.hashtag", "code": 10101, "only_target": "fyp"}
    async with serving(plan=FaultPlan.of(rule)) as web:
        assert (await web.scopes("/tag/fyp"))["webapp.challenge-detail"]["statusCode"] == 10101
        assert (await web.scopes("/tag/craft"))["webapp.challenge-detail"]["statusCode"] == 0
