"""Hashtags and sounds with a real Chromium: whole, once, right, and honest where TikTok cuts the list off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser_crawl import BrowserCrawl
from tests.chromium import needs_browser
from tests.crawling import duplicates
from tests.source_truth import (
    HASHTAG,
    SOUND,
    epoch,
    ids_of,
    known,
    rows_of,
    told,
    verdict_of,
    wrong,
    wrong_video,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.standin_process import StandinProcess

BIG, SMALL, UNUSED, REFUSED, UNKNOWN = "nature", "river", "emptyquay", "blockedword", "nosuchtag"
SONG, NO_SONG = "6817004611686018427", "7000000000000000001"
SINCE, UNTIL = "2026-05-01", "2026-08-31"

pytestmark = needs_browser


@pytest.fixture(scope="module")
def tags(sources: StandinProcess, tmp_path_factory: pytest.TempPathFactory) -> BrowserCrawl:
    """One crawl of hashtags, from a file with comments and with hashtags that begin with ``#``."""
    crawl = BrowserCrawl(tmp_path_factory.mktemp("tags"), sources.url)
    lines = ["# a comment", f"#{BIG}", SMALL, UNUSED, REFUSED, UNKNOWN, "سوق  # another", "two words"]
    crawl.run("hashtag", hashtags=lines)
    return crawl


@pytest.fixture(scope="module")
def sounds(sources: StandinProcess, tmp_path_factory: pytest.TempPathFactory) -> BrowserCrawl:
    """One crawl of sounds, the most used one among them."""
    crawl = BrowserCrawl(tmp_path_factory.mktemp("sounds"), sources.url)
    crawl.run("sound", sounds=[SONG, NO_SONG, "not a sound", *most_used(sources)])
    return crawl


def most_used(sources: StandinProcess) -> list[str]:
    uses: dict[str, int] = known(sources, "sounds")
    return [max(uses, key=lambda key: uses[key])]


def assert_whole(crawl: BrowserCrawl, target: str, truth: dict[str, Any], section: str) -> None:
    ids = ids_of(crawl, target, section)
    assert sorted(ids) == sorted(truth["ids"])
    assert duplicates(ids) == []
    for video in rows_of(crawl, "video", target, section):
        assert wrong_video(video, truth["posts"][video["video_id"]]) == {}
    verdict = verdict_of(crawl, target, section)
    assert (verdict["expected"], verdict["unique"]) == (truth["video_count"], len(truth["ids"]))
    assert verdict["new"] == len(truth["ids"])
    assert verdict["transports"]["http"] == 1


@pytest.mark.parametrize("target", [f"#{BIG}", SMALL, UNUSED, "سوق"])
def test_a_hashtags_videos_all_come_once_and_right(
    sources: StandinProcess, tags: BrowserCrawl, target: str
) -> None:
    assert tags.status == 0, tags.stderr
    assert "Traceback" not in tags.stderr
    truth = told(sources, "hashtag", target.removeprefix("#"))
    assert_whole(tags, target, truth, "hashtag_videos")
    (header,) = rows_of(tags, "hashtag", target, "hashtag")
    assert wrong(header, truth, HASHTAG) == {}


def test_a_capped_list_says_so_with_tiktoks_numbers(sources: StandinProcess, tags: BrowserCrawl) -> None:
    truth, verdict = told(sources, "hashtag", BIG), verdict_of(tags, f"#{BIG}", "hashtag_videos")
    assert truth["capped"]
    assert (verdict["status"], verdict["stop_reason"]) == ("capped", "cap")
    assert (
        verdict["message"]
        == f"TikTok's list ends after {len(truth['ids']):,}; TikTok counts {truth['video_count']:,}"
    )


@pytest.mark.parametrize(
    ("target", "status", "says"),
    [
        (SMALL, "complete", None),
        (UNUSED, "complete", None),
        (REFUSED, "missing", "hashtag_blacklisted"),
        (UNKNOWN, "missing", "hashtag_not_exist"),
        ("two words", "failed", "hashtags.txt:8"),
    ],
)
def test_a_hashtags_verdict(tags: BrowserCrawl, target: str, status: str, says: str | None) -> None:
    verdict = verdict_of(tags, target, "hashtag_videos")
    assert verdict["status"] == status
    assert (says or "") in (verdict["message"] or "")


def test_a_sounds_videos_all_come_once_and_right(sources: StandinProcess, sounds: BrowserCrawl) -> None:
    assert sounds.status == 0, sounds.stderr
    for target in (SONG, *most_used(sources)):
        truth = told(sources, "sound", target)
        assert_whole(sounds, target, truth, "sound_videos")
        (header,) = rows_of(sounds, "sound", target, "sound")
        assert wrong(header, {**truth, "album": truth["album"] or None}, SOUND) == {}
        assert int(header["duration_s"]) == truth["duration"]


def test_a_sounds_verdict(sources: StandinProcess, sounds: BrowserCrawl) -> None:
    assert verdict_of(sounds, SONG, "sound_videos")["status"] == "complete"
    assert verdict_of(sounds, NO_SONG, "sound_videos")["status"] == "missing"
    refused = verdict_of(sounds, "not a sound", "sound_videos")
    assert refused["status"] == "failed"
    assert refused["message"].startswith("sounds.txt:3: 'not a sound'")
    (biggest,) = most_used(sources)
    verdict = verdict_of(sounds, biggest, "sound_videos")
    assert verdict["status"] == "capped"
    assert f"{verdict['expected']:,}" in verdict["message"]


