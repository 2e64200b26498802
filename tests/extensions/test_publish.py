"""The drain that is started when a crawl closes."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from scrapy import Spider
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from tests.waiting import until
from tiktok_spiders import settings as project
from tiktok_spiders.extensions.publish import COMMAND, PublishAfterCrawl

SECRET = "MARKclientsecret0123456789"
SCRIPT = """
import os, sys
print(os.getsid(0) == os.getpid(), os.environ["TIKTOK_CLIENT_SECRET"], os.environ["TIKTOK_SCOPES"])
sys.stderr.write("and errors\\n")
"""


class Crawling(Spider):
    name = "user"


def crawler(**settings: Any) -> Any:
    made = get_crawler(Crawling, settings_dict={"TIKTOK_CLIENT_SECRET": SECRET, **settings})
    made.spider = made._create_spider()
    return made


def lines_of(path: Path) -> list[str]:
    until(lambda: path.exists() and "errors" in path.read_text(), 60, "last line")
    return path.read_text().splitlines()


def test_it_is_off_unless_asked_for() -> None:
    with pytest.raises(NotConfigured):
        PublishAfterCrawl.from_crawler(crawler())
    assert "tiktok_spiders.extensions.publish.PublishAfterCrawl" in project.EXTENSIONS
    assert PublishAfterCrawl.from_crawler(crawler(TIKTOK_PUBLISH_AFTER_CRAWL="true"))
    assert COMMAND[1:] == ("-m", "scrapy", "publish", "due")


def test_a_process_of_its_own_that_nobody_waits_for(tmp_path: Path) -> None:
    log = tmp_path / "crawl.log"
    scopes = ("video.upload", "video.list")
    made = crawler(TIKTOK_PUBLISH_AFTER_CRAWL=True, LOG_FILE=str(log), TIKTOK_SCOPES=scopes)
    extension = PublishAfterCrawl(made, (sys.executable, "-c", SCRIPT))
    began = time.monotonic()
    extension.spider_closed(made.spider)
    assert time.monotonic() - began < 5
    assert made.stats.get_value("tiktok/publish/started") == 1
    said, errors = lines_of(log)
    assert (said, errors) == (f"True {SECRET} video.upload,video.list", "and errors")
    assert SECRET not in " ".join(COMMAND)


def test_without_a_log_file_it_holds_no_pipe_of_the_crawl() -> None:
    made = crawler(TIKTOK_PUBLISH_AFTER_CRAWL=True)
    with PublishAfterCrawl(made)._output() as output:
        assert Path(f"/proc/self/fd/{output.fileno()}").readlink() == Path(os.devnull)


def test_the_spider_publish_starts_no_other() -> None:
    made = crawler(TIKTOK_PUBLISH_AFTER_CRAWL=True)
    made.spider.name = "publish"
    PublishAfterCrawl(made, ("/no/such/program",)).spider_closed(made.spider)
    assert made.stats.get_value("tiktok/publish/started") is None


def test_a_program_that_is_not_there_is_told(caplog: pytest.LogCaptureFixture) -> None:
    made = crawler(TIKTOK_PUBLISH_AFTER_CRAWL=True)
    PublishAfterCrawl(made, ("/no/such/program",)).spider_closed(made.spider)
    assert "What is due was not sent: No such file" in caplog.text
