"""Store whole pages, and let records go on to the feeds only when they are stored."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals
from scrapy.exceptions import DropItem

from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.items.common import Record
from tiktok_spiders.items.run import Checkpoint, Rejected, Verdict
from tiktok_spiders.store import Page
from tiktok_spiders.store.crawl import for_crawler
from tiktok_spiders.store.rejection import RejectedRecordError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from tiktok_spiders.store import Written
    from tiktok_spiders.store.crawl import CrawlStore, Key

logger = logging.getLogger(__name__)

Identity = tuple[str, str | None]
"""Record type and identifier."""


@dataclass(slots=True)
class _OpenPage:
    """Records of a page whose checkpoint has not come yet."""

    records: list[Record] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    stored: asyncio.Future[frozenset[Identity]] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    """Done when the page is committed, with the records that the database refused."""


class StorePipeline:
    """Commit the records of a page together with its checkpoint.

    ``process_item`` of a record returns when its page is committed, that of a checkpoint as well (it then
    ends there: it is internal). A verdict follows the last commit of its listing and comes back with ``new``
    and ``updated``. Without a store, records pass and checkpoints end.

    Stats: ``tiktok/records/<type>``, ``tiktok/store/pages``, ``tiktok/store/rejected``,
    ``tiktok/store/pauses``, ``tiktok/store/unsaved``.
    """

    def __init__(self, crawler: Crawler, session: CrawlStore | None) -> None:
        self._crawler = crawler
        self._stats = crawler.stats
        self._session = session
        self._pages: dict[Key, _OpenPage] = {}
        self._refused: Counter[Key] = Counter()
        # A page of more records than Scrapy handles at once would wait for a checkpoint that cannot come.
        self._most = max(crawler.settings.getint("CONCURRENT_ITEMS") - 4, 1)
        if session is not None:
            session.writer.on_pause = self._pause
            session.writer.on_resume = self._resume
            session.writer.hurries = self._is_closing

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the pipeline on the crawl's store session."""
        pipeline = cls(crawler, for_crawler(crawler))
        crawler.signals.connect(pipeline.item_dropped, signal=signals.item_dropped)
        return pipeline

    async def process_item(self, item: Any) -> Any:
        """Store what is ours; other items pass."""
        if isinstance(item, Checkpoint):
            await self._close_page(item)
            raise DropItem("checkpoint stored")
        if isinstance(item, Verdict):
            item = await self._store_verdict(item)
        elif isinstance(item, Record) and self._session is not None:
            await self._hold(item)
        if isinstance(item, Record):
            self._stats.inc_value(f"tiktok/records/{item.record_type}")
        return item

    def item_dropped(self, item: Any, exception: DropItem) -> None:
        """Keep the reason of a record that validation rejected with its page."""
        if self._session is None or not isinstance(exception, RejectedRecordError):
            return
        page = self._page((item.source.target, item.source.section))
        key = getattr(item, item.key_field, None)
        page.rejected.append(Rejected(record_type=item.record_type, record_id=key, reason=str(exception)))

    async def close_spider(self) -> None:
        """Commit what is still open; what cannot be stored is spilled to a file."""
        if self._session is None:
            return
        for key in list(self._pages):
            await self._commit(self._pages.pop(key), None)
        await self._session.writer.close()
        self._spill()

    async def _hold(self, item: Record) -> None:
        key = (item.source.target, item.source.section)
        page = self._page(key)
        page.records.append(item)
        if len(page.records) >= self._most:
            del self._pages[key]
            await self._commit(page, None)
        if (item.record_type, getattr(item, item.key_field)) in await page.stored:
            self._refused[key] += 1
            raise DropItem(f"{item.record_type} refused by the database; see rejected_rows")

    def _page(self, key: Key) -> _OpenPage:
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = _OpenPage()
        return page

    async def _close_page(self, checkpoint: Checkpoint) -> None:
        if self._session is None:
            return
        key = (checkpoint.target, checkpoint.resource)
        page = self._pages.pop(key, None) or _OpenPage()
        if checkpoint.state:  # the listing goes on: its verdict forgets it
            self._session.commits[key] = page.stored
        await self._commit(page, checkpoint)

    async def _commit(self, page: _OpenPage, checkpoint: Checkpoint | None) -> None:
        rejected = (*page.rejected, *(checkpoint.rejected if checkpoint else ()))
        try:
            written = await self._submit(
                Page(records=tuple(page.records), checkpoint=checkpoint, rejected=rejected)
            )
        except StoreError as error:
            page.stored.set_exception(DropItem(f"not stored: {error}"))
            page.stored.exception()  # its records raise it; a page without any is not asked
            return
        except Exception as error:
            # Whatever it is: nobody may wait for this page for ever.
            page.stored.set_exception(DropItem(f"not stored: {type(error).__name__}"))
            page.stored.exception()
            raise
        page.stored.set_result(frozenset((bad.record_type, bad.record_id) for bad in written.rejected))

    async def _store_verdict(self, verdict: Verdict) -> Verdict:
        if self._session is None:
            return verdict
        key = (verdict.target, verdict.resource)
        last = self._session.commits.pop(key, None)
        if last is not None:
            await asyncio.wait([last])  # so that it follows its records into the feeds as well
            await asyncio.sleep(0)
        refused = self._refused.pop(key, 0)
        try:
            written = await self._submit(Page(verdict=_without(verdict, refused)))
        except StoreError as error:
            raise DropItem(f"not stored: {error}") from None
        return written.verdict or verdict

    async def _submit(self, page: Page) -> Written:
        assert self._session is not None  # noqa: S101 - callers have looked
        try:
            written = await self._session.writer.submit(page)
        except StoreError as error:
            self._give_up(error)
            raise
        self._stats.inc_value("tiktok/store/pages")
        if written.rejected:
            self._stats.inc_value("tiktok/store/rejected", len(written.rejected))
        return written

    def _pause(self) -> None:
        logger.warning("The store does not answer: the crawl waits for it")
        self._stats.inc_value("tiktok/store/pauses")
        self._crawler.engine.pause()

    def _resume(self) -> None:
        logger.info("The store answers again: the crawl goes on")
        self._crawler.engine.unpause()
        slot = self._crawler.engine._slot  # noqa: SLF001 - else the engine looks again after 5 seconds only
        if slot is not None:
            slot.nextcall.schedule()

    def _is_closing(self) -> bool:
        slot = self._crawler.engine._slot  # noqa: SLF001 - no signal tells that a crawl begins to close
        return slot is None or slot.closing is not None

    def _give_up(self, error: StoreError) -> None:
        if self._stats.get_value("tiktok/store/unsaved") is None:
            self._stats.set_value("tiktok/store/unsaved", 0)
            logger.error("The store failed and the crawl stops: %s", error)
            self._crawler.engine.unpause()
            self._closing = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason="store"))

    def _spill(self) -> None:
        assert self._session is not None  # noqa: S101 - callers have looked
        pages = self._session.writer.unsaved()
        if not pages:
            return
        path = self._spill_to(Path(f"unsaved-{self._session.run.run_id}.jsonl").absolute())
        self._stats.set_value("tiktok/store/unsaved", len(pages))
        logger.error(
            "%d pages could not be stored; they are in %s: scrapy store import %s", len(pages), path, path
        )

    def _spill_to(self, path: Path) -> Path:
        """Write the file, into the temporary directory where the working one is full or not writable."""
        assert self._session is not None  # noqa: S101 - callers have looked
        try:
            self._session.writer.spill(path)
        except OSError as error:
            elsewhere = Path(tempfile.gettempdir()) / path.name
            logger.warning("%s cannot be written (%s)", path, error.strerror)
            self._session.writer.spill(elsewhere)
            return elsewhere
        return path


def _without(verdict: Verdict, refused: int) -> Verdict:
    """Return the verdict of a listing some of whose records the database has refused."""
    if not refused:
        return verdict
    message = f"{refused} records were refused by the database; see rejected_rows"
    status = "short" if verdict.status == "complete" else verdict.status
    return replace(verdict, unique=verdict.unique - refused, status=status, message=message)
