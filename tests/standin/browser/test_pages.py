"""Pages that do something by themselves in a browser: the check page and the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.async_api import Response

    from tests.standin.browser.conftest import Visit
    from tests.standin_process import StandinProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")

CARDS = "[data-e2e=user-post-item] a"
LINKS = f"[...document.querySelectorAll('{CARDS}')].map((link) => link.pathname.split('/').at(-1))"


async def test_a_browser_passes_the_check_page(visit: Visit, browsed: StandinProcess) -> None:
    browsed.set_plan({"kind": "check_page", "where": "page.*"})
    await visit.open("/foryou")
    first, second = browsed.log("page.foryou")
    assert (first["fault"], second["fault"]) == ("check_page", None)
    assert "_wafchallengeid" in second["cookies"]


async def test_nobody_passes_the_unsolvable_one(visit: Visit, browsed: StandinProcess) -> None:
    browsed.set_switches(check_page="unsolvable")
    browsed.set_plan({"kind": "check_page", "where": "page.*"})
    await visit.page.goto(browsed.url + "/foryou")
    assert "Please wait..." in await visit.page.inner_text("body")
    assert "_wafchallengeid" not in {cookie["name"] for cookie in await visit.page.context.cookies()}
    assert len(browsed.log("page.foryou")) == 1


async def test_a_profile_lists_its_posts_as_one_scrolls(visit: Visit, browsed: StandinProcess) -> None:
    truth = browsed.truth("pinned_pine")
    answers: list[Response] = []
    visit.page.on("response", lambda answer: answers.append(answer) if "/api/post/" in answer.url else None)
    await visit.open("/@pinned_pine")
    await visit.page.wait_for_selector(CARDS, state="attached")
    before = await visit.page.evaluate(LINKS)
    assert before[:3] == truth["pinned"][::-1]
    assert len(before) < len(truth["ids"])
    await visit.page.mouse.wheel(0, 100_000)
    await visit.page.wait_for_function(
        f"document.querySelectorAll('{CARDS}').length >= {len(truth['ids'])}", timeout=10_000
    )
    assert set(await visit.page.evaluate(LINKS)) == set(truth["ids"])
    assert [len((await answer.json())["itemList"]) > 0 for answer in answers] == [True] * len(answers)
    assert len(answers) > 1
    assert all(entry["own"] for entry in browsed.log("post/item_list"))


async def test_a_profile_may_list_nothing_by_itself(visit: Visit, browsed: StandinProcess) -> None:
    browsed.set_switches(page_lists=False)
    async with visit.page.expect_response(lambda answer: "stage=seen" in answer.url):
        await visit.open("/@pinned_pine")
    assert browsed.log("post/item_list") == []


async def test_faults_of_everything_leave_the_script_alone(visit: Visit, browsed: StandinProcess) -> None:
    browsed.set_plan({"kind": "slow", "where": "*", "ms": 1}, {"kind": "empty", "where": "user/detail"})
    await visit.open("/foryou")
    assert (await visit.ask("/api/user/detail/", uniqueId="daily.dune"))["body"] is None
    assert {entry["fault"] for entry in browsed.log() if entry["endpoint"].startswith("sdk.")} == {None}


async def test_a_plan_may_keep_the_script_from_getting_ready(visit: Visit, browsed: StandinProcess) -> None:
    browsed.set_plan({"kind": "empty", "where": "sdk.key"})
    async with visit.page.expect_response(lambda answer: "/sdk/key" in answer.url):
        await visit.page.goto(browsed.url + "/foryou")
    assert await visit.page.evaluate("window.byted_acrawler === undefined")
