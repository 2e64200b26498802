"""A thousand products of the Shop with reviews from three markets, and what a visit a day later writes."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.result import Result, Table
from tests.browser_crawl import BrowserCrawl
from tests.shop_truth import Shop, listed, wrong_money, wrong_review, wrong_sku_money
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.crawling import Crawl

STORE, WORDS, REVIEWS = "7495150558072178725", "set", 3
CATEGORIES = ("601152", "601450", "702000", "704000")
MARKETS: Mapping[str, bool] = {"US": True, "GB": False, "MY": True}
"""Market to whether it can be searched by words."""

WATCHED = ("price_min", "price_max", "original_price_min", "sold_count", "stock_total")
WATCHED_SKU = ("price", "original_price", "stock")
Figures = dict[str, Any]


def measure(*, quick: bool) -> Result:
    """Walk search, category and store of three markets with details and reviews, and again a day later."""
    with StandinProcess("--users", "12") as standin, tempfile.TemporaryDirectory() as folder:
        home, categories = Path(folder), CATEGORIES[3:] if quick else CATEGORIES
        first = [_visit(standin, home / code, code, categories, reviews=REVIEWS) for code in MARKETS]
        shop = Shop(standin)
        figures = _whole(first, shop)
        before = {one.directory.name: _rows(one) for one in first}
        for one in first:
            _detailed(one, shop)  # as they are today
        standin.set_shop_day(1)
        later = Shop(standin)
        again = [
            _visit(
                standin,
                home / f"{one.directory.name}-later",
                one.directory.name,
                categories,
                one.database_url,
            )
            for one in first
        ]
        figures["later"] = [
            _later(one, two, before[one.directory.name], shop, later)
            for one, two in zip(first, again, strict=True)
        ]
    about = (
        f"Search, {len(categories)} categories with all below and a store of the United States, the United "
        f"Kingdom (no search there) and Malaysia, each product with its page and {REVIEWS} of its reviews; "
        "four identities, Chromium, SQLite. The second visit takes lists and pages alone."
    )
    return Result(about, [_table(figures), _later_table(figures)], figures)


def _visit(
    standin: StandinProcess,
    home: Path,
    market: str,
    categories: tuple[str, ...],
    database: str = "",
    *,
    reviews: int = 0,
) -> Crawl:
    own = {"TIKTOK_SHOP_URL": standin.url, "TIKTOK_IDENTITIES": 4, "TIKTOK_BROWSER_CONTEXTS": 4}
    crawl = BrowserCrawl(home, standin.url, database, settings=own)
    words = {"queries": WORDS} if MARKETS[market] else {}
    return crawl.run(
        "shop",
        timeout=900,
        categories=",".join(categories),
        sellers=STORE,
        details="true",
        reviews=reviews,
        region=market,
        **words,
    )


def _whole(crawls: list[Crawl], shop: Shop) -> Figures:
    """Compare what came with the truth, to the cent."""
    found = [record for crawl in crawls for record in crawl.records()]
    kinds = Counter(record["record_type"] for record in found)
    keys = {(one["product_id"], one["region"]) for one in found if one["record_type"] == "product"}
    seconds = sum(crawl.seconds for crawl in crawls)
    given = [one for one in found if one["record_type"] == "review"]
    # A product's page quotes some with less about each; the list has them whole.
    reviews = [one for one in given if one["source"]["section"] == "reviews"]
    truth = {key: _reviews(shop, key) for key in {one["product_id"] for one in reviews}}
    return {
        "products": len({key for key, _ in keys}),
        "product_in_market": len(keys),
        "records": dict(kinds),
        "reviews": len({one["review_id"] for one in given}),
        "wrong_reviews": sum(
            bool(wrong_review(one, truth[one["product_id"]][one["review_id"]])) for one in reviews
        ),
        "wrong_prices": sum(len(wrong_money(one, shop)) + len(wrong_sku_money(one, shop)) for one in crawls),
        "lacking": sum(_lacking(crawl, shop) for crawl in crawls),
        "duplicates": sum(_duplicates(crawl) for crawl in crawls),
        "verdicts": dict(Counter(one["status"] for crawl in crawls for one in crawl.records("verdict"))),
        "seconds": round(seconds, 1),
        "records_per_second": round(sum(kinds.values()) / seconds, 1),
        "products_per_second": round(len(keys) / seconds, 1),
    }


def _reviews(shop: Shop, product_id: str) -> dict[str, Any]:
    return {one["review_id"]: one for one in shop(f"reviews/{product_id}")["reviews"]}


def _lists(crawl: Crawl) -> list[tuple[str, str]]:
    sections = ("shop_search", "shop_category", "shop_store")
    verdicts = ((one["resource"], one["target"]) for one in crawl.records("verdict"))
    return [one for one in verdicts if one[0] in sections]


def _lacking(crawl: Crawl, shop: Shop) -> int:
    """Return how many products of the crawl's lists did not come."""
    paths = {"shop_search": "search", "shop_category": "categories", "shop_store": "sellers"}
    market = crawl.directory.name
    return sum(
        len(set(shop.ids(f"{paths[section]}/{target}?region={market}")) - set(listed(crawl, section, target)))
        for section, target in _lists(crawl)
    )


