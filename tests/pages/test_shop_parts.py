"""Parts of a product's page, and its members that are set aside: what the recordings do not hold."""

from __future__ import annotations

import pytest

from tests.pages.shop_answers import SELLER, capture, flat, sku
from tests.pages.shop_reading import of_type, product, read
from tiktok_spiders.pages.shop_product import read_product_page


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
