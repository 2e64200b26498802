"""Comments and replies with a real Chromium: whole, once, right, and honest where something is lacking."""

from __future__ import annotations

import signal
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from tests.browser_crawl import BrowserCrawl
from tests.chromium import needs_browser
from tests.comment_truth import HANDLE, WORLD, compare, due, truth_of, verdict_of
from tests.crawling import terminate
from tests.standin_process import StandinProcess
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ALL = 100_000
PAGE = 50
LIST, REPLIES = "comment/list", "comment/list/reply"
UNKNOWN = "7100000000000000001"
NEVER = (b"predicted_age_group", b"comment_author_id")
"""What is never stored: a guess of a commenter's age, and who wrote a shared comment."""

pytestmark = needs_browser


@pytest.fixture(scope="module")
def site() -> Iterator[StandinProcess]:
    with StandinProcess(*WORLD) as standin:
        yield standin


@pytest.fixture(scope="module")
def posts(site: StandinProcess) -> dict[int | str, str]:
    """Posts by their number of comments; ``off`` has them off."""
    found: dict[int | str, str] = {}
    for video in site.truth(HANDLE)["ids"]:
        truth = truth_of(site, video)
        found["off" if truth["off"] else truth["total"]] = video
    return found


SMALL = (0, 1, 2, 7, 19, 20, 21, 50, 57, 120, 250)
BLOCKED, HOLLOW, CUT_OFF = 999, 2400, 6000


@dataclass
class Watched(BrowserCrawl):
    """A crawl, and what it asked the lists of comments for: endpoint and query."""

    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)


@pytest.fixture(scope="module")
def whole(
    site: StandinProcess, posts: dict[int | str, str], tmp_path_factory: pytest.TempPathFactory
) -> Watched:
    """One crawl of all comments and replies; the lists of some posts are never answered well."""
    site.set_plan(
        {"kind": "empty", "where": LIST, "only_target": posts[BLOCKED]},
        {"kind": "no_item_list", "where": LIST, "only_target": posts[HOLLOW]},
        {"kind": "empty", "where": LIST, "only_target": posts[CUT_OFF], "after": 1},
        {"kind": "code", "where": REPLIES, "only_target": posts[CUT_OFF], "code": 10204, "after": 4},
    )
    site.clear_log()
    wanted = [*(posts[count] for count in (*SMALL, BLOCKED, HOLLOW, CUT_OFF)), posts["off"], UNKNOWN]
    settings = {"LOG_LEVEL": "DEBUG", "TIKTOK_RETRY_TIMES": 1}
    crawl = Watched(tmp_path_factory.mktemp("whole"), site.url, settings=settings)
    crawl.run("video", videos=wanted, comments=ALL, replies=ALL, raw="true")
    crawl.asked = [
        (entry["endpoint"], parse_qs(entry["query"]))
        for entry in site.log()
        if "comment" in entry["endpoint"]
    ]
    site.set_plan()
    assert crawl.status == 0, crawl.stderr
    assert "Traceback" not in crawl.stderr
    return crawl


def test_every_comment_and_reply_comes_once_and_right(
    site: StandinProcess, posts: dict[int | str, str], whole: Watched
) -> None:
    found = compare(whole, site, [posts[count] for count in SMALL])
    assert found.is_exact, found
    assert found.wanted == sum(SMALL)


def test_the_store_holds_the_same(site: StandinProcess, posts: dict[int | str, str], whole: Watched) -> None:
    for count in SMALL:
        rows = whole.rows("SELECT comment_id FROM comments WHERE video_id = ?", posts[count])
        assert sorted(str(one) for (one,) in rows) == sorted(due(truth_of(site, posts[count])))


def test_pictures_without_a_word_are_comments(
    site: StandinProcess, posts: dict[int | str, str], whole: Watched
) -> None:
    bare = [one for one in whole.records("comment") if one["text"] == ""]
    assert len(bare) > 3
    for one in bare:
        assert [each["index"] for each in one["images"]] == list(range(len(one["images"])))
        assert all(each["url"] and each["key"] and each["width"] == 720 for each in one["images"])


