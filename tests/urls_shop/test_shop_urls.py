"""Addresses, identifiers and markets of the Shop."""

from __future__ import annotations

import pytest

from tiktok_spiders import urls
from tiktok_spiders.exceptions import TargetError
from tiktok_spiders.urls import SEARCH_REGIONS, SHOP_REGIONS, Origins, parse_target

PRODUCT, SELLER = "1731088507416187562", "7495150558072178725"
SHOP, WEB = "https://shop.tiktok.com", "https://www.tiktok.com"
LOCAL = Origins(web="http://127.0.0.1:8123", shop="http://127.0.0.1:8124")

FORMS = [
    (f"{SHOP}/us/pdp/a-slug/{PRODUCT}", "product", PRODUCT, "US"),
    (f"{SHOP}/GB/pdp/{PRODUCT}", "product", PRODUCT, "GB"),
    (f"{SHOP}/uk/pdp/{PRODUCT}", "product", PRODUCT, "GB"),
    (f"{SHOP}/view/product/{PRODUCT}?region=BR", "product", PRODUCT, "BR"),
    (f"{SHOP}/view/product/{PRODUCT}?region=brazil", "product", PRODUCT, None),
    (f"{WEB}/shop/pdp/a-slug/{PRODUCT}?source=ecommerce_mall", "product", PRODUCT, None),
    (f"{WEB}/shop/pdp/pdp/{PRODUCT}", "product", PRODUCT, None),
    (f"{WEB}/shop/pdp/{PRODUCT}", "product", PRODUCT, None),
    (f"{WEB}/shop/vn/pdp/{PRODUCT}", "product", PRODUCT, "VN"),
    (f"{WEB}/view/product/{PRODUCT}", "product", PRODUCT, None),
    (f"{WEB}/view/product/{PRODUCT}?region=my", "product", PRODUCT, "MY"),
    (f"https://shop-id.tokopedia.com/pdp/a-slug/{PRODUCT}", "product", PRODUCT, "ID"),
    (f"{SHOP}/us/store/a-shop/{SELLER}", "seller", SELLER, "US"),
    (f"{WEB}/shop/store/store/{SELLER}", "seller", SELLER, None),
    (f"{WEB}/shop/store/{SELLER}", "seller", SELLER, None),
    (f"{SHOP}/us/s?q=red%20shoes", "shop_search", "red shoes", "US"),
    (f"{SHOP}/th/s/red-shoes", "shop_search", "red-shoes", "TH"),
    (f"{WEB}/shop/s/%F0%9F%91%9F", "shop_search", "👟", None),
    (f"{SHOP}/gb/c/womens-sets/601291", "category", "601291", "GB"),
    (f"{WEB}/shop/c/womens-sets/601291", "category", "601291", None),
]


@pytest.mark.parametrize(("url", "kind", "key", "region"), FORMS, ids=[form[0] for form in FORMS])
class TestForms:
    def test_is_recognised(self, url, kind, key, region):
        target = parse_target(url)
        assert (target.kind, target.key, target.region) == (kind, key, region)

    def test_is_recognised_where_the_kind_is_wanted(self, url, kind, key, region):
        assert parse_target(url, expect=kind).key == key

    def test_is_asked_at_the_origins_that_are_set(self, url, kind, key, region):
        asked = urls.target_url(parse_target(url), LOCAL)
        assert asked.startswith(LOCAL.shop if region else LOCAL.web)
        assert parse_target(asked, origins=LOCAL) == parse_target(url)


@pytest.mark.parametrize(
    ("text", "kind"),
    [(PRODUCT, "product"), (SELLER, "seller"), ("601291", "category"), ("red shoes 👟", "shop_search")],
)
def test_a_bare_text_is_what_is_wanted(text, kind):
    target = parse_target(text, expect=kind)
    assert (target.kind, target.key, target.region) == (kind, text, None)


