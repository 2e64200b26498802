"""What the benchmark of all sources counts."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

from benchmarks.sources import Source, compare, plan
from tests.crawling import Crawl
from tiktok_standin.faults import FaultPlan

TAGS = Source(
    name="hashtag",
    spider="hashtag",
    arguments={},
    section="hashtag_videos",
    record_type="video",
    wanted=lambda _standin, _target: set(),
)


def video(target: str, video_id: str, section: str = "hashtag_videos") -> dict[str, Any]:
    source = {"target": target, "section": section}
    return {"record_type": "video", "video_id": video_id, "source": source}


def test_a_crawl_is_compared_list_by_list() -> None:
    rows = {
        "video": [
            video("a", "1"),
            video("a", "1"),
            video("b", "1"),
            video("b", "9"),
            video("a", "2", "other"),
        ],
        "verdict": [
            {"target": target, "resource": "hashtag_videos", "status": "complete"} for target in ("a", "b")
        ],
    }
    crawl = Mock(spec=Crawl, records=rows.__getitem__)
    told = compare(crawl, TAGS, {"a": {("1",), ("2",)}, "b": {("1",)}})
    assert told == {
        "items": 4,
        "wanted": 3,
        "found": 2,
        "foreign": 1,
        "duplicates": 1,
        "verdicts": {"complete": 2},
        "false_complete": ["a"],
    }


def test_one_answer_in_five_is_spoilt() -> None:
    faults = FaultPlan.of(*plan()).faults
    struck = sum(any(fault.strikes(number) for fault in faults) for number in range(1, 2001))
    assert 0.17 < struck / 2000 < 0.23
    assert any(fault.strikes(number) for fault in faults for number in range(1, 11))
