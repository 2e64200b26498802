"""The spider ``shop`` without a network: limits, order, targets and what is counted across lists."""

from __future__ import annotations

from typing import Any

import pytest

from tests.spiders.made import answer, begin, make, records_of, remember, requests_of
from tiktok_spiders.endpoints.shop import SHOP_CATEGORY_MORE, Cards
from tiktok_spiders.listing import Limits, Listing, ListingState
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.spiders.shop import ShopSpider


def card(number: int) -> dict[str, Any]:
    return {
        "product_id": str(1_730_000_000_000_000_000 + number),
        "title": f"Kit {number}",
        "product_price_info": {"sale_price_decimal": "8", "currency_name": "USD"},
    }


def page(start: int, end: int, *, more: bool = False) -> dict[str, Any]:
    onward = {"load_more_params": {"offset": end}} if more else {}
    cards = [card(number) for number in range(start, end)]
    return {"code": 0, "data": {"products": cards, "has_more": more, **onward}}


def walk(spider: Any, first: Any, pages: dict[str, dict[str, Any]]) -> list[Any]:
    """Answer each request by the category it is about and the offset it goes on from."""
    waiting, outputs = [first], []
    while waiting:
        request = waiting.pop()
        cursor, category = request.meta["args"]["cursor"], request.meta["args"]["category"]
        found = answer(request, pages[f"{category} {cursor}"])
        outputs += found
        waiting += requests_of(found)
        for one in requests_of(found):
            assert one.meta["section"] == "shop_category"
    return outputs


@pytest.fixture
def spider(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(
        ShopSpider, "foresee", _foresee(ShopSpider.foresee)
    )  # the lists below stand on pages of HTML only
    return make(ShopSpider, categories="600001", region="US", max_products=31)


def _foresee(real: Any) -> Any:
    def foresee(self: Any, state: ListingState, read: PageRead, seen: set[str]) -> None:
        below = ("600002", "600003") if state.args["category"] == "600001" and not state.pages else ()
        object.__setattr__(read, "onward", below)
        real(self, state, read, seen)

    return foresee


def test_a_limit_holds_across_the_lists_of_a_category(spider: Any) -> None:
    (request,) = requests_of(begin(spider))
    outputs = walk(spider, request, {"600001 ": page(0, 30, more=True), "600002 ": page(20, 50)})
    assert len(records_of(outputs, "product")) == 31
    (verdict,) = records_of(outputs, "verdict")
    assert (verdict.status, verdict.unique, verdict.requests) == ("limited", 31, 2)


def test_a_list_below_that_is_walked_anew_counts_what_was_stored(spider: Any) -> None:
    spider.arguments = spider.arguments.model_copy(update={"max_products": None})
    (request,) = requests_of(begin(spider))
    (below,) = requests_of(answer(request, page(0, 3)))
    spider._seen.clear()
    remember(spider, *(card(number)["product_id"] for number in range(5)))
    outputs = walk(spider, below, {"600002 ": page(2, 6), "600003 ": page(0, 1)})
    (verdict,) = records_of(outputs, "verdict")
    assert [one.product_id for one in records_of(outputs, "product")] == [card(5)["product_id"]]
    assert (verdict.status, verdict.unique) == ("complete", 6)
    assert verdict.message == "3 lists walked, 0 of them cut off by TikTok"


def test_a_product_in_two_markets_is_two_targets() -> None:
    key = "1731088507416187562"
    links = f"{key},https://shop.tiktok.com/gb/pdp/{key},https://shop.tiktok.com/us/pdp/{key}"
    spider = make(ShopSpider, products=links, region="US")
    asked = [request.meta["args"]["region"] for request in requests_of(begin(spider))]
    assert asked == ["US", "GB"]


@pytest.mark.parametrize(
    ("cursor", "asked", "repeated"),
    [
        ('{"offset": 60}', '{"offset": 30}', False),
        ('{"offset": "60"}', '{"offset": 30}', False),
        ('{"offset": 30, "page_token": "x"}', '{"offset": 30}', True),
        ('{"offset": 30}', '{"offset": 90}', True),
        ("token", '{"offset": 90}', False),
        ('["offset"]', '{"offset": 90}', False),
        ('{"offset": 30}', "", False),
    ],
)
def test_parameters_that_do_not_go_forward_are_asked_again(cursor: str, asked: str, repeated: bool) -> None:
    state = ListingState(target="t", resource="shop_store", cursor=asked, pages=1, received=30, unique=30)
    listing = Listing(state, Cards(cap_from=100), Limits(), set())
    listing.take(PageRead(cursor=cursor, has_more=True))
    assert (state.cursor, state.repeats) == ((asked, 1) if repeated else (cursor, 0))


def test_what_the_page_must_ask_for_is_the_offset() -> None:
    match = SHOP_CATEGORY_MORE.own_match
    assert match is not None
    assert match({"cursor": '{"offset": 60, "page_token": "x"}'}) == {"offset": "60"}
    assert match({"cursor": "token"}) == {}


@pytest.mark.parametrize(("received", "reason"), [(99, "end"), (105, "cap")])
@pytest.mark.parametrize("inner", [False, True])
def test_a_cut_off_feed_is_known_by_its_length_not_by_what_is_new(
    received: int, reason: str, inner: bool
) -> None:
    state = ListingState(
        target="t", resource="shop_category", pages=3, received=received, unique=7, inner=inner, doubts=2
    )
    Listing(state, Cards(cap_from=100), Limits(), set()).take(PageRead(has_more=False))
    assert state.stop_reason == ("end" if inner else reason)
    assert state.capped == int(inner and reason == "cap")
