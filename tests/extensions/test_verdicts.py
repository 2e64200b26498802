from __future__ import annotations

import contextlib
import os
import sys
from datetime import UTC, datetime

from scrapy import Spider, signals
from scrapy.utils.misc import build_from_crawler
from scrapy.utils.test import get_crawler

from tiktok_spiders.extensions.verdicts import VerdictReport
from tiktok_spiders.items.run import Verdict

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def verdict(target, status):
    return Verdict(scraped_at=NOW, target=target, resource="videos", status=status, unique=2)


async def report(items, **stats):
    crawler = get_crawler(Spider)
    crawler.extension = build_from_crawler(VerdictReport, crawler)
    for item in items:
        await crawler.signals.send_catch_log_async(
            signals.item_scraped, item=item, response=None, spider=None
        )
    for name, value in stats.items():
        crawler.stats.set_value(f"tiktok/{name}", value)
    await crawler.signals.send_catch_log_async(signals.engine_stopped)


async def test_verdicts_are_told_on_stderr(capsys):
    await report(
        [verdict("@a", "complete"), {"target": "@x"}, verdict("@b", "blocked")], targets=3, targets_done=2
    )
    out, err = capsys.readouterr()
    assert out == ""
    assert "@a" in err
    assert "@x" not in err
    assert err.splitlines()[-1] == "Was that all? No: 1 complete, 1 blocked, 1 not reached; 4 items."


async def test_more_done_than_given_is_not_negative(capsys):
    await report([verdict("@a", "complete")], targets=1, targets_done=2)
    assert capsys.readouterr().err.splitlines()[-1].startswith("Was that all? Yes")


async def test_a_reader_that_has_gone_is_no_error(monkeypatch, caplog):
    reading, writing = os.pipe()
    os.close(reading)
    stream = open(writing, "w", buffering=1)  # noqa: PTH123, SIM115
    monkeypatch.setattr(sys, "stderr", stream)
    await report([verdict("@a", "complete")], targets=1, targets_done=1)
    monkeypatch.undo()
    with contextlib.suppress(BrokenPipeError):
        stream.close()
    assert [each for each in caplog.messages if "VerdictReport" in each] == []