@pytest.mark.parametrize(
    ("text", "expect", "words"),
    [
        (f"{SHOP}/us/pdp/a-slug", None, "a Shop product without its id of 17 to 20 digits"),
        (f"{SHOP}/us/pdp/a-slug/12345678", "product", "a Shop product without its id of 17 to 20 digits"),
        (f"{SHOP}/us/pdp/a-slug/{PRODUCT}x", "product", "a Shop product without its id"),
        (f"{WEB}/shop/pdp/", "product", "a Shop product without its id"),
        (f"{WEB}/view/product/", "product", "a Shop product without its id"),
        (f"{WEB}/shop/store/a-shop", "seller", "a Shop seller without its id of 17 to 20 digits"),
        (f"{SHOP}/us/c/womens-sets", "category", "a Shop category without its id of 5 to 20 digits"),
        (f"{SHOP}/us/pdp/{PRODUCT}", "seller", "names a product, not a seller"),
        ("12345678", "product", "an id of 17 to 20 digits, or the TikTok address of a product"),
        ("12345678", "seller", "an id of 17 to 20 digits, or the TikTok address of a seller"),
        ("shoes", "category", "an id of 5 to 20 digits, or the TikTok address of a category"),
        (f"{SHOP}/us/s", "shop_search", "no search words of 1 to 300"),
        ("x" * 500, "shop_search", "no search words of 1 to 300"),
        (f"{SHOP}/xx/pdp/{PRODUCT}", "product", "unknown Shop region 'xx'; known: US, SG"),
        (f"{SHOP}/usa/pdp/{PRODUCT}", "product", "unknown Shop region 'usa'"),
        (f"{WEB}/shop/zz/store/a/{SELLER}", "seller", "unknown Shop region 'zz'"),
        (f"{WEB}/view/product/{PRODUCT}?region=zz", None, "unknown Shop region 'zz'"),
        (f"{SHOP}/gb/s?q=shoes", None, "United Kingdom .GB. cannot be searched by words"),
        (f"{SHOP}/br/s?q=shoes", "shop_search", "search works in: US, SG, MY, PH, TH, VN"),
    ],
)
def test_a_refusal_says_why(text, expect, words):
    with pytest.raises(TargetError, match=words):
        parse_target(text, expect=expect)


class TestRegions:
    @pytest.mark.parametrize(("code", "found"), [("us", "US"), (" GB ", "GB"), ("uk", "GB"), ("id", "ID")])
    def test_is_found_in_either_case(self, code, found):
        assert urls.shop_region(code).code == found

    @pytest.mark.parametrize("code", ["", "XX", "USA", "United States"])
    def test_an_unknown_one_is_refused_with_the_known_ones(self, code):
        with pytest.raises(TargetError, match="known: US, SG, MY"):
            urls.shop_region(code)

    def test_search_is_for_the_united_states_and_south_east_asia(self):
        assert set(SEARCH_REGIONS) == {"US", "SG", "MY", "PH", "TH", "VN"}
        assert urls.search_region("th").name == "Thailand"

    @pytest.mark.parametrize("code", sorted(set(SHOP_REGIONS) - set(SEARCH_REGIONS)))
    def test_no_search_elsewhere(self, code):
        with pytest.raises(TargetError, match="only by category and seller"):
            urls.search_region(code)

    def test_codes_are_their_keys(self):
        assert all(code == region.code for code, region in SHOP_REGIONS.items())


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (urls.product_url(PRODUCT), f"{WEB}/shop/pdp/{PRODUCT}"),
        (urls.product_url(PRODUCT, "GB"), f"{SHOP}/gb/pdp/{PRODUCT}"),
        (urls.seller_url(SELLER, "US", "A B"), f"{SHOP}/us/store/A-B/{SELLER}"),
        (urls.shop_category_url("601291", "US"), f"{SHOP}/us/c/category/601291"),
        (urls.shop_search_url("red shoes"), f"{WEB}/shop/s/red%20shoes"),
        (urls.shop_search_url("red/shoes"), f"{WEB}/shop/s?q=red%2Fshoes"),
        (urls.shop_search_url("👟", "SG"), f"{SHOP}/sg/s?q=%F0%9F%91%9F"),
        (urls.shop_home_url(), f"{WEB}/shop"),
        (urls.shop_home_url("US", LOCAL), "http://127.0.0.1:8124/us"),
    ],
)
def test_address(url, expected):
    assert url == expected