def test_nothing_is_stored_that_must_not_be(whole: Watched) -> None:
    """With ``raw=true`` and a debug log; the answers hold both."""
    files = [whole.feed, *whole.directory.glob("tiktok.db*")]
    kept = [each.read_bytes() for each in files] + [whole.stderr.encode()]
    assert sum(b"reply_comment_total" in each for each in kept) >= 2  # raw is there
    assert [word for word in NEVER for each in kept if word in each] == []


def test_replies_are_asked_for_with_the_video(posts: dict[int | str, str], whole: Watched) -> None:
    videos = {posts[count] for count in (*SMALL, CUT_OFF)}
    asked = [query for name, query in whole.asked if name == REPLIES]
    assert {query["item_id"][0] for query in asked} <= videos
    assert {query["count"][0] for _, query in whole.asked} == {str(PAGE)}


def test_requests_are_few(site: StandinProcess, posts: dict[int | str, str], whole: Watched) -> None:
    """One for each 50 comments and each 50 replies of a list; one page in six may come short or empty."""
    least = spent = 0
    for count in SMALL:
        truth = truth_of(site, posts[count])
        least += max(pages(truth["top"]), 1) + sum(map(pages, truth["replies"].values()))
        spent += sum(verdict_of(whole, posts[count], name)["requests"] for name in ("comments", "replies"))
    assert least <= spent <= least + 8


