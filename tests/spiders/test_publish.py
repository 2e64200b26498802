"""The spider ``publish``: its arguments, and what it does without a network. Its way is in tests/e2e."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.utils.test import get_crawler

from tests.publish.desk import publish_settings
from tiktok_spiders.exceptions import ArgumentError, ConfigError
from tiktok_spiders.publish.context import Progress
from tiktok_spiders.publish.opening import open_publishing
from tiktok_spiders.publish.post import NewPost
from tiktok_spiders.spiders import publish
from tiktok_spiders.spiders.publish import PublishSpider

if TYPE_CHECKING:
    from pathlib import Path


def made(tmp_path: Path, settings: dict[str, Any] | None = None, **arguments: Any) -> PublishSpider:
    given = publish_settings("http://127.0.0.1:9", tmp_path / "tiktok.db") | (settings or {})
    return PublishSpider.from_crawler(get_crawler(PublishSpider, settings_dict=given), **arguments)


@pytest.mark.parametrize("name", ["since", "until", "new_only", "raw", "run"])
def test_arguments_of_crawls_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArgumentError, match=f"{name} is an argument of crawls"):
        made(tmp_path, **{name: "x"})


def test_arguments_and_settings_are_checked(tmp_path: Path) -> None:
    assert made(tmp_path, _job="7", wait="false").arguments.wait is False  # type: ignore[attr-defined]
    with pytest.raises(ArgumentError):
        made(tmp_path, wait="perhaps")
    with pytest.raises(ConfigError, match="TIKTOK_SECRET_KEY"):
        made(tmp_path, {"TIKTOK_SECRET_KEY": None})


async def test_nothing_due_is_no_record(tmp_path: Path) -> None:
    spider = made(tmp_path)
    assert [one async for one in spider.start()] == []
    await spider.closed_early()


async def test_it_ends_when_the_crawl_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def drain(*_: object, **__: object) -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    monkeypatch.setattr(publish, "drain", drain)
    spider = made(tmp_path)

    async def start() -> list[object]:
        return [one async for one in spider.start()]

    starting = asyncio.ensure_future(start())
    await begun.wait()
    await spider.closed_early()
    assert ended.is_set()
    assert await starting == []


async def test_what_is_told_is_counted_and_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    spider = made(tmp_path)
    async with open_publishing(spider.settings, spider._say) as desk:
        new = NewPost(account="me", open_id="o", kind="video", mode="direct", urls=("https://a.example/v",))
        post = desk.posts.add(new).post
    caplog.set_level("INFO")
    for kind in ("state", "bytes", "warning"):
        spider._tell(Progress(post, kind, "720 × 1280 is \x1b[31madvised"))  # type: ignore[arg-type]
    spider._say("the store is busy")
    assert spider.crawler.stats.get_value("tiktok/publish/queued") == 1
    assert [record.message for record in caplog.records] == [
        "Post 1: warning 720 × 1280 is advised",
        "the store is busy",
    ]
