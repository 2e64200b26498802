from __future__ import annotations

import json

import pytest

from tests.outcome.asking import CHECK_PAGE, SECURITY, SHELL, ask


def shop(data: dict) -> bytes:
    text = json.dumps({"loaderData": {"(region)/page": data}})
    return f'<script id="__MODERN_ROUTER_DATA__">{text}</script>'.encode()


def component(data: object, kind: str = "product_info") -> dict:
    part = {"component_type": kind, "component_name": kind, "component_data": data}
    return {"page_config": {"components_map": [None, {"component_type": 3}, part]}}


@pytest.mark.parametrize(
    ("data", "outcome", "confirm"),
    [
        ({"error_code": 0, "product_info": {"product_id": "1"}}, "ok", False),
        ({"product_info": {"product_id": "1"}, "extra": {"error_code": 23004014}}, "ok", False),
        ({"error_code": 23002102, "sale_region": "US", "product_info": {}}, "region", False),
        ({"error_code": 23004014, "product_info": {"product_id": "1"}}, "blocked", False),
        ({"error_code": 0, "product_info": {}}, "missing", True),
        ({"error_code": 0}, "missing", True),
        ({"error_code": 5}, "invalid", True),
        (None, "empty", False),
    ],
)
def test_shop_product(data, outcome, confirm):
    page = ask(shop(component(data)), kind="shop", anchor="product_info")
    config = component(data)["page_config"]
    called = ask({"code": 0, "data": config}, kind="shop", anchor="product_info")
    for answer in (page, called):
        assert (answer.outcome, answer.confirm) == (outcome, confirm)


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (None, "missing"),
        ({"page_config": {}}, "missing"),
        ({"page_config": {"components_map": []}}, "missing"),
        ({"page_config": {"global_data": {"product_info": {"product_id": "1"}}}}, "missing"),
        ({"product_info": {"error_code": 23002102}}, "region"),
        ({"product_info": {"error_code": 23004014}}, "blocked"),
        ({"page_config": {"components_map": [{"component_type": "product_info"}]}}, "empty"),
    ],
)
def test_shop_page_without_its_product(data, outcome):
    assert ask(shop(data), kind="shop", anchor="product_info").outcome == outcome


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        ({"products": []}, "ok"),
        ({"error_code": 23004014}, "blocked"),
        ({"code": "23002102"}, "region"),
        (None, "ok"),
    ],
)
def test_shop_list_page(data, outcome):
    page = shop(component(data, "feed_list_category"))
    assert ask(page, kind="shop", anchor="feed_list").outcome == outcome


def test_shop_list_page_without_its_list():
    assert ask(shop(component({}, "x")), kind="shop", anchor="feed_list").outcome == "missing"


def test_the_message_names_the_sale_region():
    data = {"error_code": 23002102, "error_message": "not here", "sale_region": "GB"}
    found = ask(shop(component(data)), kind="shop", anchor="product_info")
    assert found.message == "shop_not_in_region: not here (sale region GB)"
    assert found.code == 23002102


@pytest.mark.parametrize(
    ("body", "anchor", "outcome"),
    [
        ({"code": 0, "data": {"products": []}}, "products", "ok"),
        ({"code": 0, "data": {"productList": [{}], "has_more": True}}, "products", "ok"),
        ({"code": 0, "data": {"has_more": True}}, "products", "empty"),
        ({"code": 0, "message": "success"}, "products", "empty"),
        ({"code": 0, "data": None}, "products", "empty"),
        ({"products": [], "has_more": False}, "products", "ok"),
        ({"code": 100000, "message": "token expired"}, "products", "blocked"),
        ({"code": 23004014}, "products", "blocked"),
        ({"code": "10000", "type": "verify"}, "products", "captcha"),
        ({"product_info": {"product_id": "1"}, "error_code": 0}, "product_info", "ok"),
        ({"code": 0, "data": {"product_info": {"product_id": "1"}}}, "product_info", "ok"),
        ({"code": 0, "data": {"error_code": 23002102, "product_info": {}}}, "product_info", "region"),
        ({"code": 0, "data": {}}, "product_info", "missing"),
        (
            {
                "code": 0,
                "data": {"nova_config": {"StatusCode": 400, "StatusMessage": "Region not supported"}},
            },
            "product_info",
            "region",
        ),
    ],
)
def test_shop_api(body, anchor, outcome):
    assert ask(body, kind="shop", anchor=anchor).outcome == outcome


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (SECURITY, "captcha"),
        (CHECK_PAGE, "challenge"),
        (b"<title>TikTok Shop</title>", "missing"),
        (b"<title>Other</title>", "blocked"),
        (b"<title>Other</title>" + b" " * 30_000, "empty"),
        (SHELL, "empty"),
        (b'<script type="application/ld+json">{"@type": "Product"}</script>', "ok"),
        (b'<script type="application/ld+json">{"@type": "Offer"}</script>', "blocked"),
        (b'<script id="__MODERN_ROUTER_DATA__">{</script>', "invalid"),
        (b'{"code":0,"data":{"products":[]}}', "ok"),
        (b'{"code":0,"data":', "invalid"),
        (b'{"code":100000,"message":"token expired"}', "blocked"),
        (b'{"loaderData":{"x":{"product_info":1}}}', "missing"),
    ],
)
def test_shop_without_state(body, outcome):
    answer = ask(body, kind="shop", anchor=None if body.startswith(b'{"code":0') else "product_info")
    assert answer.outcome == outcome
