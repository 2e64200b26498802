from __future__ import annotations

import asyncio
import io
import logging
import sys

import pytest
from scrapy import Spider, signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.test import get_crawler

from tiktok_spiders.extensions import progress
from tiktok_spiders.extensions.progress import Progress


class Stderr(io.StringIO):
    def __init__(self, *, tty):
        super().__init__()
        self._tty = tty
        self.drawn = asyncio.Event()

    def isatty(self):
        return self._tty

    def write(self, text):
        if "records 7" in text:
            self.drawn.set()
        return super().write(text)


class Logged(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []
        self.event = asyncio.Event()

    def emit(self, record):
        self.lines.append(record.getMessage())
        self.event.set()


@pytest.fixture
def logged(monkeypatch):
    handler = Logged()
    monkeypatch.setattr(progress.logger, "handlers", [handler])
    monkeypatch.setattr(progress.logger, "level", logging.INFO)
    return handler


def opened(monkeypatch, *, tty, **settings):
    stderr = Stderr(tty=tty)
    monkeypatch.setattr(sys, "stderr", stderr)
    crawler = get_crawler(Spider, settings)
    crawler.extension = build_from_crawler(Progress, crawler)
    crawler.stats.set_value("tiktok/records/video", 7)
    return crawler, stderr


async def send(crawler, signal):
    await crawler.signals.send_catch_log_async(signal, spider=None, reason="finished")


async def test_a_terminal_gets_one_line(monkeypatch, logged):
    crawler, stderr = opened(monkeypatch, tty=True)
    await send(crawler, signals.spider_opened)
    async with asyncio.timeout(5):
        await stderr.drawn.wait()
    await send(crawler, signals.spider_closed)
    assert "targets 0/? · records 7" in stderr.getvalue()
    assert len(logged.lines) == 1


@pytest.mark.parametrize(("tty", "value"), [(False, "auto"), (True, "on"), (False, "on")])
async def test_everything_else_gets_log_lines(monkeypatch, logged, tty, value):
    monkeypatch.setattr(progress, "LOG_INTERVAL_S", 0.01)
    crawler, stderr = opened(monkeypatch, tty=tty, TIKTOK_PROGRESS=value)
    await send(crawler, signals.spider_opened)
    async with asyncio.timeout(5):
        await logged.event.wait()
    await send(crawler, signals.spider_closed)
    assert logged.lines[0].startswith("Progress: targets 0/? · records 7")
    assert stderr.getvalue() == ""


def test_off():
    with pytest.raises(NotConfigured):
        build_from_crawler(Progress, get_crawler(Spider, {"TIKTOK_PROGRESS": "off"}))


async def test_a_crawl_that_never_opened_closes_quietly(monkeypatch, logged):
    crawler, stderr = opened(monkeypatch, tty=True)
    await send(crawler, signals.spider_closed)
    assert not logged.lines
    assert stderr.getvalue() == ""
