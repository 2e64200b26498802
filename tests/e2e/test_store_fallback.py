"""What the store remembers answers where TikTok does not, marked as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.crawling import Crawl

if TYPE_CHECKING:
    from pathlib import Path

    from tests.standin_process import StandinProcess

HANDLE = "photo_fern"
ON = {"TIKTOK_STORE_FALLBACK": "true"}


@pytest.fixture
def remembered(tmp_path: Path, standin: StandinProcess) -> Crawl:
    """A crawl whose first run stored an account, and whose next ones are refused everything."""
    first = Crawl(tmp_path / "crawl", standin.url).run("user", users=HANDLE)
    assert first.status == 0
    standin.set_plan({"kind": "empty", "where": "page.user"})
    return Crawl(tmp_path / "crawl", standin.url, settings=ON)


def test_records_come_from_the_store(remembered: Crawl) -> None:
    before = remembered.rows("SELECT video_id, last_seen_at, transport FROM videos ORDER BY 1")
    remembered.run("user", users=HANDLE)
    videos = remembered.records("video")
    assert {video["transport"] for video in videos} == {"store"}
    assert sorted(video["video_id"] for video in videos) == [row[0] for row in before]
    assert [user["unique_id"] for user in remembered.records("user")] == [HANDLE]
    [verdict] = remembered.records("verdict")
    assert (verdict["status"], verdict["received"], verdict["unique"]) == ("blocked", 0, 0)
    assert verdict["transports"] == {"store": len(videos) + 1}
    assert "from the store" in verdict["message"]
    assert remembered.rows("SELECT video_id, last_seen_at, transport FROM videos ORDER BY 1") == before


def test_only_the_list_that_is_asked_for(remembered: Crawl) -> None:
    remembered.run("user", users=HANDLE, include="reposts")
    assert remembered.records("video") == []
    assert len(remembered.records("user")) == 1


def test_off_by_default(remembered: Crawl) -> None:
    remembered.settings = {}
    remembered.run("user", users=HANDLE)
    assert [record["record_type"] for record in remembered.records()] == ["verdict"]