def test_nothing_was_asked_unsigned_or_with_mixed_identities(
    sources: StandinProcess, tags: BrowserCrawl, sounds: BrowserCrawl
) -> None:
    assert sources.stats()["refusals"] == {}
    assert sources.stats()["mixed_by"] == {}


def test_a_second_visit_leaves_out_what_is_known_without_ending_there(
    sources: StandinProcess, tags: BrowserCrawl, tmp_path: Path
) -> None:
    kept = set(told(sources, "hashtag", BIG)["ids"])
    crawl = BrowserCrawl(tmp_path, sources.url, tags.database_url)
    crawl.run("hashtag", hashtags=f"#{BIG},craft", new_only="true", max_videos=40)
    again = verdict_of(crawl, f"#{BIG}", "hashtag_videos")
    assert ids_of(crawl, f"#{BIG}", "hashtag_videos") == []
    assert (again["received"] >= len(kept), again["stop_reason"]) == (True, "known_item")
    fresh = ids_of(crawl, "craft", "hashtag_videos")
    assert (len(fresh), verdict_of(crawl, "craft", "hashtag_videos")["stop_reason"]) == (40, "max_items")


def test_a_period_only_filters_a_ranked_list(sources: StandinProcess, tmp_path: Path) -> None:
    crawl = BrowserCrawl(tmp_path / "period", sources.url).run(
        "hashtag", hashtags=BIG, since=SINCE, until=UNTIL
    )
    first, last = epoch(f"{SINCE}T00:00:00+00:00"), epoch(f"{UNTIL}T23:59:59+00:00")
    truth = told(sources, "hashtag", BIG)
    inside = {key for key in truth["ids"] if first <= truth["posts"][key]["created_at"] <= last}
    assert 0 < len(inside) < len(truth["ids"])
    assert set(ids_of(crawl, BIG, "hashtag_videos")) == inside
    assert verdict_of(crawl, BIG, "hashtag_videos")["received"] >= len(truth["ids"])


@pytest.mark.parametrize("limit", [31])
def test_limits_are_exact(sources: StandinProcess, tmp_path: Path, limit: int) -> None:
    crawl = BrowserCrawl(tmp_path, sources.url)
    crawl.run("sound", sounds=most_used(sources), max_videos=limit)
    videos = crawl.records("video")
    assert len(videos) == len({video["video_id"] for video in videos}) == limit
    assert len(crawl.records("sound")) == 1
    (verdict,) = crawl.records("verdict")
    assert (verdict["status"], verdict["resource"]) == ("limited", "sound_videos")


def test_without_a_browser_only_headers_are_in_reach(sources: StandinProcess, tmp_path: Path) -> None:
    crawl = BrowserCrawl(tmp_path, sources.url, settings={"TIKTOK_BROWSER": "off"}).run(
        "hashtag", hashtags=SMALL
    )
    assert [one["name"] for one in crawl.records("hashtag")] == [SMALL]
    verdict = verdict_of(crawl, SMALL, "hashtag_videos")
    assert verdict["status"] in {"blocked", "failed"}
    assert verdict["message"].count("TIKTOK_BROWSER is off") == 1


KINDS = ("empty", "repeated_page", "stuck_cursor", "has_more_true", "no_item_list", "http")


def test_faults_cost_nothing(sources: StandinProcess, tmp_path: Path) -> None:
    """More than one answer in five of the lists is spoilt, and one of the headers."""
    rules = [
        {"kind": kind, "where": "music/item_list", "after": 1 + 2 * place, "first": 1, "status": 503}
        for place, kind in enumerate(KINDS)
    ]
    sources.set_plan(*rules, {"kind": "no_state", "where": "page.sound", "first": 1})
    crawl = BrowserCrawl(
        tmp_path, sources.url, settings={"TIKTOK_BROWSER_CONTEXTS": 2, "TIKTOK_IDENTITIES": 2}
    )
    crawl.run("sound", sounds=[SONG, *most_used(sources)])
    faults = sources.stats()["faults"]
    sources.set_plan()
    assert faults == dict.fromkeys((*KINDS, "no_state"), 1)
    for target in (SONG, *most_used(sources)):
        truth = told(sources, "sound", target)
        ids = ids_of(crawl, target, "sound_videos")
        assert sorted(ids) == sorted(truth["ids"])
        wanted = "complete" if target == SONG else "capped"
        assert verdict_of(crawl, target, "sound_videos")["status"] == wanted


def test_a_member_that_cannot_be_read_is_kept_apart_and_asked_for_again(
    sources: StandinProcess, tmp_path: Path
) -> None:
    sources.set_plan({"kind": "bad_item", "where": "music/item_list", "first": 1})
    crawl = BrowserCrawl(tmp_path, sources.url).run("sound", sounds=SONG)
    sources.set_plan()
    assert sorted(ids_of(crawl, SONG, "sound_videos")) == sorted(told(sources, "sound", SONG)["ids"])
    assert verdict_of(crawl, SONG, "sound_videos")["status"] == "complete"
    assert len(crawl.rows("SELECT reason FROM rejected_rows")) == 1
