"""Pages into the store, off the event loop, in the order in which they came.

Whatever waits when the writer becomes idle is committed together, so a slow database makes larger batches.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiktok_spiders.exceptions import StoreBusyError, StoreError
from tiktok_spiders.store.spill import write_spill

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tiktok_spiders.store.page import Page, Written
    from tiktok_spiders.store.store import Store

_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0
_NAP = 0.25
_HURRIED_WAIT = 1.0


def _nothing() -> None:
    """Stand in for a callback that nobody asked for."""


@dataclass(slots=True)
class _Waiting:
    page: Page
    written: asyncio.Future[Written]


class Writer:
    """Commits pages one batch at a time.

    ``gather``: seconds to wait for further pages before a commit; a commit of four pages costs two thirds of
    four commits.

    A store that is locked, full or gone is tried again for up to ``wait`` seconds, with ``on_pause`` called
    at the start of that and ``on_resume`` when it answers again. After it, everybody who waits gets
    StoreError, and so does every later page; their pages are kept for `unsaved` and `spill`. Once ``hurries``
    says yes, as when the crawl closes, one second has to be enough.
    """

    def __init__(
        self,
        store: Store,
        *,
        wait: float = 60.0,
        max_records: int = 500,
        gather: float = 0.0,
        on_pause: Callable[[], None] = _nothing,
        on_resume: Callable[[], None] = _nothing,
        hurries: Callable[[], bool] = bool,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.on_pause = on_pause
        self.on_resume = on_resume
        self.hurries = hurries
        self._store = store
        self._wait = wait
        self._max_records = max_records
        self._gather = gather
        self._sleep = sleep
        self._clock = clock
        self._queue: deque[_Waiting] = deque()
        self._task: asyncio.Task[None] | None = None
        self._unsaved: list[Page] = []
        self._failure: StoreError | None = None
        self._hurry: float | None = None

    async def submit(self, page: Page) -> Written:
        """Return when the page is committed. Raises StoreError when it cannot be."""
        if self._failure is not None:
            self._unsaved.append(page)
            raise self._failure
        waiting = _Waiting(page, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain())
        # The commit goes on without a caller that is cancelled: the page is on its way.
        return await asyncio.shield(waiting.written)

    def unsaved(self) -> list[Page]:
        """Return the pages that were handed over and are not in the store, in order."""
        return [*self._unsaved, *(waiting.page for waiting in self._queue)]

    def spill(self, path: Path) -> int:
        """Write the unsaved pages to a file that only its owner can read; return how many."""
        return write_spill(path, self.unsaved())

    async def close(self) -> None:
        """Return when all pages are committed or known to be unsaved."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    async def _drain(self) -> None:
        while self._queue:
            if self._gather:
                await asyncio.sleep(self._gather)
            batch = self._take()
            try:
                await self._commit(batch)
            except StoreBusyError as error:
                self._fail(batch, self._gave_up(error))
            except Exception as error:  # noqa: BLE001 -- whatever it is, it belongs to those who wait
                await self._one_by_one(batch, error)

    def _take(self) -> list[_Waiting]:
        """Take whole pages up to the bound, at least one."""
        batch = [self._queue.popleft()]
        records = len(batch[0].page.records)
        while self._queue and records + len(self._queue[0].page.records) <= self._max_records:
            batch.append(self._queue.popleft())
            records += len(batch[-1].page.records)
        return batch

    async def _commit(self, batch: list[_Waiting]) -> None:
        written = await self._patiently([waiting.page for waiting in batch])
        for waiting, result in zip(batch, written, strict=True):
            if not waiting.written.done():
                waiting.written.set_result(result)

    async def _one_by_one(self, batch: list[_Waiting], error: Exception) -> None:
        """One page's checkpoint or verdict is bad: let the others not suffer for it."""
        if len(batch) == 1:
            self._unsaved.append(batch[0].page)
            _tell(batch[0], error)
            return
        self._queue.extendleft(reversed(batch[1:]))
        try:
            await self._commit(batch[:1])
        except StoreBusyError as busy:
            self._fail(batch[:1], self._gave_up(busy))
        except Exception as own:  # noqa: BLE001 -- as in _drain
            await self._one_by_one(batch[:1], own)

    async def _patiently(self, pages: list[Page]) -> list[Written]:
        deadline, pause, paused = self._clock() + self._wait, _FIRST_PAUSE, False
        while True:
            try:
                written = await asyncio.to_thread(self._store.write, pages)
            except StoreBusyError:
                deadline = self._hurried(deadline)
                if self._clock() >= deadline:
                    raise
            else:
                if paused:
                    self.on_resume()
                return written
            if not paused:
                paused = True
                self.on_pause()
            await self._rest(min(self._clock() + pause, deadline))
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _rest(self, until: float) -> None:
        """Sleep; wake early when the crawl begins to close meanwhile."""
        hurried = self.hurries()
        while (left := until - self._clock()) > 0 and self.hurries() == hurried:
            await self._sleep(min(left, _NAP))

    def _hurried(self, deadline: float) -> float:
        """Return the deadline, an early one from the first time on that the crawl is seen to close."""
        if self._hurry is None and self.hurries():
            self._hurry = self._clock() + _HURRIED_WAIT
        return deadline if self._hurry is None else min(deadline, self._hurry)

    def _gave_up(self, error: StoreBusyError) -> StoreError:
        if self._hurry is not None:
            return StoreError(f"{error}, and the crawl is closing")
        return StoreError(f"{error}, for longer than TIKTOK_STORE_WAIT ({self._wait:g} s)")

    def _fail(self, batch: list[_Waiting], failure: StoreError) -> None:
        self._failure = failure
        lost = [*batch, *self._queue]
        self._queue.clear()
        self._unsaved.extend(waiting.page for waiting in lost)
        for waiting in lost:
            _tell(waiting, failure)


def _tell(waiting: _Waiting, error: Exception) -> None:
    if not waiting.written.done():
        waiting.written.set_exception(error)
        # A caller that was cancelled never looks; that is no reason for a warning.
        waiting.written.exception()