def _duplicates(crawl: Crawl) -> int:
    found = (listed(crawl, section, target) for section, target in _lists(crawl))
    return sum(len(ids) - len(set(ids)) for ids in found)


def _rows(crawl: Crawl) -> tuple[int, int]:
    ((products, skus),) = crawl.rows(
        "select (select count(*) from product_history), (select count(*) from sku_history)"
    )
    return products, skus


def _later(first: Crawl, second: Crawl, before: tuple[int, int], shop: Shop, later: Shop) -> Figures:
    """Compare the rows of history that a second visit wrote with what had changed."""
    market, after = first.directory.name, _rows(first)
    told = list(zip(_detailed(first, shop), _detailed(first, later), strict=True))
    changed = [
        pair for pair in told if any(_shown(pair[0], name) != _shown(pair[1], name) for name in WATCHED)
    ]
    skus = [
        one["sku_id"]
        for old, new in told
        for was, one in zip(old["skus"], new["skus"], strict=True)
        if any(was[name] != one[name] for name in WATCHED_SKU if name == "stock" or not old["masked"])
    ]
    return {
        "market": market,
        "products": len(told),
        "changed": len(changed),
        "rows": after[0] - before[0],
        "skus": sum(len(new["skus"]) for _, new in told),
        "skus_changed": len(skus),
        "sku_rows": after[1] - before[1],
        "wrong_prices": len(wrong_money(first, later)) + len(wrong_sku_money(first, later)),
        "seconds": round(second.seconds, 1),
    }


def _detailed(crawl: Crawl, shop: Shop) -> list[dict[str, Any]]:
    """Return the truth of all products whose page was read."""
    keys = crawl.rows("select product_id from products where detail = 3 order by product_id")
    return [shop.product(key, crawl.directory.name) for (key,) in keys]


def _shown(truth: dict[str, Any], name: str) -> Any:
    return None if truth["masked"] and "price" in name else truth[name]


def _table(figures: Figures) -> Table:
    table = Table(["what", "result"])
    table.add("distinct products", f"{figures['products']:,}")
    table.add("products, each market for itself", f"{figures['product_in_market']:,}")
    table.add("reviews", f"{figures['reviews']:,}")
    table.add("products of the lists that lack", figures["lacking"])
    table.add("products that came twice in a list", figures["duplicates"])
    table.add("prices and stocks that differ in the database", figures["wrong_prices"])
    table.add("reviews with a wrong field", figures["wrong_reviews"])
    table.add("verdicts", ", ".join(f"{count} {name}" for name, count in sorted(figures["verdicts"].items())))
    table.add("time, s", f"{figures['seconds']:.0f}")
    table.add("products/s, with page and reviews", figures["products_per_second"])
    table.add("records/s", figures["records_per_second"])
    return table


def _later_table(figures: Figures) -> Table:
    columns = ["market", "products", "changed", "rows written", "SKUs", "changed", "rows written", "time, s"]
    table = Table(columns, title="A day later")
    names = ("market", "products", "changed", "rows", "skus", "skus_changed", "sku_rows", "seconds")
    for one in figures["later"]:
        table.add(*(one[name] for name in names))
    return table