def pages(members: Sequence[str]) -> int:
    """Return the least number of requests for a list."""
    return -(-len(members) // PAGE)


@pytest.mark.parametrize("count", [*SMALL, "off"])
def test_whole_lists_are_complete(
    site: StandinProcess, posts: dict[int | str, str], whole: Watched, count: int | str
) -> None:
    truth = truth_of(site, posts[count])
    for name, number in (("comments", len(truth["top"])), ("replies", truth["listed"] - len(truth["top"]))):
        verdict = verdict_of(whole, posts[count], name)
        assert verdict["status"] == "complete"
        assert verdict["coverage"] == 1
        assert verdict["expected"] == verdict["unique"] == number


@pytest.mark.parametrize(
    ("count", "comments", "replies"),
    [(BLOCKED, "blocked", "blocked"), (HOLLOW, "short", "complete"), (CUT_OFF, "blocked", "blocked")],
)
def test_lists_that_break_off_are_not_complete(
    posts: dict[int | str, str], whole: Watched, count: int, comments: str, replies: str
) -> None:
    assert verdict_of(whole, posts[count], "video")["status"] == "complete"
    assert verdict_of(whole, posts[count], "comments")["status"] == comments
    assert verdict_of(whole, posts[count], "replies")["status"] == replies
    for name in ("comments", "replies"):
        kept = [one for one in whole.records("comment") if one["video_id"] == posts[count]]
        kept = [one for one in kept if (one["parent_comment_id"] is None) == (name == "comments")]
        assert verdict_of(whole, posts[count], name)["unique"] == len(kept)


def test_an_empty_page_that_promises_more_is_asked_for_few_times(
    posts: dict[int | str, str], whole: Watched
) -> None:
    """Twice, and once more by another device because the list ends short."""
    verdict = verdict_of(whole, posts[HOLLOW], "comments")
    assert (verdict["requests"], verdict["stop_reason"]) == (3, "empty_windows")
    assert (verdict["expected"], verdict["unique"], verdict["coverage"]) == (HOLLOW, 0, 0)


def test_an_unknown_video_is_missing_with_all_its_lists(whole: Watched) -> None:
    for name in ("video", "comments", "replies"):
        verdict = verdict_of(whole, UNKNOWN, name)
        assert (verdict["status"], verdict["unique"]) == ("missing", 0)


def test_thousands_of_comments_come_once_and_right(
    site: StandinProcess, posts: dict[int | str, str], tmp_path: Path
) -> None:
    videos = [posts[HOLLOW], posts[CUT_OFF]]
    site.set_plan()
    crawl = BrowserCrawl(tmp_path, site.url).run("video", videos=videos, comments=ALL)
    found = compare(crawl, site, videos, replies=0)
    assert found.is_exact, found
    assert found.wanted > 3000
    for video in videos:
        verdict = verdict_of(crawl, video, "comments")
        assert (verdict["status"], verdict["coverage"]) == ("complete", 1)
        assert verdict["requests"] <= pages(truth_of(site, video)["top"]) * 1.25 + 2
    assert not [one for one in crawl.records("verdict") if one["resource"] == "replies"]


@pytest.mark.parametrize("limit", [1, 49, 50, 51])
def test_limits_are_exact(
    site: StandinProcess, posts: dict[int | str, str], tmp_path: Path, limit: int
) -> None:
    video = posts[250]
    site.set_plan()
    crawl = BrowserCrawl(tmp_path, site.url, settings={"TIKTOK_STORE_ENABLED": "false"})
    crawl.run("video", videos=video, comments=limit, replies=limit)
    found, truth = compare(crawl, site, [video], comments=limit, replies=limit), truth_of(site, video)
    assert found.is_exact, found
    longest = max(len(truth["replies"].get(one, ())) for one in truth["top"][:limit])
    comments, replies = (verdict_of(crawl, video, name) for name in ("comments", "replies"))
    assert (comments["status"], comments["unique"], comments["coverage"]) == ("limited", limit, 1)
    assert replies["status"] == ("limited" if longest >= limit else "complete")
    assert (replies["unique"], replies["coverage"]) == (found.wanted - limit, 1)
    assert limit == 1 or longest == 54


FAULTS = (
    "empty",
    "reset",
    "truncated",
    "repeated_page",
    "has_more_false",
    "has_more_true",
    "html",
    "stuck_cursor",
    "no_item_list",
    "bad_item",
    "http",
    "captcha_json",
)


def test_nothing_is_lost_when_every_fifth_answer_is_bad(
    site: StandinProcess, posts: dict[int | str, str], tmp_path: Path
) -> None:
    share = 0.2 / len(FAULTS)
    site.set_plan(*({"kind": kind, "where": "comment/*", "share": share} for kind in FAULTS))
    videos = [posts[count] for count in (57, 120, 250)]
    crawl = BrowserCrawl(tmp_path, site.url, settings={"TIKTOK_RETRY_TIMES": 6})
    crawl.run("video", videos=videos, comments=ALL, replies=ALL)
    struck = site.stats()["faults"]
    site.set_plan()
    found = compare(crawl, site, videos)
    assert found.is_exact, found
    assert {one["status"] for one in crawl.records("verdict")} == {"complete"}
    assert sum(struck.values()) > 8


def test_a_kill_among_the_replies_loses_nothing(
    site: StandinProcess, posts: dict[int | str, str], tmp_path: Path
) -> None:
    site.set_plan()
    video = posts[250]
    crawl, begun = BrowserCrawl(tmp_path, site.url), replies_asked(site)
    process = crawl.start("video", videos=video, comments=ALL, replies=ALL, run="study")

    def is_among_the_replies() -> bool:
        assert process.poll() is None, process.communicate()
        return replies_asked(site) >= begun + 9

    until(is_among_the_replies, 120, "nine pages of replies")
    terminate(process, signal.SIGKILL)
    again = replies_asked(site)
    crawl.run("video", videos=video, comments=ALL, replies=ALL, run="study")
    truth = truth_of(site, video)
    rows = [str(one) for (one,) in crawl.rows("SELECT comment_id FROM comments")]
    assert sorted(rows) == sorted(due(truth))
    for name in ("comments", "replies"):
        verdict = verdict_of(crawl, video, name)
        assert (verdict["status"], verdict["coverage"]) == ("complete", 1)
    assert verdict_of(crawl, video, "comments")["unique"] == len(truth["top"])
    assert verdict_of(crawl, video, "replies")["unique"] == truth["listed"] - len(truth["top"])
    assert replies_asked(site) - again <= len(truth["replies"]) - 9 + 2 + 3


def replies_asked(site: StandinProcess) -> int:
    """Return how many pages of replies were asked for."""
    return int(site.stats()["by_endpoint"].get(REPLIES, 0))
