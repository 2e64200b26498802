"""Lists of the Shop with a real Chromium: whole, once, and right to the cent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser_crawl import shop_crawl
from tests.chromium import needs_browser
from tests.crawling import duplicates
from tests.shop_truth import Shop, listed, rows_of, wrong_card, wrong_money
from tests.source_truth import verdict_of
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawling import Crawl
    from tests.standin_process import StandinProcess

STORE, CUT, LEAFY = "7495634482574471468", "601450", "703000"
"""A seller of several pages, a category whose feed is cut off, and one whose feed is not."""

WORDS, RARE, NOTHING, EMOJI, LONG = "foldable bamboo", "kit", "zzzz qqqq", "🎁", "kit " * 125
UNKNOWN_CATEGORY, UNKNOWN_SELLER = "999999", "7490000000000000001"

pytestmark = needs_browser


@pytest.fixture(scope="module")
def lists(shop_site: StandinProcess, tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    """One crawl of lists of the United States."""
    return shop_crawl(shop_site, tmp_path_factory.mktemp("lists")).run(
        "shop",
        queries=[WORDS, NOTHING, EMOJI, LONG],
        categories=[CUT, LEAFY, UNKNOWN_CATEGORY, "not a category"],
        sellers=[STORE, UNKNOWN_SELLER],
        region="US",
    )


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


def test_three_markets_each_with_its_money(shop_site: StandinProcess, shop: Shop, tmp_path: Path) -> None:
    for region, currency in (("GB", "GBP"), ("MY", "MYR")):
        crawl = shop_crawl(shop_site, tmp_path / region)
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
def test_limits_are_exact(shop_site: StandinProcess, tmp_path: Path, limit: int) -> None:
    crawl = shop_crawl(shop_site, tmp_path, TIKTOK_STORE_ENABLED="false")
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


FAULTS = ("empty", "shop_security_check", "shop_soft_block", "repeated_page", "stuck_cursor", "bad_item")


def test_faults_cost_requests_but_no_product(shop_site: StandinProcess, shop: Shop, tmp_path: Path) -> None:
    shop_site.set_plan(
        *(
            {"kind": kind, "where": "shop/*", "share": 0.035, "seed": seed}
            for seed, kind in enumerate(FAULTS)
        ),
        *({"kind": kind, "where": "page.shop.*", "share": 0.065, "seed": 7} for kind in FAULTS[:3]),
    )
    try:
        crawl = shop_crawl(shop_site, tmp_path, TIKTOK_STORE_ENABLED="false", TIKTOK_IDENTITIES=4)
        crawl.run("shop", queries="cotton", categories=LEAFY, region="US")
        faults = shop_site.stats()["faults"]
    finally:
        shop_site.set_plan()
    assert faults
    for section, target, path in (
        ("shop_search", "cotton", "search/cotton"),
        ("shop_category", LEAFY, f"categories/{LEAFY}"),
    ):
        ids, verdict = listed(crawl, section, target), verdict_of(crawl, target, section)
        assert duplicates(ids) == []
        lacks = set(shop.ids(f"{path}?region=US")) - set(ids)
        assert not lacks or verdict["status"] != "complete", (section, lacks, verdict["outcomes"])


def test_a_killed_category_walk_goes_on(shop_site: StandinProcess, shop: Shop, tmp_path: Path) -> None:
    crawl = shop_crawl(shop_site, tmp_path)
    process = crawl.start("shop", categories=CUT, region="US", run="walk")
    until(lambda: stored(crawl) >= 60 or process.poll() is not None, 60, "60 stored products")
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
