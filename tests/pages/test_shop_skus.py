"""Prices, variants and stock on a product's page: what the recordings do not hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.pages.shop_answers import sku
from tests.pages.shop_reading import product, read


class TestPrices:
    def base(self, **price: Any) -> dict[str, Any]:
        return {"product_base": {"price": {"currency": "USD"} | price}}

    def test_of_the_skus_before_those_of_the_product(self):
        found = product(
            self.base(min_sku_price="9", max_sku_price="9") | {"skus": [sku(1, "3.10"), sku(2, "5")]}
        )
        assert (found.price_min, found.price_max) == (Decimal("3.10"), Decimal(5))
        assert found.price_masked is False

    def test_of_the_product_where_a_sku_hides_its_own(self):
        found = product(
            self.base(min_sku_price="9", max_sku_price="") | {"skus": [sku(1, "3.10"), sku(2, "5*")]}
        )
        assert (found.price_min, found.price_max) == (Decimal(9), Decimal(9))
        assert found.price_masked is True

    def test_a_masked_highest_price_is_not_the_lowest(self):
        found = product(self.base(min_sku_price="9", max_sku_price="2?"))
        assert (found.price_min, found.price_max, found.price_masked) == (Decimal(9), None, True)

    def test_shown_texts_and_numbers_are_never_prices(self):
        page = read(self.base(min_sku_price=24.17, max_sku_price="$24", real_price="$24.17"))
        found = page.records[0]
        assert (found.price_min, found.price_max, found.price_text) == (None, None, "$24.17")
        assert page.misread == {"product/price_min": 1, "product/price_max": 1}

    def test_original_of_the_skus_where_the_product_has_none(self):
        skus = [sku(1, "3"), sku(2, "5")]
        skus[0]["price"]["original_price_value"] = "6"
        skus[1]["price"]["original_price_value"] = "10.00"
        found = product({"skus": skus})
        assert (found.original_price_min, found.original_price_max) == (Decimal(6), Decimal("10.00"))
        assert found.discount_percent == 50

    def test_currency_of_the_first_sku_that_tells(self):
        assert product({"skus": [sku(1, "3")]}).currency == "USD"
        assert product({}).currency is None

    def test_a_sku_of_the_newer_shape_takes_the_currency_of_the_product(self):
        model = {"skus": [{"sku_id": "1730000000000000021"}]}
        promotion = {"promotion_product_price": {"min_price": {"currency_name": "GBP"}, "skus_price": 3}}
        found = read({"product_model": model, "promotion_model": promotion})
        assert found.records[1].currency == found.records[0].currency == "GBP"
        assert found.records[0].price_masked is None
        assert found.misread == {"sku/price": 1}


class TestSkuProperties:
    @pytest.mark.parametrize(
        ("key", "pair"),
        [
            (
                "sku_sale_props",
                {"prop_id": "100000", "prop_name": "Color", "prop_value_id": "5", "prop_value": "Red"},
            ),
            (
                "property_pairs",
                {
                    "sku_property_id": "100000",
                    "sku_property_name": "Color",
                    "sku_property_value_id": "5",
                    "sku_property_value_name": "Red",
                },
            ),
        ],
    )
    def test_both_spellings(self, key, pair):
        (found,) = read({"skus": [sku(1, "1", **{key: [pair]})]}).records[1].properties
        assert (found.option_id, found.name, found.value_id, found.value) == ("100000", "Color", "5", "Red")

    @pytest.mark.parametrize(("fee", "currency"), [("2.99", "GBP"), (None, None)])
    def test_a_fee_is_in_the_currency_of_the_prices(self, fee, currency):
        promotion = {
            "promotion_product_price": {"min_price": {"currency_name": "GBP"}},
            "promotion_logistic_list": [{"shipping_fee": {"real_price": fee}}],
        }
        assert product({"product_model": {}, "promotion_model": promotion}).shipping_currency == currency


class TestStock:
    @pytest.mark.parametrize(
        ("stocks", "total"),
        [([3, "4"], 7), ([0, 0], 0), ([3, None], None), ([], None), ([3, "many"], None), ([3, -1], None)],
    )
    def test_total_only_where_every_sku_tells(self, stocks, total):
        skus = [sku(number, "1", stock) for number, stock in enumerate(stocks)]
        assert product({"skus": skus}).stock_total == total

    def test_no_total_where_a_sku_could_not_be_read(self):
        assert product({"skus": [sku(1, "1"), {"stock": 3}]}).stock_total is None

    @pytest.mark.parametrize(
        ("status", "stocks", "available"),
        [
            (1, [0, 2], True),
            (1, [0, 0], False),
            (1, [], None),
            (1, [None], None),
            (1, [None, 1], True),
            (2, [5], False),
            (None, [5], True),
            (None, [0], False),
        ],
    )
    def test_available(self, status, stocks, available):
        skus = [sku(number, "1", stock) for number, stock in enumerate(stocks)]
        assert product({"status": status, "skus": skus}).is_available is available
