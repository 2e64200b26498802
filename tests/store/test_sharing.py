"""A SQLite file under several workers: one warning, which says what to do."""

from __future__ import annotations

import logging
import os
import socket
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.utils.test import get_crawler

from tests.store.make import begin
from tiktok_spiders.store import Store
from tiktok_spiders.store.crawl import open_for

if TYPE_CHECKING:
    from tiktok_spiders.store.crawl import CrawlStore

REMEDY = "Set TIKTOK_DATABASE_URL to one PostgreSQL database"


def open_run(url: str, **settings: Any) -> CrawlStore:
    crawler = get_crawler(settings_dict={"TIKTOK_DATABASE_URL": url, **settings})
    opened = open_for(crawler, "user", {"users": "somebody"}, "monday")
    assert opened is not None
    opened.store.close()
    return opened


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    ours = [record for record in caplog.records if record.name.startswith("tiktok_spiders")]
    return [record.getMessage() for record in ours if record.levelno >= logging.WARNING]


def at_work(url: str, node: str) -> None:
    """Let a process have begun the run, and not ended it."""
    store = Store.open(url)
    begin(store, name="monday", node=node)
    store.close()


def test_a_living_process_on_the_same_run(
    store_url: str, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    other = f"{socket.gethostname()}/{os.getppid()}"
    at_work(store_url, other)
    assert open_run(store_url).run.other == other
    if store_url.startswith("postgresql"):
        assert warnings(caplog) == []
    else:
        (said,) = warnings(caplog)
        assert f"Another process ({other}) works on this run" in said
        assert store_url.removeprefix("sqlite:///") in said
        assert REMEDY in said


def test_a_dead_process_on_the_same_run(tmp_path: Any, caplog: pytest.LogCaptureFixture) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    at_work(url, f"{socket.gethostname()}/{2**22 + 1}")
    started = open_run(url).run
    assert (started.resumed, started.other) == (True, None)
    assert warnings(caplog) == []


@pytest.mark.parametrize("shared", [True, False])
def test_distributed_mode(store_url: str, caplog: pytest.LogCaptureFixture, shared: bool) -> None:
    if shared:
        at_work(store_url, f"{socket.gethostname()}/{os.getppid()}")
    settings = {"TIKTOK_DISTRIBUTED": "true", "TIKTOK_REDIS_URL": "redis://127.0.0.1/0"}
    open_run(store_url, **settings)
    if store_url.startswith("postgresql"):
        assert warnings(caplog) == []
    else:
        (said,) = warnings(caplog)
        assert "TIKTOK_DISTRIBUTED is true and the store is the SQLite file" in said
        assert REMEDY in said
