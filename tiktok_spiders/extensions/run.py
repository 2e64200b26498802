"""Keep the run's row: a beat while it works, its numbers at the end."""

from __future__ import annotations

import asyncio
import resource
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from tiktok_spiders.distributed import membership
from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.items.run import Run
from tiktok_spiders.listing import ListingState, make_verdict
from tiktok_spiders.store import Page
from tiktok_spiders.store.crawl import for_crawler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Spider
    from scrapy.crawler import Crawler

    from tiktok_spiders.items.run import Verdict
    from tiktok_spiders.store.crawl import CrawlStore

BEAT_S = 10.0


class RunKeeper:
    """Write ``runs.last_beat_at`` every 10 seconds, and the whole row when the spider has closed.

    A listing that was cut short gets a verdict ``failed/shutdown``; the run started again goes on with it.
    Of several workers that share a run the last one closes its row, with the sums of all.
    """

    def __init__(self, crawler: Crawler, session: CrawlStore) -> None:
        self._crawler = crawler
        self._session = session
        self._started = datetime.now(UTC)
        self._spider_name = ""
        self._beating: Any = None
        self._beat_task: asyncio.Task[None] | None = None
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension; without a store there is no row to keep."""
        session = for_crawler(crawler)
        if session is None:
            raise NotConfigured
        return cls(crawler, session)

    def spider_opened(self, spider: Spider) -> None:
        """Begin to beat."""
        self._spider_name = spider.name
        self._beating = create_looping_call(self._beat)
        self._beating.start(BEAT_S, now=False)

    async def spider_closed(self, reason: str) -> None:
        """Close the row; a store that is gone has been reported before."""
        if self._beating is not None:
            self._beating.stop()
        if self._beat_task is not None:
            await asyncio.wait([self._beat_task])
        member = membership.for_crawler(self._crawler)
        if self._session.run.finished or (member is not None and not member.is_last):
            return
        try:
            await asyncio.to_thread(self._close, reason)
        except StoreError as error:
            self._crawler.stats.set_value("tiktok/store/run_error", str(error))

    def _beat(self) -> None:
        if self._beat_task is None or self._beat_task.done():
            self._beat_task = asyncio.ensure_future(asyncio.to_thread(self._write_beat))

    def _write_beat(self) -> None:
        try:
            self._session.store.beat(self._session.run.run_id)
        except StoreError:
            self._crawler.stats.inc_value("tiktok/store/missed_beats")

    def _close(self, reason: str) -> None:
        store, run_id = self._session.store, self._session.run.run_id
        cut = list(self._cut_short())
        if cut:
            store.write([Page(verdict=verdict) for verdict in cut])
        store.end_run(self._row(run_id, "shutdown" if cut and reason == "finished" else reason))

    def _cut_short(self) -> Iterator[Verdict]:
        store, run_id = self._session.store, self._session.run.run_id
        answered = store.verdicts(run_id)
        for key, data in store.checkpoints(run_id).items():
            if data and (key not in answered or answered[key][1] == "shutdown"):
                state = ListingState.load(data)
                state.stop_reason = "shutdown"
                yield make_verdict(state, run_id=run_id, spider=self._spider_name, now=time.time())

    def _row(self, run_id: str, reason: str) -> Run:
        member = membership.for_crawler(self._crawler)
        stats = {**self._crawler.stats.get_stats(), **(member.totals if member else {})}
        outcomes = _by_prefix(stats, "tiktok/outcome/")
        outcomes.pop("ok", None)
        return Run(
            run_id=run_id,
            spider=self._spider_name,
            finish_reason=reason,
            targets_by_status=_by_prefix(stats, "tiktok/verdicts/"),
            items_by_type=_by_prefix(stats, "tiktok/records/"),
            blocks_by_outcome=outcomes,
            started_at=self._started,
            finished_at=datetime.now(UTC),
            targets=stats.get("tiktok/targets", 0),
            requests=stats.get("tiktok/requests", 0),
            bytes=stats.get("tiktok/bytes", 0),
            rejected_rows=stats.get("tiktok/store/rejected", 0),
            peak_memory_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        )


def _by_prefix(stats: dict[str, Any], prefix: str) -> dict[str, int]:
    return {key.removeprefix(prefix): value for key, value in stats.items() if key.startswith(prefix)}
