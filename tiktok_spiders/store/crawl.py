"""The store of one crawl: opened once, shared by all its components."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from scrapy import signals

from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import StoreBusyError
from tiktok_spiders.store.opening import PAUSE_S, open_patiently, patiently
from tiktok_spiders.store.sharing import sharing_warning
from tiktok_spiders.store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler

    from tiktok_spiders.store.page import RunStart
    from tiktok_spiders.store.store import Store

logger = logging.getLogger(__name__)

T = TypeVar("T")

Key = tuple[str, str]
"""Target and section: one listing, which has one page in flight at a time."""


@dataclass(slots=True)
class CrawlStore:
    """A crawl's store, the writer that commits to it, and the run that it works on."""

    store: Store
    writer: Writer
    run: RunStart
    wait: float = 60.0
    """Seconds that questions wait for a store that does not answer."""

    commits: dict[Key, asyncio.Future[Any]] = field(default_factory=dict)
    """The last commit of each listing, under way or done."""

    async def settled(self, key: Key) -> None:
        """Return when the last page handed over of a listing is stored, or cannot be.

        Who waits here before asking for the page after the next never has more than two pages to fetch again.
        """
        commit = self.commits.get(key)
        if commit is not None:
            await asyncio.wait([commit])

    async def ask(self, question: Callable[[], T]) -> T:
        """Return what a question to the store gives, off the event loop.

        Waits as the writer does for a store that is busy or gone. Raises ``StoreError`` after that.
        """
        deadline = time.monotonic() + self.wait
        while True:
            try:
                return await asyncio.to_thread(question)
            except StoreBusyError:
                if time.monotonic() >= deadline or self.writer.hurries():
                    raise
            await asyncio.sleep(PAUSE_S)


GATHER_S = 0.01
"""Seconds that a commit waits for the pages of other listings."""

_open: WeakKeyDictionary[Crawler, CrawlStore] = WeakKeyDictionary()


def open_for(
    crawler: Crawler,
    spider: str,
    arguments: dict[str, Any],
    run_name: str | None,
    job_id: str | None = None,
) -> CrawlStore | None:
    """Open the store and begin or resume the run; None when the store is switched off.

    Raises ``StoreError`` for a store that cannot be opened. It is closed when the engine has stopped.
    """
    config = Config.from_settings(crawler.settings)
    if not config.store_enabled:
        return None
    store = open_patiently(config, logger.warning)
    try:
        run = patiently(
            lambda: store.begin_run(
                spider=spider,
                arguments=arguments,
                name=run_name,
                node=node(),
                version=project_version(),
                job_id=job_id,
            ),
            config.store_wait,
            logger.warning,
        )
    except BaseException:
        store.close()
        raise
    if warning := sharing_warning(store.url, run, distributed=config.distributed):
        logger.warning("%s", warning)
    opened = CrawlStore(store, Writer(store, wait=config.store_wait, gather=GATHER_S), run, config.store_wait)
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
