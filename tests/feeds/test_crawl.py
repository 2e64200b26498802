"""The exporters in a real crawl, with the feeds of docs/feeds.md."""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import replace

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerRunner

from tests.feeds.builders import told
from tiktok_spiders import settings as project
from tiktok_spiders.feeds.flatten import header_of
from tiktok_spiders.items.run import Verdict
from tiktok_spiders.items.user import User
from tiktok_spiders.items.video import Video

RECORDS = [
    told(User),
    *(replace(told(Video), video_id=str(number)) for number in range(5)),
    told(Verdict),
]


class RecordsSpider(Spider):
    name = "records"

    async def start(self):
        for record in RECORDS:
            yield record


async def crawl(feeds):
    runner = AsyncCrawlerRunner(
        {
            "FEEDS": feeds,
            "FEED_EXPORTERS": project.FEED_EXPORTERS,
            "FEED_EXPORT_ENCODING": project.FEED_EXPORT_ENCODING,
            "TWISTED_REACTOR_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
        }
    )
    crawler = runner.create_crawler(RecordsSpider)
    await runner.crawl(crawler)
    return crawler.stats.get_stats()


def table(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


async def test_feeds_of_a_crawl(tmp_path):
    stats = await crawl(
        {
            tmp_path / "all.jsonl": {"format": "jsonlines"},
            tmp_path / "videos.csv": {"format": "csv", "item_classes": ["tiktok_spiders.items.video.Video"]},
            tmp_path / "users.csv": {"format": "csv", "item_classes": ["tiktok_spiders.items.user.User"]},
            tmp_path / "all.csv": {"format": "csv"},
        }
    )
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text().splitlines()]
    assert [line["record_type"] for line in lines] == ["user", *["video"] * 5, "verdict"]
    videos = table(tmp_path / "videos.csv")
    assert tuple(videos[0]) == header_of(Video)
    assert [row["video_id"] for row in videos] == ["0", "1", "2", "3", "4"]
    assert tuple(table(tmp_path / "users.csv")[0]) == header_of(User)
    assert [row["record_type"] for row in table(tmp_path / "all.csv")] == ["user", *["video"] * 5, "verdict"]
    assert "feeds/csv/left_out" not in stats


async def test_compressed_batches(tmp_path):
    options = {
        "format": "csv",
        "item_classes": [Video],
        "batch_item_count": 2,
        "postprocessing": ["scrapy.extensions.postprocessing.GzipPlugin"],
    }
    await crawl({f"{tmp_path}/videos-%(batch_id)04d.csv.gz": options})
    files = sorted(tmp_path.iterdir())
    assert [path.name for path in files] == [f"videos-{number:04d}.csv.gz" for number in (1, 2, 3)]
    for path in files:
        rows = list(csv.reader(gzip.decompress(path.read_bytes()).decode().splitlines()))
        assert tuple(rows[0]) == header_of(Video)


async def test_appending_repeats_no_header(tmp_path):
    videos = {"format": "csv", "item_classes": ["tiktok_spiders.items.video.Video"], "overwrite": False}
    feeds = json.dumps({f"{tmp_path}/videos.csv": videos})  # as -s FEEDS= gives it
    await crawl(feeds)
    await crawl(feeds)
    assert [row["video_id"] for row in table(tmp_path / "videos.csv")] == ["0", "1", "2", "3", "4"] * 2
