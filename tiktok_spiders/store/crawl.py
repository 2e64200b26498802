"""The store of one crawl: opened once, shared by all its components."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from scrapy import signals

from tiktok_spiders.config import Config
from tiktok_spiders.store.store import Store
from tiktok_spiders.store.writer import Writer

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from tiktok_spiders.store.page import RunStart


@dataclass(slots=True)
class CrawlStore:
    """A crawl's store, the writer that commits to it, and the run that it works on."""

    store: Store
    writer: Writer
    run: RunStart


_open: WeakKeyDictionary[Crawler, CrawlStore] = WeakKeyDictionary()


def open_for(
    crawler: Crawler, spider: str, arguments: dict[str, Any], run_name: str | None
) -> CrawlStore | None:
    """Open the store and begin or resume the run; None when the store is switched off.

    Raises ``StoreError`` for a store that cannot be opened. It is closed when the engine has stopped.
    """
    config = Config.from_settings(crawler.settings)
    if not config.store_enabled:
        return None
    store = Store.open(config.database_url)
    run = store.begin_run(
        spider=spider,
        arguments=arguments,
        name=run_name,
        node=node(),
        version=project_version(),
        job_id=os.environ.get("SCRAPY_JOB"),
    )
    opened = CrawlStore(store, Writer(store, wait=config.store_wait), run)
    crawler.signals.connect(store.close, signal=signals.engine_stopped, weak=False)
    _open[crawler] = opened
    return opened


def for_crawler(crawler: Crawler) -> CrawlStore | None:
    """Return the crawl's store; None without one."""
    return _open.get(crawler)


def node() -> str:
    """Return ``host/pid`` of this process."""
    return f"{socket.gethostname()}/{os.getpid()}"


def project_version() -> str:
    """Return the installed version of this project, or ``source`` when it runs from a checkout."""
    try:
        return version("tiktok-spiders")
    except PackageNotFoundError:
        return "source"
