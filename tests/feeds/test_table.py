from __future__ import annotations

import csv
import io
import json
import logging
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.test import get_crawler

from tests.feeds.builders import MOMENT, cells_of, told
from tiktok_spiders.feeds import RecordCsvExporter
from tiktok_spiders.feeds.flatten import columns_of, header_of
from tiktok_spiders.items.common import Source
from tiktok_spiders.items.product import Product, Sku
from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.items.run import Verdict
from tiktok_spiders.items.shapes import shapes_of
from tiktok_spiders.items.shop_parts import (
    Category,
    NameValue,
    Option,
    OptionValue,
    ShopVideo,
    SkuProperty,
)
from tiktok_spiders.items.user import User
from tiktok_spiders.items.video import Video

HEADERS = Path(__file__).parent / "headers"

VIDEO = told(Video)
USER = told(User)
VERDICT = told(Verdict)


def export(exporter, *items):
    exporter.start_exporting()
    for item in items:
        exporter.export_item(item)
    exporter.finish_exporting()


def table(*items, **options):
    file = io.BytesIO()
    export(RecordCsvExporter(file, encoding="utf-8", **options), *items)
    return list(csv.DictReader(io.StringIO(file.getvalue().decode(), newline="")))


@pytest.fixture
def crawled():
    """Write items by an exporter that Scrapy built for a file of one of the ``FEEDS``."""

    def _crawled(file, feeds, *items, **settings):
        crawler = get_crawler(settings_dict={"FEEDS": feeds, **settings})
        exporter = build_from_crawler(
            RecordCsvExporter, crawler, file, fields_to_export=None, encoding="utf-8", indent=0
        )
        export(exporter, *items)
        return crawler

    return _crawled


@pytest.mark.parametrize("record_type", RECORD_CLASSES)
def test_columns_are_fixed(record_type):
    expected = (HEADERS / f"{record_type}.txt").read_text().split()
    assert list(header_of(RECORD_CLASSES[record_type])) == expected


@pytest.mark.parametrize("record_class", RECORD_CLASSES.values())
def test_every_field_has_a_column(record_class):
    columns = columns_of(record_class)
    assert len({column.name for column in columns}) == len(columns)
    assert {column.field for column in columns} == {shape.name for shape in shapes_of(record_class)}
    assert columns[0].name == "record_type"
    assert len(cells_of(told(record_class))) == len(columns)


def test_cells():
    video = Video(
        video_id="7",
        type="video",
        url="u",
        scraped_at=MOMENT,
        description="",
        hashtags=(),
        is_ad=False,
        source=Source(spider="user", target="@a", rank=3),
    )
    row = dict(zip(header_of(Video), cells_of(video), strict=True))
    assert (row["description"], row["title"]) == ("", None)
    assert (row["hashtag_names"], row["hashtags_json"], row["mention_unique_ids"]) == ("", "[]", None)
    assert (row["source_target"], row["source_rank"], row["poi_name"]) == ("@a", "3", None)
    assert (row["is_ad"], row["scraped_at"]) == ("false", "2026-11-21T01:02:03Z")


def test_lists_of_records_have_a_readable_and_a_lossless_column():
    row = dict(zip(header_of(Video), cells_of(VIDEO), strict=True))
    assert row["hashtag_names"] == "tëxt|tëxt"
    assert json.loads(row["hashtags_json"])[1] == {
        "hashtag_id": "tëxt",
        "name": "tëxt",
        "is_commerce": True,
    }
    assert "text_spans_json" in row
    assert "text_spans" not in row


def shop_row(record):
    return dict(zip(header_of(type(record)), cells_of(record), strict=True))


def test_readable_columns_of_shop():
    product = Product(
        scraped_at=MOMENT,
        product_id="1",
        price_min=Decimal("69000.00"),
        categories=(Category(name="Home"), Category(name=None), Category(name="Lamps")),
        specifications=(NameValue(name="Size|cm", value="3"), NameValue(name="Empty")),
        options=(Option(name="Color", values=(OptionValue(name="Black"),)),),
        videos=(ShopVideo(url="https://v.example/1"), ShopVideo()),
    )
    row = shop_row(product)
    assert (row["category_path"], row["specifications"]) == ("Home > Lamps", "Size\\|cm=3|Empty=")
    assert (row["option_names"], row["video_urls"]) == ("Color", "https://v.example/1")
    assert json.loads(row["options_json"])[0]["values"][0]["name"] == "Black"
    assert (row["price_min"], row["price_max"]) == ("69000.00", None)


def test_properties_of_a_sku():
    properties = (
        SkuProperty(name="Color", value="Black"),
        SkuProperty(value="M"),
        SkuProperty(name="Fit"),
    )
    sku = Sku(scraped_at=MOMENT, sku_id="2", product_id="1", properties=properties, price=Decimal("24.10"))
    assert shop_row(sku)["properties"] == "Color=Black|M|Fit="
    assert shop_row(sku)["price"] == "24.10"
    assert shop_row(replace(sku, properties=None))["properties"] is None


