from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.feeds.builders import MOMENT, told
from tiktok_spiders.feeds import RecordLinesExporter
from tiktok_spiders.items.common import Record
from tiktok_spiders.items.product import Product
from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.items.shapes import shapes_of
from tiktok_spiders.items.video import Video


def lines(*items, **options):
    file = io.BytesIO()
    exporter = RecordLinesExporter(file, encoding="utf-8", **options)
    exporter.start_exporting()
    for item in items:
        exporter.export_item(item)
    exporter.finish_exporting()
    return file.getvalue().decode().splitlines()


@pytest.mark.parametrize("record_class", RECORD_CLASSES.values())
def test_every_field_of_every_record_is_there(record_class):
    (line,) = lines(told(record_class))
    assert list(json.loads(line)) == [shape.name for shape in shapes_of(record_class)]


def test_money_of_shop_is_plain_text():
    product = Product(
        scraped_at=MOMENT, product_id="1", price_min=Decimal("24.10"), shipping_fee=Decimal("0.00")
    )
    line = json.loads(lines(product)[0])
    assert (line["price_min"], line["shipping_fee"], line["price_max"]) == ("24.10", "0.00", None)


def test_absent_is_null_and_empty_is_kept():
    video = Video(
        video_id="7", type="video", url="u", scraped_at=MOMENT, description="", hashtags=(), play_count=0
    )
    line = json.loads(lines(video)[0])
    assert line["title"] is None
    assert (line["description"], line["hashtags"], line["play_count"]) == ("", [], 0)
    assert line["scraped_at"] == "2026-11-21T01:02:03Z"
    assert line["source"] == {"spider": "", "target": "", "section": "", "rank": None}


def test_money_is_text():
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Offer(Record):
        record_type: str = "offer"
        price: Decimal

    assert json.loads(lines(Offer(scraped_at=MOMENT, price=Decimal("24.10")))[0])["price"] == "24.10"


def test_fields_to_export_picks_and_renames():
    video = told(Video, video_id="7")
    assert lines(video, fields_to_export=["video_id", "type", "nothing"]) == [
        '{"video_id":"7","type":"tëxt"}'
    ]
    assert lines(video, fields_to_export={"video_id": "id"}) == ['{"id":"7"}']


def test_other_items_are_written_as_scrapy_does():
    assert lines({"a": 1, "at": datetime(2026, 1, 2, tzinfo=UTC)}) == [
        '{"a": 1, "at": "2026-01-02T00:00:00+00:00"}'
    ]


def test_text_that_utf8_cannot_hold_is_escaped():
    (line,) = lines(told(Video, description="half \ud83d"))
    assert "half \\ud83d" in line
    assert json.loads(line)["description"] == "half \ud83d"


def test_another_encoding_is_honoured():
    file = io.BytesIO()
    RecordLinesExporter(file, encoding="latin-1").export_item(told(Video))
    assert json.loads(file.getvalue().decode("latin-1"))["description"] == "tëxt"
