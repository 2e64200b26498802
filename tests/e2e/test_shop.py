"""The Shop with a real Chromium: lists, products, SKUs and reviews whole, once, and right to the cent."""

from __future__ import annotations

import re
import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser_crawl import BrowserCrawl
from tests.crawling import duplicates
from tests.shop_truth import (
    SCALE,
    Shop,
    listed,
    reviews_of,
    rows_of,
    wrong_card,
    wrong_money,
    wrong_product,
    wrong_review,
    wrong_sku_money,
    wrong_skus,
)
from tests.source_truth import verdict_of
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.crawling import Crawl

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
STORE, CUT, LEAFY = "7495634482574471468", "601450", "703000"
"""A seller of several pages, a category whose feed is cut off, and one whose feed is not."""

WORDS, RARE, NOTHING, EMOJI, LONG = "foldable bamboo", "kit", "zzzz qqqq", "🎁", "kit " * 125
UNKNOWN_CATEGORY, UNKNOWN_SELLER, UNKNOWN_PRODUCT = "999999", "7490000000000000001", "1700000000000000001"
OTHERS = "https://shop.tiktok.com"
FAULTS = ("empty", "shop_security_check", "shop_soft_block", "repeated_page", "stuck_cursor", "bad_item")

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def site() -> Iterator[StandinProcess]:
    with StandinProcess("--users", "12") as standin:
        yield standin


@pytest.fixture(scope="module")
def shop(site: StandinProcess) -> Shop:
    return Shop(site)


def crawl_of(site: StandinProcess, directory: Path, database: str = "", **settings: Any) -> BrowserCrawl:
    return BrowserCrawl(directory, site.url, database, settings={"TIKTOK_SHOP_URL": site.url, **settings})


