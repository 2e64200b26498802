from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from scrapy.exceptions import DropItem

from pipelines.dedupe import DedupePipeline
from tests.components import build
from tests.pipelines.test_validate import NOW, video
from tiktok_spiders.items.common import Source
from tiktok_spiders.items.playlist import PlaylistItem
from tiktok_spiders.items.product import Product
from tiktok_spiders.items.relation import Relation
from tiktok_spiders.items.run import Verdict
from tiktok_spiders.items.suggestion import Suggestion

if TYPE_CHECKING:
    from tiktok_spiders.items.common import Record
    from tiktok_spiders.items.video import Video


def seen_as(target: str, section: str, *, detail: int = 2, video_id: str = "7300000000000000000") -> Video:
    return replace(video(video_id), source=Source(target=target, section=section), detail=detail)


def test_the_same_record_of_the_same_listing_is_dropped() -> None:
    pipeline = build(DedupePipeline)
    pipeline.process_item(seen_as("a", "videos"))
    with pytest.raises(DropItem, match="delivered before"):
        pipeline.process_item(seen_as("a", "videos"))


@pytest.mark.parametrize(
    "other",
    [
        seen_as("b", "videos"),
        seen_as("a", "reposts"),
        seen_as("a", "videos", detail=3),
        seen_as("a", "videos", video_id="7300000000000000001"),
    ],
)
def test_another_target_section_id_or_more_detail_passes(other: Video) -> None:
    pipeline = build(DedupePipeline)
    pipeline.process_item(seen_as("a", "videos"))
    assert pipeline.process_item(other) is other


RELATION = Relation(scraped_at=NOW, owner_id="1", direction="follower", member_id="2")
ITEM = PlaylistItem(scraped_at=NOW, playlist_id="1", position=0, video_id="2")
PRODUCT = Product(scraped_at=NOW, product_id="1", region="US")
SUGGESTION = Suggestion(scraped_at=NOW, query="a", kind="preview", text="b")


@pytest.mark.parametrize(
    ("record", "other"),
    [
        (RELATION, {"direction": "following"}),
        (RELATION, {"owner_id": "3"}),
        (ITEM, {"playlist_id": "3"}),
        (PRODUCT, {"region": "GB"}),
        (SUGGESTION, {"kind": "guide"}),
    ],
)
def test_all_parts_of_a_key_tell_records_apart(record: Record, other: dict[str, str]) -> None:
    pipeline = build(DedupePipeline)
    pipeline.process_item(record)
    another = replace(record, **other)
    assert pipeline.process_item(another) is another
    with pytest.raises(DropItem):
        pipeline.process_item(replace(record))


def test_less_detail_than_before_is_dropped() -> None:
    pipeline = build(DedupePipeline)
    pipeline.process_item(seen_as("a", "videos", detail=3))
    with pytest.raises(DropItem):
        pipeline.process_item(seen_as("a", "videos", detail=1))


def test_verdicts_are_never_dropped() -> None:
    pipeline = build(DedupePipeline)
    verdict = Verdict(scraped_at=NOW, target="a", resource="videos", status="complete")
    assert pipeline.process_item(verdict) is pipeline.process_item(verdict)


def test_the_memory_is_bounded_and_the_documented_size_of_a_key_is_right() -> None:
    pipeline = build(DedupePipeline, TIKTOK_DEDUPE_KEYS=1000)
    for number in range(5000):
        pipeline.process_item(seen_as("a", "videos", video_id=str(10**18 + number)))
    assert len(pipeline._young) + len(pipeline._old) <= 1000
    full = build(DedupePipeline, TIKTOK_DEDUPE_KEYS=100_000)
    for number in range(50_000):
        full._remember(number.to_bytes(8, "big"), 2)
    size = sys.getsizeof(full._young) + sum(sys.getsizeof(key) for key in full._young)
    assert 60 < size / 50_000 < 115


def test_keys_of_the_older_half_are_still_known() -> None:
    pipeline = build(DedupePipeline, TIKTOK_DEDUPE_KEYS=1000)
    for number in range(700):
        pipeline.process_item(seen_as("a", "videos", video_id=str(10**18 + number)))
    with pytest.raises(DropItem):
        pipeline.process_item(seen_as("a", "videos", video_id=str(10**18 + 300)))
