"""Lists of the Shop, and the categories below them: what the recordings do not hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.pages.shop_answers import BROKEN, NO_STATE, capture, card, component, encoded, page
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.shop_list import read_product_list


def ids(found: Any, record_type: str = "product") -> list[str]:
    return [each.product_id for each in found.records if each.record_type == record_type]


class TestList:
    @pytest.mark.parametrize(
        "body",
        [
            encoded({"code": 0, "data": {"products": [card(1)], "has_more": True}}),
            encoded({"code": 0, "data": {"productList": [card(1)], "hasMore": True}}),
            encoded({"products": [card(1)], "has_more": 1}),
            page(component("feed_list_category", {"products": [card(1)], "has_more": True})),
            page(component("feed_list", {"productList": [card(1)], "hasMore": True, "load_more_params": ""})),
            encoded({"loaderData": {"r": {"page_config": {"components_map": [
                component("feed_list", {"products": [card(1)], "has_more": True})]}}}}),
        ],
    )  # fmt: skip
    def test_in_every_form(self, body):
        found = read_product_list(body, capture())
        assert ids(found) == [card(1)["product_id"]]
        assert found.list_present
        assert found.has_more is True
        assert found.cursor is None

    @pytest.mark.parametrize("body", NO_STATE)
    def test_a_page_without_a_list(self, body):
        with pytest.raises(PageLayoutError, match="feed_list"):
            read_product_list(body, capture())

    @pytest.mark.parametrize("body", BROKEN)
    def test_broken(self, body):
        with pytest.raises(PageLayoutError, match="readable state"):
            read_product_list(body, capture())

    @pytest.mark.parametrize("data", [None, {}, [], "x", {"products": None}])
    def test_json_without_a_list(self, data):
        found = read_product_list(encoded({"code": 0, "data": data}), capture())
        assert not found.list_present
        assert not found.records

    def test_what_is_no_list_is_told(self):
        found = read_product_list(encoded({"data": {"products": {"a": 1}}}), capture())
        assert not found.list_present
        assert found.misread == {"product/products": 1}

    @pytest.mark.parametrize("code", [100000, 23004014, 23002102])
    def test_status(self, code):
        for body in (
            encoded({"code": code, "message": "no", "data": {"products": [card(1)]}}),
            page(component("feed_list", {"error_code": code, "error_message": "no"})),
        ):
            found = read_product_list(body, capture())
            assert (found.status_code, found.status_message) == (code, "no")
            assert not found.list_present
            assert not found.records

    def test_a_feed_that_failed_beside_a_good_one_is_no_matter(self):
        feeds = [component("feed_list", {"error_code": 5}), component("feed_list", {"products": [card(1)]})]
        found = read_product_list(page(*feeds), capture())
        assert (found.status_code, len(ids(found))) == (0, 1)

    @pytest.mark.parametrize(
        "params",
        [
            '{"offset":30,  "page_token":"\\u00e9"}',
            "opaque",
            '{"exclude_product_ids":[12345678901234567890123]}',
        ],
    )
    def test_parameters_go_back_unchanged(self, params):
        for body in (
            encoded({"data": {"products": [card(1)], "load_more_params": params}}),
            page(component("feed_list", {"products": [card(1)], "load_more_params": params})),
        ):
            assert read_product_list(body, capture()).cursor == params

    def test_parameters_that_are_an_object_keep_their_text(self):
        params = '{"offset" : 30, "ids":[12345678901234567890123, 1.10]}'
        body = f'{{"data": {{"products": [], "load_more_params": {params}}}}}'.encode()
        assert read_product_list(body, capture()).cursor == params

    def test_an_end_is_known_to_be_empty(self):
        found = read_product_list(encoded({"data": {"products": [], "has_more": False}}), capture())
        assert found.list_present
        assert found.has_more is False

    def test_a_seller_comes_once_a_page_after_its_first_product(self):
        other = card(3, seller_info={"seller_id": "7490000000000000002"})
        found = read_product_list(encoded({"products": [card(1), card(2), other]}), capture())
        assert [each.record_type for each in found.records] == [
            "product",
            "seller",
            "product",
            "product",
            "seller",
        ]

    def test_ranks_go_on_and_a_refused_card_has_one(self):
        found = read_product_list(encoded({"products": [card(1), {}, 7, card(2)]}), capture(first_rank=30))
        assert [each.source.rank for each in found.records if each.record_type == "product"] == [30, 33]
        assert len(found.rejected) == 2

    def test_raw(self):
        (found, *_) = read_product_list(encoded({"products": [card(1)]}), capture(keep_raw=True)).records
        assert found.raw == card(1)

    @pytest.mark.parametrize(
        ("prices", "expected"),
        [
            ({"sale_price_decimal": "8", "origin_price_decimal": "10"}, (8, None, 10, None, 20, False)),
            ({"sale_price_decimal": "8", "price_prefix": "From"}, (8, None, None, None, None, False)),
            ({"sale_price_decimal": "2?", "origin_price_decimal": "39.99", "discount_format": "-47%"},
             (None, None, Decimal("39.99"), None, 47, True)),
            ({"discount_decimal": "0.5", "discount_format": "49%"}, (None, None, None, None, 50, None)),
            ({}, (None, None, None, None, None, None)),
        ],
    )  # fmt: skip
    def test_prices(self, prices, expected):
        body = encoded({"products": [card(1, product_price_info=prices)]})
        found = read_product_list(body, capture()).records[0]
        told = (found.price_min, found.price_max, found.original_price_min, found.original_price_max)
        assert (*told, found.discount_percent, found.price_masked) == expected

    @pytest.mark.parametrize(
        ("more", "url"),
        [
            (
                {"seo_url": {"canonical_url": "https://a.example/pdp/x/1?from=y#z"}},
                "https://a.example/pdp/x/1",
            ),
            ({"seo_url": {"canonical_url": "", "pdp_url": "https://a.example/1"}}, "https://a.example/1"),
            ({"seo_pdp_url": "https://a.example/2"}, "https://a.example/2"),
            ({"seo_url": {"canonical_url": "/pdp/1"}}, "https://shop.tiktok.com/us/pdp/1730000000000002001"),
        ],
    )
    def test_address(self, more, url):
        body = encoded({"products": [card(1, **more)]})
        assert read_product_list(body, capture(args={"region": "US"})).records[0].url == url


class TestCategoriesBelow:
    def read(self, *told: Any, own: str | None = "600001", kind: str = "category_list") -> Any:
        beside = component(kind, {"categories": list(told)})
        body = page(component("category_x", None), beside, component("feed_list", {"products": [card(1)]}))
        return read_product_list(body, capture(args={"category": own} if own else {}))

    def test_those_right_below(self):
        found = self.read(
            {"category_id": "600002", "parent_id": "600001"},
            {"category_id": "600003"},
            {"category_id": "600002"},
            {"category_id": "600009", "parent_id": "600008"},
            {"category_id": "600001", "parent_id": "0"},
            {"parent_id": "600001"},
            "odd",
        )
        assert found.onward == ("600002", "600003")
        assert found.misread == {"category/categories": 1}

    def test_all_that_a_page_of_no_category_names(self):
        roots = [{"category_id": "600001", "parent_id": "0"}, {"category_id": "700000", "parent_id": "0"}]
        assert self.read(*roots, own=None).onward == ("600001", "700000")

    def test_other_components_name_none(self):
        assert self.read({"category_id": "600002"}, kind="bread_crumbs").onward == ()
