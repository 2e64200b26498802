"""What else a video may bring: related videos, the text of its subtitles, and commenters without names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser_crawl import BrowserCrawl
from tests.chromium import needs_browser
from tests.comment_truth import HANDLE, WORLD, due, truth_of, verdict_of
from tests.crawling import duplicates
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "a-key-for-tests-that-is-long-enough-0123456789"
SEVERAL, MANY = 3, 100

pytestmark = needs_browser


@pytest.fixture(scope="module")
def site() -> Iterator[StandinProcess]:
    with StandinProcess(*WORLD) as standin:
        yield standin


@pytest.fixture(scope="module")
def videos(site: StandinProcess) -> list[str]:
    """Posts with many comments, and some with every kind of subtitle file."""
    chatty = site.truth(HANDLE)["ids"][8:11]
    told = {one: site.truth(f"subtitles/{one}")["tracks"] for one in site.truth("daily.dune")["ids"]}
    rich = [one for one, tracks in told.items() if len(tracks) > 1]
    plain = [one for one, tracks in told.items() if len(tracks) == 1]
    return [*chatty, *rich[:2], *plain[:1], *[one for one, tracks in told.items() if not tracks][:1]]


@pytest.fixture(scope="module")
def keyed(site: StandinProcess, videos: list[str], tmp_path_factory: pytest.TempPathFactory) -> BrowserCrawl:
    """A crawl with a key for pseudonyms, good subtitle links and few related videos."""
    settings = {
        "TIKTOK_PSEUDONYMISE": "commenters,mentions",
        "TIKTOK_PSEUDONYM_KEY": KEY,
        "LOG_LEVEL": "DEBUG",
    }
    crawl = BrowserCrawl(tmp_path_factory.mktemp("keyed"), site.url, settings=settings)
    crawl.run("video", videos=videos, comments=25, replies=5, related=SEVERAL, subtitles="true", raw="true")
    return crawl


@pytest.fixture(scope="module")
def keyless(
    site: StandinProcess, videos: list[str], tmp_path_factory: pytest.TempPathFactory
) -> BrowserCrawl:
    """A crawl without a key, while subtitle links have expired, for as many related videos as there are."""
    settings = {"TIKTOK_PSEUDONYMISE": "commenters", "TIKTOK_STATS_DUMP": "true"}
    site.set_switches(url_life=-7200)
    crawl = BrowserCrawl(tmp_path_factory.mktemp("keyless"), site.url, settings=settings)
    crawl.run("video", videos=videos, comments=20, related=MANY, subtitles="true")
    site.reset_switches()
    return crawl


def asked_for(crawl: BrowserCrawl, videos: list[str]) -> dict[str, dict[str, Any]]:
    """Return the videos that were asked for, as their pages told them."""
    found = [one for one in crawl.records("video") if one["source"]["section"] == "video"]
    return {one["video_id"]: one for one in found if one["video_id"] in videos}


def related_to(crawl: BrowserCrawl, video: str) -> list[str]:
    """Return the related videos of one, in their order."""
    found = [one for one in crawl.records("video") if one["source"]["section"] == "related"]
    return [one["video_id"] for one in found if one["source"]["target"] == video]


def test_crawls_end_well(keyed: BrowserCrawl, keyless: BrowserCrawl) -> None:
    for crawl in (keyed, keyless):
        assert crawl.status == 0, crawl.stderr
        assert "Traceback" not in crawl.stderr
        assert {one["status"] for one in crawl.records("verdict")} <= {"complete", "limited"}


def test_related_videos_are_as_many_as_asked_for(
    site: StandinProcess, videos: list[str], keyed: BrowserCrawl
) -> None:
    for video in videos:
        assert related_to(keyed, video) == site.truth(f"related/{video}")["ids"][:SEVERAL]
        verdict = verdict_of(keyed, video, "related")
        assert (verdict["status"], verdict["unique"], verdict["requests"]) == ("limited", SEVERAL, 1)


def test_related_videos_come_once_for_each_video(
    site: StandinProcess, videos: list[str], keyless: BrowserCrawl
) -> None:
    for video in videos:
        given, true = related_to(keyless, video), site.truth(f"related/{video}")["ids"]
        assert (given, duplicates(given)) == (true, [])
        verdict = verdict_of(keyless, video, "related")
        assert (verdict["status"], verdict["unique"], verdict["received"]) == (
            "complete",
            len(true),
            len(true),
        )


def test_subtitles_are_kept_with_language_and_source(
    site: StandinProcess, videos: list[str], keyed: BrowserCrawl
) -> None:
    formats = set()
    for video, record in asked_for(keyed, videos).items():
        tracks = site.truth(f"subtitles/{video}")["tracks"]
        given = record["subtitles"] or []
        assert [(each["language"], each["source"], each["format"]) for each in given] == [
            (track["language"], track["source"], track["format"]) for track in tracks
        ]
        for each, track in zip(given, tracks, strict=True):
            formats.add(each["format"])
            assert all(words.split(" ")[0] in each["text"] for _, _, words in track["lines"])
    assert formats == {"webvtt", "srt", "creator_caption"}


def test_the_transcript_is_what_is_said(site: StandinProcess, videos: list[str], keyed: BrowserCrawl) -> None:
    for video, record in asked_for(keyed, videos).items():
        tracks = site.truth(f"subtitles/{video}")["tracks"]
        said = "\n".join(words for _, _, words in tracks[0]["lines"]) if tracks else None
        assert record["transcript"] == said


def test_expired_subtitles_cost_the_text_alone(videos: list[str], keyless: BrowserCrawl) -> None:
    found = asked_for(keyless, videos)
    assert found.keys() == set(videos)
    tracks = [each for record in found.values() for each in record["subtitles"] or ()]
    assert len(tracks) > 5
    assert {each["text"] for each in tracks} == {None}
    assert all(each["language"] and each["source"] and each["url"] for each in tracks)
    assert {record["transcript"] for record in found.values()} == {None}
    assert {verdict_of(keyless, video, "video")["status"] for video in videos} == {"complete"}
    assert f"'tiktok/subtitles/failed': {len(tracks)}" in keyless.stderr


def names(site: StandinProcess, videos: list[str]) -> set[str]:
    """Return identifiers and names of the commenters, the authors of videos aside."""
    authors = {site.truth(handle)["user"]["id"] for handle in (HANDLE, "daily.dune")}
    found: set[str] = set()
    for video in videos:
        for one in truth_of(site, video)["comments"].values():
            if one["user_id"] not in authors:
                found |= {one[name] for name in ("user_id", "sec_uid", "unique_id", "nickname")}
    return found


def written(crawl: BrowserCrawl) -> bytes:
    """Return the feed, the database and the log."""
    files = [crawl.feed, *crawl.directory.glob("tiktok.db*")]
    return b"".join(each.read_bytes() for each in files) + crawl.stderr.encode()


def test_no_commenter_is_named_anywhere(
    site: StandinProcess, videos: list[str], keyed: BrowserCrawl, keyless: BrowserCrawl
) -> None:
    wanted = names(site, videos[:3])
    assert len(wanted) > 1000
    for crawl in (keyed, keyless):
        kept = written(crawl)
        assert [name for name in wanted if name.encode() in kept] == []


def test_with_a_key_one_person_has_one_pseudonym(
    site: StandinProcess, videos: list[str], keyed: BrowserCrawl
) -> None:
    truth = {key: one for video in videos for key, one in truth_of(site, video)["comments"].items()}
    pairs = {(truth[one["comment_id"]]["user_id"], one["user_id"]) for one in keyed.records("comment")}
    assert len(pairs) == len({true for true, _ in pairs}) == len({given for _, given in pairs})
    assert all(given.startswith("p_") and len(given) == 28 for _, given in pairs)
    assert all(one["is_pseudonymous"] and one["raw"] is None for one in keyed.records("comment"))


def test_without_a_key_names_are_dropped_and_comments_kept(
    site: StandinProcess, videos: list[str], keyless: BrowserCrawl
) -> None:
    comments = keyless.records("comment")
    wanted = [key for video in videos for key in due(truth_of(site, video), 20, 0)]
    assert sorted(one["comment_id"] for one in comments) == sorted(wanted)
    assert {one["user_id"] for one in comments} == {None}
    assert all(one["is_pseudonymous"] for one in comments)
    assert keyless.stderr.count("Neither TIKTOK_PSEUDONYM_KEY nor TIKTOK_SECRET_KEY is set") == 1
