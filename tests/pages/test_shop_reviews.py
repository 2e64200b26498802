"""Reviews of the Shop: what the recordings do not hold."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.pages.golden import Case
from tests.pages.shop_answers import PRODUCT, capture, encoded
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.shop_reviews import read_reviews


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
