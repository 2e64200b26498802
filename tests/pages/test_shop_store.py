"""Stores of the Shop: what the recordings do not hold."""

from __future__ import annotations

import pytest

from tests.pages.shop_answers import BROKEN, NO_STATE, SELLER, capture, card, component, encoded, page
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.shop_store import read_store_page


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
