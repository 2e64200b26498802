"""The calls of Shop pages: what they need, how lists go on, and reviews."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.standin.shop import COOKIES, KIT, LISTS, REVIEWS, SIGNED, further, parts, post, truth
from tiktok_standin.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]

EXPIRED = {"code": 100000, "message": "internal error"}
PAGE_DATA = "/api/shop/pdp_desktop/page_data"


async def searched(web: Web, words: str = "women") -> dict[str, Any]:
    found: dict[str, Any] = (await parts(web, f"/us/s?q={words}"))["feed_list_search_word"]
    return found


@pytest.mark.parametrize(
    ("query", "cookies"),
    [
        ({}, COOKIES),
        ({"X-Gnarly": "a"}, COOKIES),
        ({"X-Tts-Oec-Bsid": "a"}, COOKIES),
        (SIGNED, {"Cookie": "ttwid=1%7Ca%7C1760000000%7Cb"}),
        (SIGNED, {"Cookie": "oec_lucifer=a"}),
    ],
)
@pytest.mark.parametrize("path", [LISTS, REVIEWS, PAGE_DATA])
async def test_calls_that_no_page_made_are_empty(
    web: Web, path: str, query: dict[str, str], cookies: dict[str, str]
) -> None:
    async with web.client.post(path, params=query, json={"product_id": KIT}, headers=cookies) as answer:
        assert (answer.status, await answer.read(), answer.headers["tt_orcas_res"]) == (200, b"", "1")


async def test_made_up_marks_are_refused_where_signing_is_strict(serving: Serving) -> None:
    async with serving(switches=Switches()) as web:
        assert await post(web, REVIEWS, {"product_id": KIT}) is None
        async with web.client.post("/webapp/sdk/lucifer", headers=COOKIES) as answer:
            cookie = answer.cookies["oec_lucifer"].value
        assert len(cookie) == 160
        right = {"Cookie": f"ttwid=1%7Ca%7C1760000000%7Cb; oec_lucifer={cookie}"}
        async with web.client.post(REVIEWS, params=SIGNED, json={}, headers=right) as answer:
            assert await answer.read() == b""
        refusals = (await web.json("/_standin/stats"))["refusals"]
        assert refusals == {"shop cookie foreign": 1, "shop signature unknown": 1}


async def test_other_calls_are_refused(web: Web) -> None:
    assert await post(web, "/api/shop/brandy_desktop/product/detail", {"product_id": KIT}) is None


async def test_without_signing_anybody_may_call(serving: Serving) -> None:
    async with (
        serving(switches=Switches(signing="off")) as web,
        web.client.post(REVIEWS, json={"product_id": KIT}) as answer,
    ):
        assert (await answer.json())["code"] == 0


async def test_the_store_has_an_address_of_its_own(web: Web) -> None:
    sellers = (await truth(web, "sellers"))["sellers"]
    seller_id = max(sellers, key=lambda each: sellers[each])
    feed = (await parts(web, f"/us/store/any/{seller_id}"))["feed_list_store_products"]
    info = {"component_type": "feed_list", "component_name": "feed_list_store_products"}
    body = {"component_info": json.dumps(info), "load_more_params": json.dumps(feed["load_more_params"])}
    found = await post(web, "/api/shop/brandy_desktop/store/product_list", body)
    told = await truth(web, f"sellers/{seller_id}")
    assert [card["product_id"] for card in found["data"]["products"]] == told["ids"][30:60]


@pytest.mark.parametrize(
    "change", [{"page_token": "made-up"}, {"page_token": ""}, {"offset": 60}, {"offset": "x"}]
)
async def test_made_up_params(web: Web, change: dict[str, Any]) -> None:
    assert await further(web, await searched(web), **change) == EXPIRED


async def test_params_expire(serving: Serving) -> None:
    switches = Switches(signing="placeholder", shop_cursor_life=-1)
    async with serving(switches=switches) as web:
        assert await further(web, await searched(web)) == EXPIRED


@pytest.mark.parametrize("body", [b"", b"[]", b'{"component_info": 1}', b'{"component_info": "{}"}'])
async def test_bodies_that_are_none(web: Web, body: bytes) -> None:
    for path in (LISTS, REVIEWS):
        async with web.client.post(path, params=SIGNED, data=body, headers=COOKIES) as answer:
            assert await answer.json() == EXPIRED


async def test_words_alone_start_a_search(web: Web) -> None:
    empty = {"load_more_params": {"offset": 0, "page_token": "", "api_source": 2, "search_word": "women"}}
    found = (await further(web, empty))["data"]
    assert [card["product_id"] for card in found["products"]] == (await truth(web, "search/women"))["ids"][
        :30
    ]
    assert await further(web, empty, search_word="🧸") == EXPIRED


@pytest.mark.parametrize(
    ("option", "key"),
    [
        ("ecom_sold_count", lambda card: -card["sold_info"]["sold_count"]),
        ("ecom_price|ASC", lambda card: float(card["product_price_info"]["sale_price_decimal"])),
        ("ecom_price|DESC", lambda card: -float(card["product_price_info"]["sale_price_decimal"])),
    ],
)
async def test_sorted_lists(web: Web, option: str, key: Callable[[Any], float]) -> None:
    filters = [
        {"filter_option_id": option},
        {"filter_option_id": "ecom_max_price|30"},
        {"filter_option_id": "x"},
    ]
    found = (await further(web, await searched(web), filters=filters))["data"]["products"]
    assert found == sorted(found, key=key)
    assert max(float(card["product_price_info"]["sale_price_decimal"]) for card in found) <= 30


async def test_excluded_products(web: Web) -> None:
    feed = await searched(web)
    ids = (await truth(web, "search/women"))["ids"]
    found = (await further(web, feed, exclude_product_ids=ids[30:40]))["data"]["products"]
    assert [card["product_id"] for card in found] == ids[40:60]


async def much_reviewed(web: Web) -> tuple[str, list[dict[str, Any]]]:
    for product_id in (await truth(web, "products"))["ids"]:
        if (await truth(web, f"products/{product_id}"))["review_count"] > 60:
            break
    return product_id, (await truth(web, f"reviews/{product_id}"))["reviews"]


@pytest.mark.parametrize(("sort", "size"), [(1, 20), (2, 50), (1, 7)])
async def test_reviews_page_after_page(web: Web, sort: int, size: int) -> None:
    product_id, told = await much_reviewed(web)
    found, number, more = [], 0, True
    while more:
        number += 1
        body = {"product_id": product_id, "page_start": number, "page_size": size, "sort_rule": sort}
        data = (await post(web, REVIEWS, body))["data"]
        found += data["product_reviews"]
        more = data["has_more"]
        assert len(data["product_reviews"]) <= 20
        assert data["total_reviews"] == data["review_ratings"]["review_count"] == str(len(told))
    wanted = sorted(told, key=lambda each: -each["time_ms"]) if sort == 2 else told
    assert [each["review_id"] for each in found] == [each["review_id"] for each in wanted]
    for one, other in zip(found, wanted, strict=True):
        assert (one["review_rating"], one["review_text"]) == (other["rating"], other["text"])
        assert (one["review_time"], one["sku_id"]) == (str(other["time_ms"]), other["sku_id"])
        assert one["reviewer_name"] == other["masked_name"] != other["reviewer_name"]
        assert one.get("reviewer_id") == (None if other["is_anonymous"] else other["reviewer_id"])
        assert len(one.get("review_images", [])) == other["images"]


@pytest.mark.parametrize(
    ("kind", "value", "name"), [(2, 6, "images"), (3, 6, "is_verified_purchase"), (1, 5, "rating")]
)
async def test_filtered_reviews(web: Web, kind: int, value: int, name: str) -> None:
    product_id, told = await much_reviewed(web)
    body = {"product_id": product_id, "review_filter": {"filter_type": kind, "filter_value": value}}
    found = (await post(web, REVIEWS, body))["data"]["product_reviews"]
    wanted = [each["review_id"] for each in told if (each[name] == 5 if name == "rating" else each[name])]
    assert [each["review_id"] for each in found] == wanted[:20]


async def test_reviews_of_nothing(web: Web) -> None:
    data = (await post(web, REVIEWS, {"product_id": "1"}))["data"]
    assert data == {"has_more": False, "total_reviews": "0", "product_reviews": []}


@pytest.mark.parametrize("inside", [True, False])
async def test_page_data(web: Web, inside: bool) -> None:
    model = {"product_model": {"product_id": KIT, "seller_id": ""}}
    body = {"global_data": {"product_info": {"product_info": model}}} if inside else model
    for path, region in ((PAGE_DATA, "US"), ("/api/shop/my/pdp_desktop/page_data", "MY")):
        found = (await post(web, path, body))["data"]["components_map"]
        data = next(each for each in found if each["component_name"] == "product_info")["component_data"]
        assert (data["sale_region"], data["product_info"]["product_id"]) == (region, KIT)


async def test_page_data_in_brazil(web: Web) -> None:
    data = (await post(web, "/api/shop/br/pdp_desktop/page_data", {}))["data"]
    assert data["global_api_data"]["nova_config"]["base_resp"] == {
        "StatusCode": 400,
        "StatusMessage": "region not supported",
    }


@pytest.mark.parametrize("body", [b"{", b"{}", b'{"product_model": {"product_id": "1"}}'])
async def test_page_data_of_nothing(web: Web, body: bytes) -> None:
    async with web.client.post(PAGE_DATA, params=SIGNED, data=body, headers=COOKIES) as answer:
        (part,) = (await answer.json())["data"]["components_map"]
    assert (part["component_data"]["error_code"], "product_info" in part["component_data"]) == (0, False)


async def test_page_data_of_what_is_sold_elsewhere(web: Web) -> None:
    product_id = (await truth(web, "special?region=JP"))["elsewhere"][0]
    found = await post(
        web, "/api/shop/jp/pdp_desktop/page_data", {"product_model": {"product_id": product_id}}
    )
    (part,) = found["data"]["components_map"]
    assert part["component_data"]["error_code"] == 23002102
