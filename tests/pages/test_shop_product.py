"""A product's page: what the recordings do not hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from tests.pages.golden import Case
from tests.pages.shop_answers import (
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
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items import Product
from tiktok_spiders.pages.shop_linked import product_title
from tiktok_spiders.pages.shop_product import read_product_page

OG = '<meta property="og:title" content="{}"><meta property="og:image" content="https://p16.example.com/a.jpg">'


def read(info: dict[str, Any], **beside: Any) -> Any:
    return read_product_page(flat({"product_id": PRODUCT} | info, **beside), capture())


def product(info: dict[str, Any], **beside: Any) -> Product:
    found = read(info, **beside).records[0]
    assert isinstance(found, Product)
    return found


def of_type(found: Any, record_type: str) -> list[Any]:
    return [each for each in found.records if each.record_type == record_type]


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


class TestParts:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ('[{"type":"text","text":"a"},{"type":"image","image":{}},{"text":" "},"b"]', "a\nb"),
            ('{"content":[{"text":"a"},{"children":[{"text":"b\\u0000"}]}]}', "a\nb\ufffd"),
            ("[1, null]", None),
            ("[broken", "[broken"),
            ("[" * 20 + '"deep"' + "]" * 20, None),
            ("[" * 5000, "[" * 5000),
            ("plain words", "plain words"),
            ("", None),
            (None, None),
        ],
    )  # fmt: skip
    def test_description(self, value, expected):
        assert product({"product_base": {"desc_detail": value}}).description == expected

    @pytest.mark.parametrize(
        ("module", "expected"),
        [
            ({"title": "Returns", "description": "30 days"}, "Returns\n30 days"),
            (
                {
                    "title": "Returns",
                    "description_list": [
                        {"template": "{{n}} days, {{x}}", "arguments": {"{{n}}": {"text": "30"}, "{{x}}": 3}},
                        "free",
                        {"text": "easy"},
                        {"template": None},
                    ],
                },
                "Returns\n30 days, {{x}}\nfree\neasy",
            ),
            ({}, None),
            (None, None),
        ],
    )
    def test_return_policy(self, module, expected):
        assert product({"pdp_logistic_module": {"return_policy_module": module}}).return_policy == expected

    def test_categories_root_first(self):
        told = [{"category_id": "3", "level": 3}, {"category_id": "9"}, {"category_id": "1", "level": "1"}]
        found = product({}, categories=told).categories
        assert found is not None
        assert [each.category_id for each in found] == ["1", "3", "9"]

    @pytest.mark.parametrize(
        ("rating", "count", "expected"),
        [(4.5, 3, 4.5), ("4.5", 3, 4.5), (0, 0, None), (0, None, None), (7, 3, None)],
    )
    def test_rating(self, rating, count, expected):
        told = {"product_rating": rating, "review_count": count}
        assert product({"product_detail_review": told}).rating == expected

    def test_seller_of_two_blocks(self):
        found = read(
            {"seller": {"seller_id": SELLER, "name": "Block", "rating": "4.1", "product_count": 2}},
            shop_info={"seller_id": SELLER, "shop_name": "Own", "sold_count": -5, "global_sold_count": "7"},
            shop_performance=[{"type": 9, "score_percentile": 5}],
        )
        (seller,) = of_type(found, "seller")
        assert (seller.name, seller.rating, seller.product_count, seller.sold_count) == ("Own", 4.1, 2, 7)
        assert [(each.type, each.percent) for each in seller.scores] == [(9, 5.0)]

    def test_only_an_identifier_makes_a_seller(self):
        assert of_type(read({"seller": {"name": "x"}}), "seller") == []
        assert of_type(read({"seller_id": SELLER}), "seller")[0].seller_id == SELLER

    @pytest.mark.parametrize(
        ("link", "user_id", "sec_uid"),
        [
            (
                "aweme://user/profile/7340527418702316587?sec_uid=MS4wAB%3D&from=8",
                "7340527418702316587",
                "MS4wAB=",
            ),
            ("aweme://user/profile/?x=1", None, None),
            (5, None, None),
        ],
    )
    def test_account_in_a_link(self, link, user_id, sec_uid):
        (seller,) = of_type(read({"seller": {"seller_id": SELLER, "link": link}}), "seller")
        assert (seller.user_id, seller.user_sec_uid) == (user_id, sec_uid)


class TestMembersSetAside:
    def test_each_costs_itself(self):
        items = [
            {"review": {"review_id": "7500000000000000001"}},
            {"review_user": {"name": "Somebody"}},
            None,
        ]
        found = read(
            {"skus": [sku(1, "1"), "x", {"stock": 1}], "product_detail_review": {"review_items": items}},
            related_videos=[{"item_id": "7527142083258305822", "bc_ad_label_text": ""}, {}, 7],
        )
        assert [each.record_type for each in found.records] == ["product", "sku", "review", "video"]
        assert [each.record_type for each in found.rejected] == [
            "sku",
            "sku",
            "review",
            "review",
            "video",
            "video",
        ]
        assert found.records[-1].is_paid_partnership is None

    def test_a_refused_review_does_not_name_its_buyer(self):
        items = [{"review_user": {"name": "Somebody"}, "sku_id": "5"}]
        found = read({"product_detail_review": {"review_items": items}})
        assert found.rejected[0].payload == '{"sku_id": "5"}'

    def test_a_product_without_an_identifier_keeps_no_reviews(self):
        items = [{"review_user": {"name": "Somebody"}}]
        body = flat({"status": 1, "product_detail_review": {"review_items": items}})
        found = read_product_page(body, capture())
        assert not found.records
        assert (found.rejected[0].record_type, found.rejected[0].reason) == ("product", "no product_id")
        assert "Somebody" not in found.rejected[0].payload


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


class TestLinked:
    def test_open_graph_alone(self):
        body = f"<html><head>{OG.format('Made-up mug - TikTok Shop')}</head></html>".encode()
        (found,) = read_product_page(body, capture(country="GB")).records
        assert (found.product_id, found.title, found.region, found.detail) == (
            PRODUCT,
            "Made-up mug",
            "GB",
            1,
        )
        assert found.images[0].url == "https://p16.example.com/a.jpg"
        assert found.price_min is None

    @pytest.mark.parametrize(
        ("url", "args", "found"),
        [
            (f"http://127.0.0.1:8124/us/pdp/{PRODUCT}", {}, PRODUCT),
            ("https://www.tiktok.com/shop", {"product_id": PRODUCT}, PRODUCT),
            ("https://www.tiktok.com/shop", {}, None),
            (f"https://www.tiktok.com/shop/store/a/{SELLER}", {}, None),
        ],
    )
    def test_the_address_names_the_product(self, url, args, found):
        body = f"<html><head>{OG.format('Mug')}</head></html>".encode()
        if found is None:
            with pytest.raises(PageLayoutError):
                read_product_page(body, capture(url=url, args=args))
        else:
            assert read_product_page(body, capture(url=url, args=args)).records[0].product_id == found

    @pytest.mark.parametrize(
        ("offers", "expected"),
        [
            ({"price": "5.00", "priceCurrency": "USD"}, (Decimal("5.00"), None, None)),
            (
                [{"price": "5", "availability": "http://schema.org/OutOfStock"}],
                (Decimal(5), None, False),
            ),
            ({"price": 5.5}, (None, None, None)),
            ([], (None, None, None)),
            ("x", (None, None, None)),
        ],
    )
    def test_offers(self, offers, expected):
        told = encoded({"@type": "Product", "name": "Mug", "offers": offers}).decode()
        body = f'<html><script type="application/ld+json">{told}</script></html>'.encode()
        (found,) = read_product_page(body, capture()).records
        assert (found.price_min, found.price_max, found.is_available) == expected

    @pytest.mark.parametrize(
        ("title", "expected"),
        [
            ("Mug - TikTok Shop", "Mug"),
            ("Mug | TikTok Shop ", "Mug"),
            ("Mug", "Mug"),
            ("TikTok Shop", None),
            ("Security Check", None),
            ("Security Check - TikTok Shop", None),
            ("", None),
            (None, None),
        ],
    )
    def test_titles(self, title, expected):
        assert product_title(title) == expected
