"""Control of the Shop: days, and answers for what is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.standin.shop import KIT, parts, truth

if TYPE_CHECKING:
    from tests.standin.conftest import Web


async def set_day(web: Web, body: Any) -> tuple[int, Any]:
    async with web.client.put("/_standin/shop/day", json=body) as answer:
        return answer.status, await answer.json()


async def prices(web: Web) -> dict[str, str]:
    cards = (await parts(web, "/us/s?q=women"))["feed_list_search_word"]["products"]
    return {card["product_id"]: card["product_price_info"]["sale_price_decimal"] for card in cards}


async def test_days_change_pages_and_truth_alike(web: Web) -> None:
    before = await prices(web)
    assert await set_day(web, {"days": 3}) == (200, {"days": 3})
    assert await truth(web, "day") == {"days": 3}
    after = await prices(web)
    assert list(after) == list(before)
    changed = {key for key, price in after.items() if price != before[key]}
    assert 0 < len(changed) < len(after)
    for product_id, price in after.items():
        assert (await truth(web, f"products/{product_id}"))["price_min"] == price
    await set_day(web, {"days": 0})
    assert await prices(web) == before


@pytest.mark.parametrize("body", [{}, {"days": -1}, {"days": 1000}, {"days": "1"}, {"days": 1, "more": 2}])
async def test_bad_days(web: Web, body: Any) -> None:
    status, answer = await set_day(web, body)
    assert status == 400
    assert "days" in answer["error"] or "more" in answer["error"]


@pytest.mark.parametrize("path", ["products/1", "reviews/1", "categories/1", "sellers/1"])
async def test_what_is_not_there(web: Web, path: str) -> None:
    async with web.client.get(f"/_standin/shop/{path}") as answer:
        assert answer.status == 404


async def test_truth_of_a_region(web: Web) -> None:
    assert (await truth(web, f"products/{KIT}?region=jp"))["currency"] == "JPY"
    assert (await truth(web, f"products/{KIT}?region=xx"))["region"] == "US"
    elsewhere = (await truth(web, "special?region=GB"))["elsewhere"][0]
    told = await truth(web, f"products/{elsewhere}?region=GB")
    assert not told["for_sale"]
    assert "price_min" not in told
