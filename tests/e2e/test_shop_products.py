"""Products of the Shop with a real Chromium: their variants and reviews whole, and right to the cent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser_crawl import shop_crawl
from tests.chromium import needs_browser
from tests.shop_truth import (
    SCALE,
    Shop,
    reviews_of,
    rows_of,
    wrong_money,
    wrong_product,
    wrong_review,
    wrong_sku_money,
    wrong_skus,
)
from tests.source_truth import verdict_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawling import Crawl
    from tests.standin_process import StandinProcess

OTHERS = "https://shop.tiktok.com"
UNKNOWN_PRODUCT = "1700000000000000001"

pytestmark = needs_browser


def products_of(shop: Shop) -> dict[str, str]:
    """Return a product of each kind, and what is to be asked for."""
    few = [key for key in shop.ids("products?region=GB") if shop.product(key, "GB")["review_count"]]
    both = next(key for key in few if {"GB", "MY"} <= set(shop.product(key)["regions"]))
    return {
        "h5": next(
            key
            for key in shop.ids("products?region=US")
            if shop.product(key)["shape"] == "h5" and 40 < shop.product(key)["review_count"] < 200
        ),
        "newer": shop.first("newer", lambda truth: truth["review_count"] > 0),
        "with_json_ld": shop.first("with_json_ld"),
        "masked": shop.first("masked"),
        "json_ld": shop.first("json_ld"),
        "elsewhere": shop.first("elsewhere"),
        "gone": shop.first("gone"),
        "gone_bare": shop.first("gone_bare"),
        "unknown": UNKNOWN_PRODUCT,
        "british": f"{OTHERS}/gb/pdp/{both}",
        "malaysian": f"{OTHERS}/my/pdp/{both}",
        "malformed": "https://www.tiktok.com/shop/pdp/12",
        "nowhere": f"{OTHERS}/xx/pdp/{both}",
    }


@pytest.fixture(scope="module")
def asked(shop: Shop) -> dict[str, str]:
    return products_of(shop)


@pytest.fixture(scope="module")
def products(
    shop_site: StandinProcess, asked: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Crawl:
    """One crawl of products with all their reviews."""
    crawl = shop_crawl(shop_site, tmp_path_factory.mktemp("products"))
    return crawl.run("shop", products=list(asked.values()), region="US", reviews=1000, raw="true")


@pytest.mark.parametrize("kind", ["h5", "newer", "with_json_ld", "masked"])
def test_a_product_its_skus_and_its_reviews_are_right(
    shop: Shop, products: Crawl, asked: dict[str, str], kind: str
) -> None:
    assert products.status == 0, products.stderr
    truth = shop.product(asked[kind])
    (product,) = rows_of(products, "product", "product", product_id=asked[kind])
    assert wrong_product(product, truth) == {}
    skus = rows_of(products, "sku", "product", product_id=asked[kind])
    assert wrong_skus(skus, truth) == []
    assert_reviews(shop, products, asked[kind])


def assert_reviews(shop: Shop, crawl: Crawl, product_id: str) -> None:
    truth = reviews_of(shop, product_id)
    found = rows_of(crawl, "review", "reviews", product_id=product_id)
    assert sorted(one["review_id"] for one in found) == sorted(truth)
    assert [wrong for one in found if (wrong := wrong_review(one, truth[one["review_id"]]))] == []
    if found:
        (first, *_) = rows_of(crawl, "product", "reviews", product_id=product_id)
        stars = {str(star): first[f"rating_{star}"] for star in range(1, 6)}
        assert stars == shop.product(product_id)["ratings"]


@pytest.mark.parametrize(("kind", "region"), [("british", "GB"), ("malaysian", "MY")])
def test_a_product_given_in_two_markets_is_two_products(
    shop: Shop, products: Crawl, asked: dict[str, str], kind: str, region: str
) -> None:
    key = asked[kind].rpartition("/")[2]
    truth = shop.product(key, region)
    (product,) = rows_of(products, "product", "product", product_id=key, region=region)
    assert wrong_product(product, truth) == {}
    skus = rows_of(products, "sku", "product", product_id=key, region=region)
    assert wrong_skus(skus, truth) == []
    assert verdict_of(products, asked[kind], "product")["status"] == "complete"


def test_a_page_for_search_engines_alone_gives_a_thin_product(
    shop: Shop, products: Crawl, asked: dict[str, str]
) -> None:
    (product,) = rows_of(products, "product", "product", product_id=asked["json_ld"])
    truth = shop.product(asked["json_ld"])
    assert (product["detail"], product["title"]) == (1, truth["title"])
    assert product["price_min"] == truth["price_min"]


@pytest.mark.parametrize(
    ("kind", "status", "says"),
    [
        ("elsewhere", "blocked", "Product not for sale in the region (sale region"),
        ("gone", "missing", "no product_info"),
        ("gone_bare", "missing", "a bare Shop page"),
        ("unknown", "missing", "no product_info"),
        ("malformed", "failed", "without its id"),
        ("nowhere", "failed", "unknown Shop region 'xx'"),
        ("masked", "complete", None),
        ("json_ld", "complete", None),
    ],
)
def test_a_products_verdict(
    products: Crawl, asked: dict[str, str], kind: str, status: str, says: str | None
) -> None:
    verdict = verdict_of(products, asked[kind], "product")
    assert verdict["status"] == status
    assert (says or "") in (verdict["message"] or "")


def test_money_in_the_database_is_exact(shop: Shop, products: Crawl) -> None:
    assert wrong_money(products, shop) == []
    assert wrong_sku_money(products, shop) == []


def test_no_buyers_name_is_anywhere(shop: Shop, products: Crawl, asked: dict[str, str]) -> None:
    people = [one for kind in ("h5", "newer", "masked") for one in reviews_of(shop, asked[kind]).values()]
    words = {one[name] for one in people for name in ("reviewer_name", "reviewer_id", "reviewer_sec_uid")}
    kept = [path.read_bytes() for path in products.directory.glob("*") if path.is_file()]
    raw = b"".join(str(row).encode() for row in products.rows("select * from raw_payloads"))
    assert len(people) > 50
    assert [word for word in words if word and any(word.encode() in one for one in [*kept, raw])] == []


def test_reviews_have_an_exact_limit(
    shop_site: StandinProcess, asked: dict[str, str], tmp_path: Path
) -> None:
    for limit in (20, 21):
        crawl = shop_crawl(shop_site, tmp_path / str(limit), TIKTOK_STORE_ENABLED="false")
        crawl.run("shop", products=asked["h5"], reviews=limit, region="US")
        assert len(rows_of(crawl, "review", "reviews")) == limit
        assert verdict_of(crawl, asked["h5"], "reviews")["status"] == "limited"


def test_a_day_later_only_what_changed_makes_history(
    shop_site: StandinProcess, shop: Shop, tmp_path: Path
) -> None:
    ids = [key for key in shop.ids("products?region=US") if not shop.product(key)["masked"]][:30]
    first = shop_crawl(shop_site, tmp_path / "first").run("shop", products=ids, region="US")
    counts = first.rows("select (select count(*) from product_history), (select count(*) from sku_history)")
    assert counts == [(len(ids), sum(len(shop.product(key)["skus"]) for key in ids))]
    shop_site.set_shop_day(1)
    try:
        later = Shop(shop_site)
        second = shop_crawl(shop_site, tmp_path / "second", first.database_url)
        second.run("shop", products=ids, region="US")
        told = [(shop.product(key), later.product(key)) for key in ids]
    finally:
        shop_site.set_shop_day(0)
    watched = ("price_min", "price_max", "original_price_min", "sold_count", "stock_total")
    changed = {old["product_id"] for old, new in told if any(old[name] != new[name] for name in watched)}
    skus = {
        one["sku_id"]
        for old, new in told
        for was, one in zip(old["skus"], new["skus"], strict=True)
        if any(was[name] != one[name] for name in ("price", "original_price", "stock"))
    }
    assert 0 < len(changed) < len(ids)
    assert rewritten(first, "product_history", "product_id") == changed
    assert rewritten(first, "sku_history", "sku_id") == skus
    newest = dict(first.rows("select product_id, price_min from products"))
    assert newest == {new["product_id"]: round(float(new["price_min"]) * int(SCALE)) for _, new in told}


def rewritten(crawl: Crawl, table: str, key: str) -> set[str]:
    """Return what has more than one row of history; none has more than two."""
    rows = crawl.rows(f"select {key}, count(*) from {table} group by {key} having count(*) > 1")
    assert {count for _, count in rows} <= {2}
    return {name for name, _ in rows}
