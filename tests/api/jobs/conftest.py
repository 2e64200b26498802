"""An API whose jobs crawl the stand-in, quickly; and one whose jobs wait, as their Scrapyd is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.jobs.pretended import Pretended
from tests.api.running import Client, running, settings_of
from tiktok_spiders.api.jobs.jobs import Jobs
from tiktok_spiders.api.jobs.table import JobTable
from tiktok_spiders.api.jobs.watcher import Watcher
from tiktok_spiders.api.nodes import here

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from scrapy.settings import Settings

    from tests.standin_process import StandinProcess
    from tiktok_spiders.store import Store

ONE, OTHER = "key-one-of-these-tests", "key-two-of-these-tests"
UNLIMITED = {"TIKTOK_RATE_LIMIT_PER_MINUTE": 1_000_000}


def quick(standin: StandinProcess) -> dict[str, Any]:
    return UNLIMITED | {
        "TIKTOK_WEB_URL": standin.url,
        "TIKTOK_SHOP_URL": standin.url,
        "TIKTOK_WEBCAST_URL": standin.url,
        "TIKTOK_DOWNLOAD_DELAY": 0,
        "TIKTOK_BACKOFF": 0,
        "TIKTOK_IDENTITIES": 4,
        "TIKTOK_STOP_AFTER_BLOCKS": 0,
        "TIKTOK_BROWSER": "off",
    }


@pytest.fixture
def settings(database_url: str, tmp_path: Path, shared_standin: StandinProcess) -> Settings:
    return settings_of(database_url, tmp_path, **quick(shared_standin))


@pytest.fixture
async def queue(database_url: str, tmp_path: Path, free_port: int) -> AsyncIterator[Client]:
    """A client without a key; its jobs wait, and so cost nothing."""
    waits = {
        "TIKTOK_API_JOB_BACKEND": "scrapyd",
        "TIKTOK_SCRAPYD_URL": f"http://127.0.0.1:{free_port}",
        "TIKTOK_API_KEYS": f"{ONE},{OTHER}",
        "TIKTOK_API_KEYS_PLAN": "enterprise",
    }
    async with running(settings_of(database_url, tmp_path, **UNLIMITED, **waits)) as client:
        yield client


@pytest.fixture
def crawls() -> Pretended:
    return Pretended()


@pytest.fixture
def jobs(both: Store, crawls: Pretended) -> Jobs:
    return Jobs(both, JobTable(both), {"local": crawls}, backend="local", secrets=(), wake=lambda: None)


@pytest.fixture
def watch(both: Store, crawls: Pretended) -> Callable[..., Watcher]:
    def made(suffix: str = "one", node: str | None = None) -> Watcher:
        by = f"{node or here()}#{suffix}"
        return Watcher(both, JobTable(both), {"local": crawls}, backend="local", by=by, secrets=())

    return made