@pytest.fixture(scope="module")
def lists(site: StandinProcess, tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    """One crawl of lists of the United States."""
    return crawl_of(site, tmp_path_factory.mktemp("lists")).run(
        "shop",
        queries=[WORDS, NOTHING, EMOJI, LONG],
        categories=[CUT, LEAFY, UNKNOWN_CATEGORY, "not a category"],
        sellers=[STORE, UNKNOWN_SELLER],
        region="US",
    )


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
def products(site: StandinProcess, asked: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    """One crawl of products with all their reviews."""
    crawl = crawl_of(site, tmp_path_factory.mktemp("products"))
    return crawl.run("shop", products=list(asked.values()), region="US", reviews=1000, raw="true")


@pytest.mark.parametrize(
    ("section", "target", "path"),
    [
        ("shop_search", WORDS, f"search/{WORDS.replace(' ', '%20')}"),
        ("shop_category", CUT, f"categories/{CUT}"),
        ("shop_category", LEAFY, f"categories/{LEAFY}"),
        ("shop_store", STORE, f"sellers/{STORE}"),
    ],
)
def test_a_lists_products_all_come_once_and_right(
    shop: Shop, lists: Crawl, section: str, target: str, path: str
) -> None:
    assert lists.status == 0, lists.stderr
    assert "Traceback" not in lists.stderr
    ids = listed(lists, section, target)
    assert sorted(ids) == sorted(shop.ids(f"{path}?region=US"))
    assert duplicates(ids) == []
    for card in rows_of(lists, "product", section):
        assert wrong_card(card, shop.product(card["product_id"])) == {}
    verdict = verdict_of(lists, target, section)
    assert (verdict["status"], verdict["unique"]) == ("complete", len(ids))


def test_prices_are_right_to_the_cent_in_the_database(shop: Shop, lists: Crawl) -> None:
    assert wrong_money(lists, shop) == []
    count = lists.rows("select count(*) from products where detail > 0 and price_min is not null")
    assert count[0][0] > 200


def test_a_categorys_verdict_tells_how_many_lists_were_cut_off(shop: Shop, lists: Crawl) -> None:
    truth = shop(f"categories/{CUT}?region=US")
    assert len(truth["feed"]) < len(truth["ids"])
    walked = [verdict_of(lists, key, "shop_category")["message"] for key in (CUT, LEAFY)]
    assert walked == [
        "21 lists walked, 1 of them cut off by TikTok",
        "21 lists walked, 0 of them cut off by TikTok",
    ]


@pytest.mark.parametrize(
    ("target", "section", "status", "says"),
    [
        (NOTHING, "shop_search", "complete", None),
        (EMOJI, "shop_search", "complete", None),
        (LONG.strip(), "shop_search", "failed", "queries.txt:4"),
        (UNKNOWN_CATEGORY, "shop_category", "missing", "no feed_list"),
        ("not a category", "shop_category", "failed", "categories.txt:4"),
        (UNKNOWN_SELLER, "shop_store", "missing", "no feed_list"),
    ],
)
def test_odd_lists_get_one_clear_line(
    lists: Crawl, target: str, section: str, status: str, says: str | None
) -> None:
    verdict = verdict_of(lists, target, section)
    assert (verdict["status"], verdict["unique"]) == (status, 0)
    assert (says or "") in (verdict["message"] or "")
    assert "\n" not in (verdict["message"] or "")


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


def test_three_markets_each_with_its_money(site: StandinProcess, shop: Shop, tmp_path: Path) -> None:
    for region, currency in (("GB", "GBP"), ("MY", "MYR")):
        crawl = crawl_of(site, tmp_path / region)
        crawl.run("shop", queries=RARE, categories=LEAFY, sellers=STORE, region=region)
        assert crawl.status == (0 if region == "MY" else crawl.status)
        for section, target, path in (
            ("shop_category", LEAFY, f"categories/{LEAFY}"),
            ("shop_store", STORE, f"sellers/{STORE}"),
        ):
            assert sorted(listed(crawl, section, target)) == sorted(shop.ids(f"{path}?region={region}"))
        assert {one["currency"] for one in crawl.records("product")} == {currency}
        assert wrong_money(crawl, shop) == []
        search = verdict_of(crawl, RARE, "shop_search")
        if region == "GB":
            assert search["status"] == "failed"
            assert "United Kingdom (GB) cannot be searched by words on the web" in search["message"]
        else:
            assert sorted(listed(crawl, "shop_search", RARE)) == sorted(shop.ids(f"search/{RARE}?region=MY"))


@pytest.mark.parametrize("limit", [1, 29, 30, 31])
def test_limits_are_exact(site: StandinProcess, tmp_path: Path, limit: int) -> None:
    crawl = crawl_of(site, tmp_path, TIKTOK_STORE_ENABLED="false")
    crawl.run(
        "shop",
        queries="cotton",
        categories=CUT,
        sellers=STORE,
        trending="true",
        max_products=limit,
        region="US",
    )
    for section, target in (
        ("shop_search", "cotton"),
        ("shop_category", CUT),
        ("shop_store", STORE),
        ("shop_trending", "trending"),
    ):
        assert len(set(listed(crawl, section, target))) == limit
        verdict = verdict_of(crawl, target, section)
        assert (verdict["status"], verdict["unique"]) == ("limited", limit)


def test_reviews_have_an_exact_limit(site: StandinProcess, asked: dict[str, str], tmp_path: Path) -> None:
    for limit in (20, 21):
        crawl = crawl_of(site, tmp_path / str(limit), TIKTOK_STORE_ENABLED="false")
        crawl.run("shop", products=asked["h5"], reviews=limit, region="US")
        assert len(rows_of(crawl, "review", "reviews")) == limit
        assert verdict_of(crawl, asked["h5"], "reviews")["status"] == "limited"


def test_faults_cost_requests_but_no_product(site: StandinProcess, shop: Shop, tmp_path: Path) -> None:
    site.set_plan(
        *(
            {"kind": kind, "where": "shop/*", "share": 0.035, "seed": seed}
            for seed, kind in enumerate(FAULTS)
        ),
        *({"kind": kind, "where": "page.shop.*", "share": 0.065, "seed": 7} for kind in FAULTS[:3]),
    )
    try:
        crawl = crawl_of(site, tmp_path, TIKTOK_STORE_ENABLED="false", TIKTOK_IDENTITIES=4)
        crawl.run("shop", queries="cotton", categories=LEAFY, region="US")
        faults = site.stats()["faults"]
    finally:
        site.set_plan()
    assert faults
    for section, target, path in (
        ("shop_search", "cotton", "search/cotton"),
        ("shop_category", LEAFY, f"categories/{LEAFY}"),
    ):
        ids, verdict = listed(crawl, section, target), verdict_of(crawl, target, section)
        assert duplicates(ids) == []
        lacks = set(shop.ids(f"{path}?region=US")) - set(ids)
        assert not lacks or verdict["status"] != "complete", (section, lacks, verdict["outcomes"])


def test_a_day_later_only_what_changed_makes_history(
    site: StandinProcess, shop: Shop, tmp_path: Path
) -> None:
    ids = [key for key in shop.ids("products?region=US") if not shop.product(key)["masked"]][:30]
    first = crawl_of(site, tmp_path / "first").run("shop", products=ids, region="US")
    counts = first.rows("select (select count(*) from product_history), (select count(*) from sku_history)")
    assert counts == [(len(ids), sum(len(shop.product(key)["skus"]) for key in ids))]
    site.set_shop_day(1)
    try:
        later = Shop(site)
        second = crawl_of(site, tmp_path / "second", first.database_url)
        second.run("shop", products=ids, region="US")
        told = [(shop.product(key), later.product(key)) for key in ids]
    finally:
        site.set_shop_day(0)
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


def test_a_killed_category_walk_goes_on(site: StandinProcess, shop: Shop, tmp_path: Path) -> None:
    crawl = crawl_of(site, tmp_path)
    process = crawl.start("shop", categories=CUT, region="US", run="walk")
    deadline = time.monotonic() + 60
    while stored(crawl) < 60 and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.kill()
    process.communicate()
    before = stored(crawl)
    assert 60 <= before < len(shop.ids(f"categories/{CUT}?region=US"))
    crawl.run("shop", categories=CUT, region="US", run="walk")
    assert crawl.status == 0, crawl.stderr
    found = {key for (key,) in crawl.rows("select product_id from products where detail > 0")}
    assert found == set(shop.ids(f"categories/{CUT}?region=US"))
    verdict = verdict_of(crawl, CUT, "shop_category")
    assert (verdict["status"], verdict["unique"]) == ("complete", len(found))
    assert re.fullmatch(r"2\d lists walked, 1 of them cut off by TikTok", verdict["message"])


def stored(crawl: Crawl) -> int:
    """Return how many products the database has by now."""
    try:
        return int(crawl.rows("select count(*) from products where detail > 0")[0][0])
    except Exception:  # noqa: BLE001 - there is no table yet
        return 0
