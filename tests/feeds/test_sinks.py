from __future__ import annotations

import csv
import io
import json
import os
from dataclasses import dataclass, replace
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.feeds.builders import MOMENT, told
from tiktok_spiders.feeds import sinks
from tiktok_spiders.feeds.arrow import schema_of
from tiktok_spiders.feeds.children import child_columns, child_fields, child_rows
from tiktok_spiders.feeds.sinks import LinesSink, ParquetSink, TableSink, table_columns
from tiktok_spiders.items.common import HashtagRef, Image
from tiktok_spiders.items.product import Product
from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.items.run import Run, Verdict
from tiktok_spiders.items.shop_parts import Category
from tiktok_spiders.items.video import Video
from tiktok_spiders.store.decode import record_from

VIDEO = told(Video)
THIN = Video(video_id="8", type="video", url="u", scraped_at=MOMENT, hashtags=(), description="")


@dataclass(frozen=True, kw_only=True)
class _Offer:
    price: Decimal


def read_back(record_class, *records):
    file = io.BytesIO()
    sink = ParquetSink(file, record_class)
    sink.write(records)
    sink.close()
    rows = pq.read_table(io.BytesIO(file.getvalue())).to_pylist(maps_as_pydicts="strict")
    return [record_from(record_class, row) for row in rows]


@pytest.mark.parametrize("record_class", RECORD_CLASSES.values())
def test_parquet_gives_the_records_back(record_class):
    record = told(record_class)
    assert read_back(record_class, record) == [record]


def test_parquet_keeps_null_and_empty_apart():
    (video,) = read_back(Video, THIN)
    assert (video.hashtags, video.mentions, video.description, video.title) == ((), None, "", None)
    assert video == THIN


def test_parquet_schema_is_typed():
    schema = schema_of(Video)
    assert schema.field("play_count").type == pa.int64()
    assert schema.field("created_at").type == pa.timestamp("us", tz="UTC")
    assert schema.field("hashtags").type.value_type.field("name").type == pa.string()
    assert schema_of(Verdict).field("outcomes").type == pa.map_(pa.string(), pa.int64())


def test_parquet_holds_free_json_and_half_a_surrogate_pair_as_text():
    (video,) = read_back(Video, replace(VIDEO, raw={"a": [1]}, description="x\ud83d", topics=("\ud83d",)))
    assert (video.raw, video.description, video.topics) == ('{"a":[1]}', "x\\ud83d", ("\\ud83d",))


def test_parquet_writes_row_groups(monkeypatch):
    monkeypatch.setattr(sinks, "ROW_GROUP_ROWS", 2)
    file = io.BytesIO()
    sink = ParquetSink(file, Video)
    sink.write([VIDEO, VIDEO, VIDEO])
    sink.write([THIN, THIN])
    sink.close()
    written = pq.ParquetFile(io.BytesIO(file.getvalue()))
    assert [written.metadata.row_group(index).num_rows for index in range(written.num_row_groups)] == [
        2,
        2,
        1,
    ]


def test_parquet_goes_into_a_pipe():
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb", buffering=0) as pipe:
        sink = ParquetSink(pipe, Verdict)
        sink.write([told(Verdict)])
        sink.close()
    with os.fdopen(reading, "rb") as pipe:
        assert pq.read_table(io.BytesIO(pipe.read())).num_rows == 1


def test_lines_tell_the_type_of_rows_that_have_none():
    file = io.BytesIO()
    sink = LinesSink(file, "run")
    sink.write([told(Run)])
    assert list(json.loads(file.getvalue()))[:2] == ["record_type", "run_id"]


def test_a_table_has_its_header_without_rows():
    file = io.BytesIO()
    TableSink(file, table_columns(HashtagRef, safe=False)).close()
    assert file.getvalue() == b"hashtag_id,name,is_commerce\r\n"


def test_child_files():
    assert {shape.name for shape in child_fields(Video)} >= {"hashtags", "images", "subtitles"}
    file = io.BytesIO()
    sink = TableSink(file, child_columns("video_id", Image, safe=False))
    videos = [replace(VIDEO, video_id="1"), replace(THIN, images=(Image(index=0, url="u"),))]
    sink.write(child_rows(videos, "video_id", "images"))
    rows = list(csv.DictReader(io.StringIO(file.getvalue().decode(), newline="")))
    assert [(row["video_id"], row["position"], row["url"]) for row in rows] == [
        ("1", "0", "tëxt"),
        ("1", "1", "tëxt"),
        ("8", "0", "u"),
    ]


def test_child_files_tell_the_whole_key():
    assert Product.key_with == ("region",)
    columns = child_columns("product_id", Category, safe=False, key_with=Product.key_with)
    assert [column.name for column in columns][:4] == ["product_id", "region", "position", "category_id"]
    categories = (Category(category_id="5"), Category(category_id="6", parent_id="5"))
    product = Product(scraped_at=MOMENT, product_id="1", region="US", categories=categories)
    products = [product, replace(product, region=None, categories=None), replace(product, region=None)]
    rows = child_rows(products, "product_id", "categories", Product.key_with)
    cells = [[column.cell(row) for column in columns[:4]] for row in rows]
    assert cells == [
        ["1", "US", "0", "5"],
        ["1", "US", "1", "6"],
        ["1", None, "0", "5"],
        ["1", None, "1", "6"],
    ]


def test_a_table_without_nested_lists():
    columns = table_columns(Video, safe=False, without=["hashtags"])
    names = {column.name for column in columns}
    assert "image_urls" in names
    assert not names & {"hashtag_names", "hashtags_json"}


def test_money_is_decimal():
    assert record_from(_Offer, {"price": "24.10"}).price == Decimal("24.10")
    assert read_back(_Offer, _Offer(price=Decimal("24.1000"))) == [_Offer(price=Decimal("24.1000"))]
    assert read_back(_Offer, _Offer(price=Decimal("0.12345"))) == [_Offer(price=Decimal("0.1234"))]
    assert schema_of(Product).field("price_min").type == pa.decimal128(18, 4)
    product = Product(scraped_at=MOMENT, product_id="1", price_min=Decimal(69000))
    assert read_back(Product, product) == [product]
