"""Searches, For You and Explore with a real Chromium: whole, once, right, honest about what nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser_crawl import BrowserCrawl
from tests.chromium import needs_browser
from tests.crawling import Crawl, duplicates
from tests.source_truth import epoch, ids_of, rows_of, told, verdict_of, wrong_user, wrong_video
from tiktok_spiders.endpoints.feeds import CATEGORIES
from tiktok_spiders.endpoints.search import CAP_FROM

if TYPE_CHECKING:
    from pathlib import Path

    from tests.standin_process import StandinProcess

QUERIES = ("moss", "river", "🔥", "zzznothing", "سوق")
LONG = ("mosses and bread on trains " * 20)[:500]
SECTIONS = {"search_videos": "video", "search_users": "user", "suggestions": "suggestion"}
SINCE, UNTIL = "2026-05-01", "2026-08-31"
PAGE = 16

pytestmark = needs_browser


@pytest.fixture
def site(sources: StandinProcess) -> StandinProcess:
    """A TikTok without faults."""
    sources.set_plan()
    sources.clear_log()
    return sources


@pytest.fixture(scope="module")
def found(sources: StandinProcess, tmp_path_factory: pytest.TempPathFactory) -> BrowserCrawl:
    """One crawl of searches of all kinds."""
    crawl = BrowserCrawl(tmp_path_factory.mktemp("search"), sources.url)
    crawl.run("search", queries=[*QUERIES, LONG], kinds="videos,users,suggestions")
    assert crawl.status == 0, crawl.stderr
    assert "Traceback" not in crawl.stderr
    return crawl


@pytest.mark.parametrize("query", QUERIES)
def test_videos_found(site: StandinProcess, found: BrowserCrawl, query: str) -> None:
    truth = told(site, "search_videos", query)
    ids = ids_of(found, query, "search_videos")
    assert sorted(ids) == sorted(truth["ids"])
    assert duplicates(ids) == []
    for video in rows_of(found, "video", query, "search_videos"):
        assert wrong_video(video, truth["posts"][video["video_id"]]) == {}


@pytest.mark.parametrize("query", QUERIES)
def test_accounts_found(site: StandinProcess, found: BrowserCrawl, query: str) -> None:
    truth = told(site, "search_users", query)
    users = rows_of(found, "user", query, "search_users")
    assert sorted(user["user_id"] for user in users) == sorted(truth["ids"])
    for user in users:
        assert wrong_user(user, truth["users"][user["user_id"]]) == {}


@pytest.mark.parametrize("query", QUERIES)
def test_suggestions(site: StandinProcess, found: BrowserCrawl, query: str) -> None:
    rows = rows_of(found, "suggestion", query, "suggestions")
    assert [row["text"] for row in rows] == told(site, "suggestions", query)["texts"]
    assert {(row["query"], row["kind"]) for row in rows} <= {(query, "preview")}
    assert [row["rank"] for row in rows] == list(range(len(rows)))


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("query", QUERIES)
def test_a_searchs_verdict(found: BrowserCrawl, query: str, section: str) -> None:
    count = len(rows_of(found, SECTIONS[section], query, section))
    verdict = verdict_of(found, query, section)
    assert (verdict["unique"], verdict["expected"]) == (count, None)
    capped = section != "suggestions" and count >= CAP_FROM
    assert verdict["status"] == ("capped" if capped else "complete")
    assert (verdict["message"] or "") == (f"TikTok's list ends after {count:,}" if capped else "")


def test_a_query_that_is_too_long_is_refused_by_its_line(found: BrowserCrawl) -> None:
    verdict = verdict_of(found, LONG, "search_videos")
    assert (verdict["status"], verdict["requests"]) == ("failed", 0)
    assert verdict["message"].startswith("queries.txt:6: ")
    assert "1 to 300 printable characters" in verdict["message"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"queries": " , "}, "no target given"),
        ({"queries": "moss", "kinds": "people"}, "argument kinds='people'"),
        ({"queries": "moss", "max_results": -1}, "argument max_results='-1'"),
    ],
)
def test_what_no_search_can_answer_ends_with_status_2(
    tmp_path: Path, arguments: dict[str, Any], says: str
) -> None:
    crawl = Crawl(tmp_path, "http://127.0.0.1:9").run("search", **arguments)
    assert crawl.status == 2
    assert says in crawl.stderr


def test_a_search_survives_false_ends_and_other_faults(site: StandinProcess, tmp_path: Path) -> None:
    """More than one answer in five is spoilt, the false end among the ways."""
    kinds = ("empty", "empty_session", "stuck_cursor", "repeated_page", "http", "no_item_list")
    site.set_plan(
        *(
            {"kind": kind, "where": f"search/{name}/full", "after": 1 + place, "first": 1, "status": 503}
            for place, kind in enumerate(kinds)
            for name in ("item", "user")
        )
    )
    crawl = BrowserCrawl(tmp_path, site.url, settings={"TIKTOK_BROWSER_CONTEXTS": 2, "TIKTOK_IDENTITIES": 2})
    crawl.run("search", queries="moss", kinds="videos,users")
    assert site.stats()["faults"] == dict.fromkeys(kinds, 2)
    videos, users = told(site, "search_videos", "moss"), told(site, "search_users", "moss")
    assert sorted(ids_of(crawl, "moss", "search_videos")) == sorted(videos["ids"])
    rows = rows_of(crawl, "user", "moss", "search_users")
    assert sorted(row["user_id"] for row in rows) == sorted(users["ids"])


@pytest.mark.parametrize("limit", [1, PAGE - 1, PAGE, PAGE + 1])
def test_limits_are_exact(site: StandinProcess, tmp_path: Path, limit: int) -> None:
    crawl = Crawl(tmp_path, site.url).run("trending", category="comedy,food", max_videos=limit)
    for name in ("comedy", "food"):
        ids, truth = ids_of(crawl, name, "explore"), told(site, "category", str(CATEGORIES[name]))
        assert len(ids) == len(set(ids)) == limit
        assert set(ids) <= set(truth["ids"])
        assert verdict_of(crawl, name, "explore")["status"] == "limited"


def test_categories_come_whole_and_a_period_filters_them(site: StandinProcess, tmp_path: Path) -> None:
    crawl = Crawl(tmp_path, site.url)
    crawl.run("trending", category="animals", since=SINCE, until=UNTIL)
    first, last = epoch(f"{SINCE}T00:00:00+00:00"), epoch(f"{UNTIL}T23:59:59+00:00")
    truth = told(site, "category", str(CATEGORIES["animals"]))
    inside = {key for key in truth["ids"] if first <= truth["posts"][key]["created_at"] <= last}
    ids = ids_of(crawl, "animals", "explore")
    assert 0 < len(inside) < len(truth["ids"])
    assert set(ids) <= inside
    assert len(inside) - 1 <= len(set(ids)) == len(ids)  # batches are drawn by lot: nobody knows the end
    for video in crawl.records("video"):
        assert wrong_video(video, truth["posts"][video["video_id"]]) == {}
    assert verdict_of(crawl, "animals", "explore")["stop_reason"] == "since"


def test_a_category_that_is_none_is_refused(tmp_path: Path) -> None:
    crawl = Crawl(tmp_path, "http://127.0.0.1:9").run("trending", category="comedy,nonsense")
    assert crawl.status == 2
    assert "unknown category 'nonsense'" in crawl.stderr
    assert crawl.stderr.count("singing-dancing") == 1


def test_for_you_goes_on_to_the_limit_through_faults(site: StandinProcess, tmp_path: Path) -> None:
    site.set_plan(
        *(
            {"kind": kind, "where": "recommend/item_list", "share": 0.1, "status": 503}
            for kind in ("empty", "http")
        )
    )
    crawl = BrowserCrawl(tmp_path, site.url).run("trending", max_videos=100)
    ids = ids_of(crawl, "foryou", "trending")
    posts = {key: post for name in site.handles() for key, post in site.truth(name)["posts"].items()}
    assert (len(ids), len(set(ids))) == (100, 100)
    for video in crawl.records("video"):
        assert wrong_video(video, posts[video["video_id"]]) == {}
    verdict = verdict_of(crawl, "foryou", "trending")
    assert (verdict["status"], verdict["stop_reason"]) == ("limited", "max_items")


def test_without_a_browser_suggestions_and_categories_are_in_reach(
    site: StandinProcess, tmp_path: Path
) -> None:
    crawl = Crawl(tmp_path, site.url).run("search", queries="moss", kinds="videos,users,suggestions")
    assert verdict_of(crawl, "moss", "suggestions")["status"] == "complete"
    for section in ("search_videos", "search_users"):
        verdict = verdict_of(crawl, "moss", section)
        assert verdict["status"] in {"blocked", "failed"}
        assert verdict["message"].count("TIKTOK_BROWSER is off") == 1
