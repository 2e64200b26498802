"""msTokens: a new one with each answer, and which of them are good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tiktok_standin.switches import Switches
from tiktok_standin.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]

VISITOR = "ttwid=1%7Ca%7C1760000000%7Cb"


async def ask(
    web: Web, token: str | None = None, *, cookie: str | None = None, path: str = "repost", **more: str
) -> Any:
    """Ask for a list; return whether it was answered, and the next token."""
    query = {"secUid": web.catalogue.truth("daily.dune")["user"]["sec_uid"]}
    query |= more if token is None else {"msToken": token, **more}
    cookies = VISITOR + ("" if cookie is None else f"; msToken={cookie}")
    async with web.client.get(f"/api/{path}/item_list/", params=query, headers={"Cookie": cookies}) as answer:
        assert answer.headers["x-ms-token"] in answer.headers["Set-Cookie"]
        found = bool(await answer.text()), answer.headers["x-ms-token"]
    web.client.session.cookie_jar.clear()
    return found


async def refusals(web: Web) -> Any:
    return (await web.json("/_standin/stats"))["refusals"]


async def test_each_answer_brings_another_token(web: Web) -> None:
    tokens = [(await ask(web))[1] for _ in range(3)]
    assert len(set(tokens)) == 3
    assert {len(token) for token in tokens} == {148}


@pytest.mark.parametrize(("rule", "answered"), [("issued", False), ("strict", False), ("off", True)])
@pytest.mark.parametrize("token", ["None", "A" * 148, "é", "A" * 146 + "=="])
async def test_a_fabricated_token_is_refused(serving: Serving, rule: Any, answered: bool, token: str) -> None:
    async with serving(switches=Switches(tokens=rule)) as web:
        assert (await ask(web, token))[0] is answered
        assert await refusals(web) == ({} if answered else {"token forged": 1})


async def test_an_empty_token_does_where_no_signature_is_needed(serving: Serving) -> None:
    async with serving(switches=Switches(tokens="strict", signing="off")) as web:
        assert (await ask(web, ""))[0]
        assert not (await ask(web, "", path="post"))[0]
        assert await refusals(web) == {"token absent": 1}


@pytest.mark.parametrize(("rule", "answered"), [("issued", True), ("strict", False)])
async def test_query_and_cookie_have_to_agree(serving: Serving, rule: Any, answered: bool) -> None:
    async with serving(switches=Switches(tokens=rule)) as web:
        _, first = await ask(web)
        _, second = await ask(web, first, cookie=first)
        assert (await ask(web, first, cookie=second))[0] is answered
        assert (await ask(web, second, cookie=second))[0]


@pytest.mark.parametrize(("seconds", "answered"), [(5.0, True), (0.0, False)])
async def test_a_page_may_be_given_a_token_while_its_call_is_under_way(
    serving: Serving, monkeypatch: pytest.MonkeyPatch, seconds: float, *, answered: bool
) -> None:
    monkeypatch.setattr("tiktok_standin.token_checks.UNDER_WAY_S", seconds)
    async with serving(switches=Switches(tokens="strict", signing="off")) as web:
        _, first = await ask(web)
        _, second = await ask(web, first, cookie=first)
        made = {"X-Bogus": "made-by-the-page"}
        assert (await ask(web, first, cookie=second, **made))[0] is answered
        assert not (await ask(web, first, cookie=second, **made))[0]  # by then it is two tokens ago


@pytest.mark.parametrize(("rule", "answered"), [("issued", True), ("strict", False)])
async def test_a_replaced_token_is_good_for_some_calls(serving: Serving, rule: Any, answered: bool) -> None:
    async with serving(switches=Switches(tokens=rule, token_grace=2)) as web:
        _, first = await ask(web)
        found = [(await ask(web, first))[0] for _ in range(4)]
        stats = await web.json("/_standin/stats")
    assert found == [True, True, True, answered]
    assert stats["tokens_stale"] == 1


async def test_a_token_given_before_there_was_a_visitor_stays_good(serving: Serving) -> None:
    async with serving(switches=Switches(tokens="strict")) as web:
        async with web.client.get("/api/repost/item_list/") as answer:
            token = answer.headers["x-ms-token"]
        web.client.session.cookie_jar.clear()
        assert (await ask(web, token))[0]
        assert not (await ask(web, token, cookie="other"))[0]


def test_another_stand_in_does_not_know_a_token() -> None:
    one, other = Tokens(), Tokens()
    token = one.make(b"visitor1", 7)
    assert one.read(token) == (b"visitor1", 7)
    assert other.read(token) is None
