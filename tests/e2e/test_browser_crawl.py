"""Whole crawls that need the browser, with a real Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser_crawl import NO_LIST, BrowserCrawl
from tests.chromium import needs_browser
from tests.crawling import duplicates
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VIDEOS = 120
USER, PASSWORD = "us@r", "p:w/@#?% s3cr3tmark"

pytestmark = needs_browser


@pytest.fixture(scope="module")
def _site() -> Iterator[StandinProcess]:
    world = ("--bulk", str(VIDEOS), "--users", "2", "--proxies", "1")
    with StandinProcess(*world, "--proxy-auth", f"{USER}:{PASSWORD}") as standin:
        yield standin


@pytest.fixture
def site(_site: StandinProcess) -> StandinProcess:
    """A TikTok whose unsigned list is always empty."""
    _site.set_plan(NO_LIST)
    _site.reset_switches()
    _site.clear_log()
    return _site


@pytest.fixture
def crawl(site: StandinProcess, tmp_path: Path) -> Iterator[BrowserCrawl]:
    """A crawl of the stand-in's own address; no temporary file of it may stay."""
    made = BrowserCrawl(tmp_path, site.url)
    yield made
    assert list(made.temporary.iterdir()) == []
    assert "Traceback" not in made.stderr


def assert_everything_came(crawl: BrowserCrawl, site: StandinProcess) -> None:
    delivered = crawl.ids_by_author()
    for handle in site.handles():
        assert sorted(delivered.get(handle, [])) == sorted(site.truth(handle)["ids"]), handle
        assert duplicates(delivered[handle]) == []
        assert crawl.verdicts()[handle]["status"] == "complete"
    assert crawl.status == 0


def test_videos_come_by_the_signed_list(site: StandinProcess, crawl: BrowserCrawl) -> None:
    crawl.run("user", users=site.handles())
    assert_everything_came(crawl, site)
    for verdict in crawl.verdicts().values():
        assert verdict["transports"]["browser"] == verdict["endpoints"]["post_item_list"]
        assert verdict["transports"] == {"http": 1, "browser": verdict["endpoints"]["post_item_list"]}
        assert "creator_item_list" not in verdict["endpoints"]
    assert {video["transport"] for video in crawl.records("video")} == {"browser"}
    assert site.stats()["refusals"] == {}
    assert site.stats()["mixed_by"] == {}


def test_without_a_browser_the_list_is_blocked_and_the_setting_named(
    site: StandinProcess, crawl: BrowserCrawl
) -> None:
    crawl.settings["TIKTOK_BROWSER"] = "off"
    crawl.run("user", users=site.handles())
    for verdict in crawl.verdicts().values():
        assert verdict["status"] == "blocked"
        assert "TIKTOK_BROWSER is off" in verdict["message"]
    assert crawl.records("video") == []
    assert site.stats()["by_endpoint"].get("post/item_list", 0) == 0


def test_a_check_page_is_passed_by_the_browser(site: StandinProcess, crawl: BrowserCrawl) -> None:
    site.set_plan({"kind": "check_page", "where": "page.*"}, NO_LIST)
    crawl.run("user", users=site.handles())
    assert_everything_came(crawl, site)
    assert all(verdict["endpoints"]["user_detail"] == 1 for verdict in crawl.verdicts().values())
    assert all(set(verdict["transports"]) == {"browser"} for verdict in crawl.verdicts().values())


def test_through_a_proxy_with_a_password_and_an_authority_of_its_own(
    site: StandinProcess, tmp_path: Path
) -> None:
    crawl = BrowserCrawl.behind_proxy(site, directory=tmp_path)
    crawl.run("user", users=site.handles())
    assert_everything_came(crawl, site)
    assert {entry["exit"] for entry in site.log()} == {"exit-1"}
    assert site.stats()["by_endpoint"]["post/item_list"] >= 2
    assert "s3cr3tmark" not in crawl.stderr
    assert site.stats()["mixed_by"] == {}
