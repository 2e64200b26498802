"""A product's page for search engines: what the recordings do not hold."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.pages.shop_answers import OG, PRODUCT, SELLER, capture, encoded
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.shop_linked import product_title
from tiktok_spiders.pages.shop_product import read_product_page


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
