from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines.validate import ValidatePipeline
from tests.components import build
from tiktok_spiders.items.run import Checkpoint
from tiktok_spiders.items.video import Video
from tiktok_spiders.store.rejection import RejectedRecordError

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def video(video_id: str | None = "7300000000000000000") -> Video:
    return Video(scraped_at=NOW, video_id=video_id, type="video", url="https://www.tiktok.com/@_/video/1")  # type: ignore[arg-type]


def test_a_whole_record_passes() -> None:
    assert build(ValidatePipeline).process_item(video()) == video()


def test_a_record_without_its_key_is_rejected_with_the_reason() -> None:
    with pytest.raises(RejectedRecordError, match="video_id is missing"):
        build(ValidatePipeline).process_item(video(None))


@pytest.mark.parametrize("item", [{"a": 1}, Checkpoint(run_id="r", target="t", resource="videos", state={})])
def test_other_items_pass(item: object) -> None:
    assert build(ValidatePipeline).process_item(item) is item
