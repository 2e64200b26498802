"""Shop pages in a browser: their script asks for more as one scrolls, and only it can."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.standin.browser.conftest import Visit
    from tests.standin_process import StandinProcess

pytestmark = pytest.mark.asyncio(loop_scope="session")

SHOP_READY = "document.documentElement.dataset.shop === 'ready'"
END = "document.querySelector('[data-e2e=end]') !== null"
LISTS, REVIEWS = "shop/brandy_desktop/s/product_list", "shop/pdp_desktop/get_product_reviews"
CARDS = "[...document.querySelectorAll('[data-e2e=product-card] a')].map((a) => a.pathname.split('/').at(-1))"
POST = """async ([path, body, query]) => {
    const told = document.querySelector("script[data-nonce]").dataset;
    const own = {aid: "1988", browser_version: navigator.userAgent.slice(8), device_id: told.wid};
    const url = `${path}?${new URLSearchParams({...own, ...query})}`;
    const answer = await fetch(url, {method: "POST", body: JSON.stringify(body)});
    return {url: answer.url, text: await answer.text()};
}"""


async def opened(visit: Visit, path: str) -> None:
    await visit.open(path)
    await visit.page.wait_for_function(SHOP_READY, timeout=10_000)


async def scroll_until(visit: Visit, condition: str) -> None:
    scroll = "scrollTo(0, document.documentElement.scrollHeight)"
    await visit.page.wait_for_function(f"{scroll}, {condition}", timeout=20_000)


async def click_until(visit: Visit, condition: str) -> None:
    click = "document.getElementById('view-more')?.click()"
    await visit.page.wait_for_function(f"{click}, {condition}", timeout=20_000)


async def test_a_search_grows_to_its_end(visit: Visit, browsed: StandinProcess) -> None:
    browsed.set_switches(identities="strict", tokens="strict")
    told = browsed.shop("search/gift")
    await opened(visit, "/us/s?q=gift")
    assert await visit.page.evaluate(CARDS) == told["ids"][:30]
    assert not browsed.log(LISTS)
    await scroll_until(visit, END)
    assert await visit.page.evaluate(CARDS) == told["ids"]
    calls = browsed.log(LISTS)
    assert len(calls) == -(-len(told["ids"]) // 30) - 1
    assert all(call["own"] and call["method"] == "POST" for call in calls)
    assert all("X-Tts-Oec-Bsid=" in call["query"] for call in calls)
    assert "oec_lucifer" in calls[0]["cookies"]
    assert (browsed.stats()["refusals"], browsed.stats()["mixed"]) == ({}, 0)


async def test_a_button_asks_for_more_too(visit: Visit, browsed: StandinProcess) -> None:
    await opened(visit, "/shop/c/womenswear-underwear/601152")
    async with visit.page.expect_response(lambda answer: LISTS in answer.url) as found:
        await visit.page.evaluate("document.getElementById('view-more').click()")
    cards = (await (await found.value).json())["data"]["productList"]
    told = browsed.shop("categories/601152")
    assert [card["product_id"] for card in cards] == told["feed"][30:60]


async def test_a_store_asks_at_its_own_address(visit: Visit, browsed: StandinProcess) -> None:
    sellers = browsed.shop("sellers")["sellers"]
    seller_id = max(sellers, key=lambda each: sellers[each])
    await opened(visit, f"/us/store/any/{seller_id}")
    async with visit.page.expect_response(lambda answer: "/store/product_list" in answer.url) as found:
        await visit.page.mouse.wheel(0, 100_000)
    assert (await (await found.value).json())["code"] == 0


async def test_a_product_asks_for_reviews_once_one_scrolls(visit: Visit, browsed: StandinProcess) -> None:
    ids = browsed.shop("products")["ids"]
    product_id = next(each for each in ids if browsed.shop(f"products/{each}")["review_count"] > 60)
    told = [each["review_id"] for each in browsed.shop(f"reviews/{product_id}")["reviews"]]
    answers: list[Any] = []
    visit.page.on("response", lambda answer: answers.append(answer) if REVIEWS in answer.url else None)
    await opened(visit, f"/us/pdp/{product_id}")
    assert not answers
    await scroll_until(visit, END)
    found = [(await answer.json())["data"]["product_reviews"] for answer in answers]
    assert [each["review_id"] for page in found for each in page] == told
    assert [len(page) for page in found[:-1]] == [20] * (len(found) - 1)


async def test_a_page_may_ask_for_nothing_by_itself(visit: Visit, browsed: StandinProcess) -> None:
    browsed.set_switches(page_lists=False)
    async with visit.page.expect_response(lambda answer: "stage=seen" in answer.url):
        await visit.open("/us/s?q=gift")
    await visit.page.mouse.wheel(0, 100_000)
    await visit.page.wait_for_function("scrollY > 1000")
    assert not browsed.log(LISTS)


async def test_a_call_in_the_page_is_signed_once(visit: Visit, browsed: StandinProcess) -> None:
    ids = browsed.shop("products")["ids"]
    product_id = next(each for each in ids if browsed.shop(f"products/{each}")["review_count"])
    await opened(visit, f"/us/pdp/{product_id}")
    call = [f"/api/{REVIEWS}", {"product_id": product_id, "page_start": 1}, {}]
    first = await visit.page.evaluate(POST, call)
    assert json.loads(first["text"])["data"]["product_reviews"]
    again = await visit.page.evaluate(
        "(url) => fetch(url, {method: 'POST', body: '{}'}).then((answer) => answer.text())", first["url"]
    )
    assert again == ""
    await visit.page.context.clear_cookies(name="oec_lucifer")
    assert (await visit.page.evaluate(POST, call))["text"] == ""
    assert browsed.stats()["refusals"] == {"shop signature used": 1, "shop cookie absent": 1}


async def test_a_call_that_fails_is_tried_again_at_the_next_look(
    visit: Visit, browsed: StandinProcess
) -> None:
    browsed.set_plan({"kind": "empty", "where": LISTS, "first": 2})
    await opened(visit, "/us/s?q=gift")
    await click_until(visit, f"{CARDS}.length >= 60")
    shown = await visit.page.evaluate(CARDS)
    assert shown[:60] == browsed.shop("search/gift")["ids"][:60]
    assert [entry["fault"] for entry in browsed.log(LISTS)][:3] == ["empty", "empty", None]


async def test_a_page_gives_up_what_fails_again_and_again(visit: Visit, browsed: StandinProcess) -> None:
    browsed.set_switches(shop_cursor_life=-1)
    await opened(visit, "/us/s?q=gift")
    await click_until(visit, END)
    assert await visit.page.evaluate("document.getElementById('view-more') === null")
    assert len(browsed.log(LISTS)) == 3


async def test_a_page_of_the_next_day(visit: Visit, browsed: StandinProcess) -> None:
    product_id, path = browsed.shop("products")["ids"][0], "/us/s?q=for"
    today = browsed.shop(f"products/{product_id}")["sold_count"]
    try:
        browsed.set_shop_day(30)
        later = browsed.shop(f"products/{product_id}")["sold_count"]
        await opened(visit, path)
        state = await visit.page.evaluate("document.getElementById('__MODERN_ROUTER_DATA__').textContent")
    finally:
        browsed.set_shop_day(0)
    assert later > today
    assert f'"sold_count":{later}}}' in state
