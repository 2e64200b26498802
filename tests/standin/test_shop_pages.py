"""Pages of the Shop: products in both shapes, lists, regions, and what is not shown."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.standin.conftest import REAL_HOST
from tests.standin.shop import KIT, components, page_of, parts, truth, whole
from tiktok_standin.switches import Switches

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from tests.standin.conftest import Web

    Serving = Callable[..., AbstractAsyncContextManager[Web]]


@pytest.mark.parametrize(
    ("path", "route"),
    [
        (f"/shop/pdp/{KIT}", "shop/pdp/(product_name_slug$)/(product_id)/page"),
        (f"/shop/pdp/any-words/{KIT}/", "shop/pdp/(product_name_slug$)/(product_id)/page"),
        (f"/shop/my/pdp/{KIT}", "(region)/pdp/(product_name_slug$)/(product_id)/page"),
        (f"/us/pdp/paper-boat-kit/{KIT}", "(region)/pdp/(product_name_slug$)/(product_id)/page"),
        (f"/view/product/{KIT}?region=BR", "view/product/(product_id)/page"),
        (f"/shop/view/product/{KIT}", "view/product/(product_id)/page"),
    ],
)
async def test_every_form_of_a_product_address(web: Web, path: str, route: str) -> None:
    text = await web.text(path)
    name, page = page_of(text)
    assert name == route
    assert components(page)["product_info"]["product_info"]["product_id"] == KIT
    assert len(text) > 30_000


async def of_shape(web: Web, shape: str, *, masked: bool = False) -> dict[str, Any]:
    special = await truth(web, "special")
    ids = special["newer"] if shape == "new" else (await truth(web, "products"))["ids"]
    wanted = [each for each in ids if (each in special["masked"]) is masked]
    chosen = next(each for each in wanted if (each in special["newer"]) is (shape == "new"))
    found: dict[str, Any] = await truth(web, f"products/{chosen}")
    return found


@pytest.mark.parametrize("region", ["US", "GB", "MY", "VN"])
async def test_the_recorded_shape_is_true(web: Web, region: str) -> None:
    ids = (await truth(web, f"products?region={region}"))["ids"]
    special = await truth(web, f"special?region={region}")
    plain = [each for each in ids if each not in special["newer"] and each not in special["masked"]]
    for product_id in plain[:15]:
        told = await truth(web, f"products/{product_id}?region={region}")
        data = (await parts(web, f"/{region.lower()}/pdp/{product_id}"))["product_info"]
        info = data["product_info"]
        price = info["product_base"]["price"]
        assert (data["sale_region"], data["error_code"]) == (region, 0)
        assert data["categories"] == told["categories"]
        assert (price["min_sku_price"], price["currency"]) == (told["price_min"], told["currency"])
        assert (price["max_sku_price"] or price["min_sku_price"]) == told["price_max"]
        assert (price["min_sku_original_price"] or None) == told["original_price_min"]
        assert info["product_base"]["sold_count"] == told["sold_count"]
        assert [each["stock"] for each in info["skus"]] == [each["stock"] for each in told["skus"]]
        assert [each["price"]["real_price"]["price_val"] for each in info["skus"]] == [
            each["price"] for each in told["skus"]
        ]
        assert info["product_detail_review"]["review_count"] == told["review_count"]
        fee = info["logistic"]["shipping_fee"]["price_val"]
        assert Decimal(fee) == Decimal(told["shipping"]["fee"])


async def test_the_newer_shape_is_true(web: Web) -> None:
    told = await of_shape(web, "new")
    info = (await parts(web, f"/shop/pdp/{told['product_id']}"))["product_info"]["product_info"]
    prices = info["promotion_model"]["promotion_product_price"]["skus_price"]
    assert {key: price["sale_price_decimal"] for key, price in prices.items()} == {
        each["sku_id"]: each["price"] for each in told["skus"]
    }
    model = info["product_model"]
    assert (model["product_id"], model["name"]) == (told["product_id"], told["title"])
    assert [each["sku_quantity"]["available_quantity"] for each in model["skus"]] == [
        each["stock"] for each in told["skus"]
    ]
    ratings = info["review_info"]["review_ratings"]["rating_result"]
    assert {star: int(count) for star, count in ratings.items()} == told["ratings"]


async def test_masked_prices_are_for_visitors_without_a_login(web: Web, serving: Serving) -> None:
    told = await of_shape(web, "h5", masked=True)
    path = f"/shop/pdp/{told['product_id']}"

    def price(found: dict[str, Any]) -> str:
        text: str = found["product_info"]["product_info"]["product_base"]["price"]["min_sku_price"]
        return text

    assert price(await parts(web, path)) == f"{told['price_min'][0]}?"
    assert price(await parts(web, path, headers={"Cookie": "sessionid=a"})) == told["price_min"]
    async with serving(switches=Switches(shop_masks=False)) as open_one:
        assert price(await parts(open_one, path)) == told["price_min"]


async def test_masked_prices_of_the_newer_shape(web: Web) -> None:
    told = await of_shape(web, "new", masked=True)
    found = await parts(web, f"/shop/pdp/{told['product_id']}")
    prices = found["product_info"]["product_info"]["promotion_model"]["promotion_product_price"]
    assert "*" in prices["min_price"]["sale_price_decimal"]


async def test_page_reviews_have_plain_names_and_links(web: Web) -> None:
    for product_id in (await truth(web, "products"))["ids"]:
        told = (await truth(web, f"reviews/{product_id}"))["reviews"]
        data = (await parts(web, f"/shop/pdp/{product_id}"))["product_info"]["product_info"]
        if len(told) > 4 and "product_detail_review" in data and not told[0]["is_anonymous"]:
            break
    shown = data["product_detail_review"]["review_items"]
    assert [each["review"]["review_id"] for each in shown] == [each["review_id"] for each in told[:4]]
    user = shown[0]["review_user"]
    assert user["name"] == told[0]["reviewer_name"]
    assert told[0]["reviewer_id"] in user["link"]
    assert told[0]["reviewer_sec_uid"] in user["link"]


async def test_not_for_sale_here(web: Web) -> None:
    for path in (f"/zz/pdp/{KIT}", f"/gb/pdp/{(await truth(web, 'special?region=GB'))['elsewhere'][0]}"):
        data = (await parts(web, path))["product_info"]
        assert data["error_code"] == 23002102
        assert data["sale_region"] != "GB"
        assert "product_info" not in data


async def test_the_exit_may_decide_the_region(serving: Serving) -> None:
    switches = Switches(shop_region="exit", countries=("GB", "MY"))
    async with serving(switches=switches) as web:
        page = page_of(await web.text(f"/us/pdp/{KIT}"))[1]
        assert components(page)["product_info"]["sale_region"] == "GB"
        page = page_of(await web.text(f"/us/pdp/{KIT}", headers={"X-Standin-Exit": "exit-2"}))[1]
        assert components(page)["product_info"]["sale_region"] == "MY"


async def test_gone_products(web: Web) -> None:
    special = await truth(web, "special")
    for product_id in (special["gone"][0], "1731088507416187569"):
        assert "product_info" not in (await parts(web, f"/shop/pdp/{product_id}"))["product_info"]
    bare = await web.text(f"/shop/pdp/{special['gone_bare'][0]}")
    assert "__MODERN_ROUTER_DATA__" not in bare
    assert ">TikTok Shop</title>" in bare


async def test_json_ld(web: Web) -> None:
    special = await truth(web, "special")
    told = await truth(web, f"products/{special['json_ld'][0]}")
    text = await web.text(f"/shop/pdp/{told['product_id']}")
    assert "__MODERN_ROUTER_DATA__" not in text
    found = json.loads(text.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert (found["name"], found["offers"]["price"]) == (told["title"], told["price_min"])
    assert len(special["with_json_ld"]) < 100
    assert "ld+json" in await web.text(f"/shop/pdp/{special['with_json_ld'][0]}")
    assert "ld+json" not in await web.text(f"/shop/pdp/{KIT}")


@pytest.mark.parametrize("path", ["/shop/s/women", "/us/s?q=women", "/shop/us/s/women", "/my/s?q=women"])
async def test_search_page(web: Web, path: str) -> None:
    feed = (await parts(web, path))["feed_list_search_word"]
    region = "MY" if "/my/" in path else "US"
    ids = (await truth(web, f"search/women?region={region}"))["ids"]
    assert [card["product_id"] for card in feed["products"]] == ids[:30]
    assert feed["load_more_params"]["search_word"] == "women"


@pytest.mark.parametrize("path", ["/gb/s?q=women", "/zz/s?q=women"])
async def test_search_where_there_is_none(web: Web, path: str) -> None:
    assert "feed_list_search_word" not in await parts(web, path)


@pytest.mark.parametrize("words", ["🧸🧸", "x" * 500, ""])
async def test_search_without_results(web: Web, words: str) -> None:
    feed = (await parts(web, "/us/s", params={"q": words}))["feed_list_search_word"]
    assert (feed["products"], feed["has_more"]) == ([], False)


async def test_a_search_is_about_300_long(web: Web) -> None:
    found = await whole(web, (await parts(web, "/us/s?q=women"))["feed_list_search_word"])
    told = await truth(web, "search/women")
    assert found == told["ids"]
    assert len(found) == len(set(found)) == 300 < told["matching"]


async def test_a_category_and_those_below(web: Web) -> None:
    tree = (await truth(web, "categories"))["categories"]
    big = max(tree, key=lambda each: each["products"])
    page = await parts(web, f"/shop/c/any/{big['category_id']}")
    told = await truth(web, f"categories/{big['category_id']}")
    found = await whole(web, page["feed_list_category_products"])
    assert found == told["feed"]
    assert len(found) == big["feed"] < big["products"] == len(told["ids"])
    below = page["category_list"]["categories"]
    children = [each["category_id"] for each in tree if each["parent_id"] == big["category_id"]]
    assert [each["category_id"] for each in below] == children
    assert "seo_pdp_url" in page["feed_list_category_products"]["productList"][0]
    assert "feed_list_category_products" not in await parts(web, "/shop/c/none/999999")


async def test_a_store(web: Web) -> None:
    sellers = (await truth(web, "sellers?region=GB"))["sellers"]
    seller_id = max(sellers, key=lambda each: sellers[each])
    told = await truth(web, f"sellers/{seller_id}?region=GB")
    page = await parts(web, f"/gb/store/any/{seller_id}")
    info = page["shop_info"]
    assert await whole(web, page["feed_list_store_products"]) == told["ids"]
    assert (info["shop_name"], info["region"]) == (told["name"], "GB")
    assert info["on_sell_product_count"] == told["product_count"] == len(told["ids"])
    assert info["sold_count"] == int(info["global_sold_count"]) == told["sold_count"]
    assert "shop_info" not in await parts(web, "/shop/store/none/7495000000000000000")


@pytest.mark.parametrize("path", ["/shop", "/us/", "/shop/us"])
async def test_home(web: Web, path: str) -> None:
    page = await parts(web, path)
    ids = [card["product_id"] for card in page["feed_list_popular"]["products"]]
    assert ids == (await truth(web, "trending"))["ids"][:30]
    assert len(page["category_list"]["categories"]) == 28


async def test_the_root_of_each_host(web: Web) -> None:
    page = await parts(web, "/", headers={"Host": "shop.tiktok.com"})
    assert len(page["feed_list_popular"]["products"]) == 30
    assert "webapp.app-context" in await web.scopes("/", headers=REAL_HOST)


async def test_cards_are_true(web: Web) -> None:
    for card in (await parts(web, "/my/s?q=for"))["feed_list_search_word"]["products"]:
        told = await truth(web, f"products/{card['product_id']}?region=MY")
        price = card["product_price_info"]
        assert price["sale_price_decimal"] == told["price_min"]
        assert price.get("origin_price_decimal") == told["original_price_min"]
        assert price["currency_name"] == "MYR"
        assert card["rate_info"]["review_count"] == str(told["review_count"])
        assert card["sold_info"]["sold_count"] == told["sold_count"]


async def test_pictures(web: Web) -> None:
    told = await truth(web, f"products/{KIT}")
    local = (await parts(web, f"/shop/pdp/{KIT}"))["product_info"]["product_info"]["product_base"]["images"]
    assert [each["uri"] for each in local] == told["images"]
    async with web.client.get(
        local[0]["url_list"][0].removeprefix(f"http://{web.client.host}:{web.client.port}")
    ) as answer:
        assert answer.content_type == "image/jpeg"
    real = await parts(web, f"/shop/pdp/{KIT}", headers=REAL_HOST)
    shown = real["product_info"]["product_info"]["product_base"]["images"][0]["url_list"]
    assert [url.partition("/tos-")[0] for url in shown] == [
        "https://p16-oec-general-useast5.ttcdn-us.com",
        "https://p19-oec-general-useast5.ttcdn-us.com",
    ]
