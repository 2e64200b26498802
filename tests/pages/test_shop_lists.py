"""Lists, stores and reviews of the Shop: what the recordings do not hold."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.pages.golden import Case
from tests.pages.shop_answers import PRODUCT, SELLER, capture, component, encoded, page
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.shop_list import read_product_list
from tiktok_spiders.pages.shop_reviews import read_reviews
from tiktok_spiders.pages.shop_store import read_store_page

NO_STATE = (
    b"",
    b"<html></html>",
    b"[]",
    page(),
    page(component("feed_list", None)),
    page(component("x", {})),
)
BROKEN = (b'{"a": ', b'<script id="__MODERN_ROUTER_DATA__">{"loaderData":</script>')


def card(number: int, **more: Any) -> dict[str, Any]:
    return {"product_id": f"17300000000000020{number:02}", "seller_info": {"seller_id": SELLER}} | more


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


class TestStore:
    @pytest.mark.parametrize("key", ["shop_info", "shopInfo"])
    def test_flat_and_in_data(self, key):
        told = {key: {"seller_id": SELLER, "shop_name": "Pots"}, "products": [card(1)]}
        for body in (encoded(told), encoded({"code": 0, "data": told})):
            seller, product = read_store_page(body, capture()).records
            assert (seller.name, seller.detail) == ("Pots", 3)
            assert product.seller_id == SELLER

    def test_nested_component_and_the_identifier_that_was_asked_for(self):
        body = page(component("shop_info", {"shop_info": {"shop_name": "Pots", "followers": 3}}))
        (seller,) = read_store_page(body, capture(args={"seller_id": SELLER}, keep_raw=True)).records
        assert (seller.seller_id, seller.follower_count) == (SELLER, 3)
        assert seller.raw == {"shop_name": "Pots", "followers": 3}

    def test_a_store_without_cards_is_no_list(self):
        found = read_store_page(page(component("shop_info", {"seller_id": SELLER})), capture())
        assert not found.list_present
        assert len(found.records) == 1

    def test_cards_alone(self):
        found = read_store_page(page(component("feed_list", {"products": [card(1)]})), capture())
        assert [each.record_type for each in found.records] == ["product", "seller"]

    def test_other_sellers_among_the_cards_stay(self):
        cards = [card(1), card(2, seller_info={"seller_id": "7490000000000000002"})]
        told = {"shop_info": {"seller_id": SELLER}, "products": cards}
        found = read_store_page(encoded(told), capture())
        assert [each.record_type for each in found.records] == ["seller", "product", "product", "seller"]

    @pytest.mark.parametrize("body", [*NO_STATE, *BROKEN, b"{}"])
    def test_neither(self, body):
        with pytest.raises(PageLayoutError, match="store page"):
            read_store_page(body, capture())

    def test_status(self):
        body = encoded({"code": 23004014, "shop_info": {"seller_id": SELLER}})
        found = read_store_page(body, capture())
        assert (found.status_code, found.records) == (23004014, ())


class TestReviews:
    def review(self, **more: Any) -> dict[str, Any]:
        return {"review_id": "7500000000000000001", "product_id": PRODUCT} | more

    def read(self, *reviews: Any, args: dict[str, str] | None = None, **beside: Any) -> Any:
        body = encoded({"code": 0, "data": {"product_reviews": list(reviews)} | beside})
        return read_reviews(body, capture(args=args or {}))

    def test_distribution_is_of_the_product(self):
        ratings = {"overall_score": "4.4", "rating_result": {"1": "1", "5": 2, "3": "x"}}
        found = self.read(self.review(), review_ratings=ratings, total_reviews="30100")
        product = found.records[0]
        assert (product.product_id, product.rating, product.review_count) == (PRODUCT, 4.4, 30100)
        assert (product.rating_1, product.rating_2, product.rating_3, product.rating_5) == (1, None, None, 2)
        assert product.rounded_counts == ("review_count",)
        assert found.total == 30100
        assert found.misread == {"product/rating_3": 1}

    @pytest.mark.parametrize("ratings", [None, [], "x"])
    def test_without_a_distribution_there_is_no_product(self, ratings):
        assert [each.record_type for each in self.read(self.review(), review_ratings=ratings).records] == [
            "review"
        ]

    def test_nobody_knows_the_product_of_no_reviews(self):
        assert self.read(review_ratings={"review_count": 0}).records == ()
        assert (
            self.read(args={"product_id": PRODUCT}, review_ratings={"review_count": 0})
            .records[0]
            .review_count
            == 0
        )

    @pytest.mark.parametrize(
        ("args", "has_more", "cursor"),
        [
            ({"cursor": "1"}, True, "2"),
            ({"cursor": "9"}, None, "10"),
            ({"cursor": "1"}, False, None),
            ({"cursor": "x"}, True, None),
            ({}, True, None),
        ],
    )
    def test_the_cursor_is_the_next_page(self, args, has_more, cursor):
        assert self.read(self.review(), args=args, has_more=has_more).cursor == cursor

    @pytest.mark.parametrize(
        ("told", "urls"),
        [
            (
                {"review_images": ["https://a/1.jpg", "", 3, "https://a/2.jpg"]},
                ["https://a/1.jpg", "https://a/2.jpg"],
            ),
            ({"images": [{"url_list": ["https://a/1.jpg"]}, 4]}, ["https://a/1.jpg"]),
            ({"review_images": [], "display_image_url": "https://a/1.jpg"}, []),
            ({"display_image_url": "https://a/1.jpg"}, ["https://a/1.jpg"]),
            ({"display_image_url": ""}, None),
            ({}, None),
        ],
    )
    def test_images(self, told, urls):
        images = self.read(self.review(**told)).records[0].images
        assert (images if images is None else [each.url for each in images]) == urls

    @pytest.mark.parametrize(
        ("stars", "rating"), [(1, 1), ("5", 5), (0, None), (6, None), (4.5, None), ("", None)]
    )
    def test_stars(self, stars, rating):
        assert self.read(self.review(review_rating=stars)).records[0].rating == rating

    @pytest.mark.parametrize("time", [1734506431877, "1734506431877", 1734506431])
    def test_time(self, time):
        found = self.read(self.review(review_time=time)).records[0]
        assert found.created_at.isoformat() == "2024-12-18T07:20:31+00:00"

    def test_the_country_is_the_buyers_and_never_the_exit(self):
        body = encoded({"product_reviews": [self.review(), self.review(review_country="gb")]})
        found = read_reviews(body, capture(country="US"))
        assert [each.country for each in found.records] == [None, "GB"]
        page = Case("shop_product", "flat_masked_2025_08").read(country="US")
        assert [each.country for each in page.records if each.record_type == "review"] == [None]

    def test_a_review_without_identifiers_is_set_aside_without_its_buyer(self):
        review = {"review_id": "7500000000000000001", "reviewer_name": "Somebody", "reviewer_id": "5", "x": 1}
        found = self.read(review, self.review(), 7)
        assert len(found.records) == 1
        assert [each.reason for each in found.rejected] == ["no product_id", "not a JSON object"]
        assert json.loads(found.rejected[0].payload) == {"review_id": "7500000000000000001", "x": 1}

    def test_the_product_that_was_asked_about_stands_in(self):
        (found,) = self.read({"review_id": "7500000000000000001"}, args={"product_id": PRODUCT}).records
        assert found.product_id == PRODUCT

    @pytest.mark.parametrize(
        "body",
        [b'{"code":0}', b'{"code":0,"data":null}', b'{"code":0,"data":[]}', b"{}", b'{"data":{"x":1}}'],
    )
    def test_no_list(self, body):
        found = read_reviews(body, capture())
        assert not found.list_present
        assert not found.records

    def test_what_is_no_list_is_told(self):
        found = read_reviews(b'{"product_reviews": {"a": 1}}', capture())
        assert not found.list_present
        assert found.misread == {"review/product_reviews": 1}

    def test_status(self):
        found = read_reviews(b'{"code": 100000, "message": "token expired"}', capture())
        assert (found.status_code, found.status_message) == (100000, "token expired")

    @pytest.mark.parametrize("body", [b"", b"<html>", b'{"a": ', b"[]"])
    def test_no_json(self, body):
        with pytest.raises(PageLayoutError, match="reviews"):
            read_reviews(body, capture())

    def test_raw(self):
        body = encoded({"product_reviews": [self.review(token="secret")]})
        (found,) = read_reviews(body, capture(keep_raw=True)).records
        assert found.raw == self.review()
