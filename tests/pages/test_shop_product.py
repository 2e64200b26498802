"""A product's page: where it is found, its status, region and payload."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.pages.golden import Case
from tests.pages.shop_answers import (
    OG,
    PRODUCT,
    SELLER,
    capture,
    component,
    encoded,
    flat,
    page,
    product_page,
    sku,
)
from tests.pages.shop_reading import product, read
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.shop_product import read_product_page

INFO: dict[str, Any] = {"product_id": PRODUCT, "product_base": {"title": "Mug"}}
CONFIG: dict[str, Any] = {"components_map": [component("product_info", {"product_info": INFO})]}
GLOBAL: dict[str, Any] = {"components_map": [], "global_data": {"product_info": {"product_info": INFO}}}


class TestWhere:
    @pytest.mark.parametrize(
        "body",
        [
            flat(INFO),
            encoded({"code": 0, "data": {"product_info": INFO}}),
            encoded({"code": 0, "data": CONFIG}),
            encoded(CONFIG),
            encoded({"loaderData": {"view/product/(product_id)/page": {"page_config": CONFIG}}}),
            b"\xef\xbb\xbf" + encoded({"code": "0", "data": CONFIG}),
            product_page(INFO),
            page(None, 3, {"component_type": []}, component("product_info", {"product_info": INFO})),
            page(component("product_info", None), component("product_info", {"product_info": INFO})),
            page(page_config=GLOBAL),
        ],
    )  # fmt: skip
    def test_is_found_in_every_form(self, body):
        (found,) = read_product_page(body, capture()).records
        assert (found.product_id, found.title) == (PRODUCT, "Mug")

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"<html></html>",
            b"[]",
            b'{"a": ',
            b"{}",
            encoded({"code": 0, "data": {}}),
            encoded({"data": {"components_map": []}}),
            flat({}),
            flat(None),
            page(),
            page(component("product_info", None), head=OG.format("Mug")),
            page(component("product_info", {"error_code": 0})),
            b'<script id="__MODERN_ROUTER_DATA__">{"loaderData":</script>',
            f"<head>{OG.format('Security Check')}</head>".encode(),
            f"<head>{OG.format('TikTok Shop')}</head>".encode(),
            f"<head>{OG.format(' - TikTok Shop')}</head>".encode(),
            Case("failure", "shop_security_check").body,
        ],
    )
    def test_no_product(self, body):
        with pytest.raises(PageLayoutError, match="product page"):
            read_product_page(body, capture())

    def test_broken_text_costs_a_character(self):
        body = product_page({"product_id": PRODUCT, "product_base": {"title": "Mug \ud83d"}})
        assert read_product_page(body, capture()).records[0].title == "Mug \ufffd"

    def test_identifiers_of_one_sort_are_never_those_of_another(self):
        found = read({"seller": {"seller_id": SELLER}, "skus": [sku(1, "1")]})
        assert [each.record_type for each in found.records] == ["product", "sku", "seller"]
        assert found.records[0].seller_id == found.records[2].seller_id == SELLER
        assert found.records[1].product_id == PRODUCT


class TestStatus:
    @pytest.mark.parametrize(
        ("code", "beside", "message"),
        [
            (23002102, {"error_message": "not here", "sale_region": "US"}, "not here (sale region US)"),
            ("23002102", {"sale_region": "US"}, "(sale region US)"),
            (23004014, {"error_message": "later"}, "later"),
        ],
    )
    def test_beside_the_product(self, code, beside, message):
        for body in (
            product_page({"product_id": PRODUCT}, error_code=code, **beside),
            flat({}, error_code=code, **beside),
        ):
            found = read_product_page(body, capture())
            assert (found.status_code, found.status_message) == (int(code), message)
            assert not found.records
            assert not found.list_present

    def test_of_the_answer(self):
        found = read_product_page(b'{"StatusCode":0,"code":100000,"message":"token expired"}', capture())
        assert (found.status_code, found.status_message) == (100000, "token expired")

    def test_is_on_the_record(self):
        assert product({}, error_code=0).status_code == 0


class TestRegion:
    @pytest.mark.parametrize(
        ("told", "info", "args", "country", "expected"),
        [
            ("gb", {"path_region": "US"}, {"region": "MY"}, "DE", "GB"),
            (None, {"path_region": "US", "real_region": "SG"}, {"region": "MY"}, "DE", "US"),
            (None, {"real_region": "SG"}, {"region": "MY"}, "DE", "SG"),
            (None, None, {"region": "MY"}, "DE", "MY"),
            ("", {}, {}, "DE", "DE"),
            (None, [], {}, None, None),
        ],
    )
    def test_order(self, told, info, args, country, expected):
        data = {"product_info": {"product_id": PRODUCT, "skus": [sku(1, "1")]}, "sale_region": told}
        body = page(component("product_info", data), region_info=info)
        found = read_product_page(body, capture(args=args, country=country))
        assert [each.region for each in found.records[:2]] == [expected] * 2

    def test_is_in_the_address(self):
        assert product({}, sale_region="MY").url == f"https://shop.tiktok.com/my/pdp/{PRODUCT}"
        assert product({}).url == f"https://www.tiktok.com/shop/pdp/{PRODUCT}"


class TestRaw:
    def test_is_kept_on_demand_without_what_names_people(self):
        case = Case("shop_product", "flat_masked_2025_08")
        found = case.read(keep_raw=True)
        kept = found.records[0].raw
        assert kept["product_base"]["price"]["min_sku_price"] == "2?"
        assert "ldogjnxnqinmorxgiz" not in msgspec.json.encode(kept).decode()
        assert all(each.raw is not None for each in found.records)

    def test_is_left_out_else(self):
        assert all(each.raw is None for each in Case("shop_product", "flat_masked_2025_08").read().records)