def test_members_without_the_readable_value_are_passed_over():
    thin = replace(VIDEO.hashtags[0], name="a")
    video = replace(VIDEO, images=(replace(VIDEO.images[0], url=None),), hashtags=(thin,))
    row = dict(zip(header_of(Video), cells_of(video), strict=True))
    assert (row["image_urls"], row["hashtag_names"]) == ("", "a")


def test_safe_cells_defuse_text_and_leave_numbers():
    video = replace(VIDEO, description="=1+1", sticker_texts=("@a", "b"), loudness=-14.5)
    (row,) = table(video, csv_safe=True)
    assert (row["description"], row["sticker_texts"], row["loudness"]) == ("'=1+1", "'@a|b", "-14.5")
    (row,) = table(video)
    assert row["description"] == "=1+1"


def test_records_of_all_types_share_one_table():
    rows = table(USER, VIDEO, VERDICT)
    assert [row["record_type"] for row in rows] == ["user", "video", "verdict"]
    assert [len(row) for row in rows] == [len(rows[0])] * 3
    assert (rows[0]["follower_count"], rows[1]["follower_count"]) == ("2680875280", "")
    assert (rows[0]["description"], rows[1]["description"]) == ("", "tëxt")
    assert None not in rows[0]


def test_one_declared_class_has_its_own_columns_and_leaves_others_out(caplog):
    rows = table(VIDEO, USER, VERDICT, VIDEO, record_classes=[[Video]])
    assert [tuple(row) for row in rows] == [header_of(Video)] * 2
    (warning,) = caplog.messages
    assert "no columns for user" in warning
    assert "item_classes" in warning


def test_the_first_record_tells_which_alternative():
    rows = table(USER, record_classes=[[Video], [User], [Verdict]])
    assert tuple(rows[0]) == header_of(User)


def test_fields_to_export_are_columns_of_any_type():
    rows = table(USER, VIDEO, fields_to_export={"record_type": "kind", "video_id": "id"})
    assert rows == [{"kind": "user", "id": ""}, {"kind": "video", "id": "tëxt"}]
    assert list(table(VIDEO, fields_to_export=["hashtag_names"])[0]) == ["hashtag_names"]


def test_fields_that_are_no_column_are_named(caplog):
    assert table(VIDEO, fields_to_export=["video_id", "hashtags"]) == [{"video_id": "tëxt", "hashtags": ""}]
    assert "no record has a csv column hashtags;" in caplog.text.lower()


def test_options_of_the_feed():
    file = io.BytesIO()
    exporter = RecordCsvExporter(
        file, delimiter=";", include_headers_line=False, fields_to_export=["video_id", "type"]
    )
    export(exporter, VIDEO)
    assert file.getvalue().decode() == "tëxt;tëxt\r\n"


def test_text_that_the_encoding_cannot_hold_does_not_lose_the_row():
    (row,) = table(replace(VIDEO, description="half \ud83d"))
    assert row["description"] == "half \\ud83d"


def test_other_items_are_written_as_scrapy_does(caplog):
    assert table({"a": 1, "b": "x"}) == [{"a": "1", "b": "x"}]
    assert len(table(VIDEO, {"a": 1})) == 1
    assert "no columns for dict" in caplog.text


def test_declared_by_the_feed_of_the_file(tmp_path, crawled):
    feeds = {
        f"{tmp_path}/%(name)s-videos.csv": {"format": "csv", "item_classes": [Video]},
        f"{tmp_path}/users.csv": {"format": "csv", "item_classes": ["tiktok_spiders.items.user.User"]},
        f"{tmp_path}/all.csv": {"format": "csv"},
        f"{tmp_path}/all.jsonl": {"format": "jsonlines"},
    }
    for name, record, header in (
        ("user-videos.csv", VIDEO, header_of(Video)),
        ("users.csv", USER, header_of(User)),
        ("all.csv", USER, None),
    ):
        with (tmp_path / name).open("w+b") as file:
            crawled(file, feeds, record)
        with (tmp_path / name).open(newline="") as file:
            columns = tuple(next(csv.reader(file)))
        assert columns == header if header else {"video_id", "user_id", "coverage"} <= set(columns)


def test_declared_by_all_feeds_where_the_file_has_no_name(crawled):
    file = io.BytesIO()
    crawled(
        file,
        {
            "s3://bucket/a.csv": {"format": "csv", "item_classes": [Video]},
            "s3://bucket/b.csv": {"format": "csv", "item_classes": [User, Verdict]},
        },
        USER,
        VERDICT,
    )
    columns = file.getvalue().decode().splitlines()[0].split(",")
    assert tuple(columns) == tuple(dict.fromkeys(header_of(User) + header_of(Verdict)))


def test_settings_and_stats(crawled, caplog):
    file = io.BytesIO()
    feeds = {"s3://bucket/a.csv": {"format": "csv", "item_classes": [Video]}}
    formula = replace(VIDEO, description="=1")
    crawler = crawled(file, feeds, formula, USER, VERDICT, TIKTOK_CSV_SAFE="true")
    assert ",'=1," in file.getvalue().decode()
    assert crawler.stats.get_value("feeds/csv/left_out") == 2
    assert len([record for record in caplog.records if record.levelno == logging.WARNING]) == 1
