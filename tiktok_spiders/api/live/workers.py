"""Who answers: a few warm processes, and a short queue before them."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from tiktok_spiders.api.errors import ApiError
from tiktok_spiders.api.live.process import WorkerDiedError, WorkerProcess

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Mapping

logger = logging.getLogger(__name__)

WAITING_EACH = 16
"""Questions that may wait, for each worker."""

LONGEST_WAIT_S = 15.0
COME_AGAIN_S = 5.0

MOST_CRAWLS = 500
MOST_RESIDENT = 600 * 2**20
"""Crawls and bytes of memory after which a worker is replaced by a new one."""


class Workers:
    """Starts workers when they are needed, keeps them warm, and replaces those that are worn or dead."""

    def __init__(self, most: int, settings: Mapping[str, Any]) -> None:
        self._most, self._settings = most, settings
        self._idle: list[WorkerProcess] = []
        self._all: set[WorkerProcess] = set()
        self._starting = 0
        self._waiting: deque[asyncio.Future[WorkerProcess]] = deque()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    @property
    def alive(self) -> list[WorkerProcess]:
        """The workers that there are."""
        return list(self._all)

    @property
    def waiting(self) -> int:
        """Questions in the queue."""
        return len(self._waiting)

    async def take(self) -> WorkerProcess:
        """Return a worker for one crawl; whoever takes must `give_back`.

        Raises ``ApiError``: live is switched off, too many wait, it took too long, or no worker starts.
        """
        if self._most == 0:
            raise ApiError("NOT_CONFIGURED", "live look-ups are switched off (TIKTOK_API_LIVE_WORKERS is 0)")
        worker = self._idle_one()
        if worker is not None:
            return worker
        if len(self._waiting) >= WAITING_EACH * self._most or self._closed:
            raise _busy("too many look-ups wait already")
        place: asyncio.Future[WorkerProcess] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        self._start_more()
        try:
            return await asyncio.wait_for(place, LONGEST_WAIT_S)
        except TimeoutError:
            raise _busy(f"no worker was free within {LONGEST_WAIT_S:g} s") from None
        except BaseException:
            self._hand_on(place)
            raise
        finally:
            if place in self._waiting:
                self._waiting.remove(place)

    def give_back(self, worker: WorkerProcess) -> None:
        """Let a worker that has ended its crawl serve whoever is next; one that is worn or dead goes."""
        is_worn = worker.crawls >= MOST_CRAWLS or worker.resident >= MOST_RESIDENT
        if self._closed or is_worn or not worker.is_alive:
            self._part_from(worker)
            self._start_more(at_least=0 if self._closed else 1)
            return
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(worker)
                return
        self._idle.append(worker)

    def discard(self, worker: WorkerProcess) -> None:
        """Kill a worker and have another in its place."""
        worker.kill()
        self._part_from(worker)
        self._start_more(at_least=1)

    def begin(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Do something in the background; `close` waits for it."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        """End all workers."""
        self._closed = True
        for place in self._waiting:
            place.cancel()
        await asyncio.gather(*(worker.close() for worker in self._all))
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _idle_one(self) -> WorkerProcess | None:
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive:
                return worker
            self._part_from(worker)
        return None

    def _hand_on(self, place: asyncio.Future[WorkerProcess]) -> None:
        """Give the worker back that came just when nobody waited for it any more."""
        if place.done() and not place.cancelled() and place.exception() is None:
            self.give_back(place.result())

    def _part_from(self, worker: WorkerProcess) -> None:
        if worker in self._all:
            self._all.discard(worker)
            self.begin(worker.close())

    def _start_more(self, at_least: int = 0) -> None:
        """Start as many as are waited for, as far as there is room."""
        wanted = max(len(self._waiting), at_least) - self._starting
        room = self._most - len(self._all) - self._starting
        if self._closed:
            return
        for _ in range(min(wanted, room)):
            self._starting += 1
            self.begin(self._start())

    async def _start(self) -> None:
        try:
            worker = await WorkerProcess.start(self._settings)
        except (WorkerDiedError, OSError) as error:
            self._starting -= 1
            logger.error("A worker for live look-ups cannot be started: %s", error)
            self._refuse_all()
            return
        self._starting -= 1
        self._all.add(worker)
        self.give_back(worker)

    def _refuse_all(self) -> None:
        """Nobody must wait for workers that do not come."""
        if self._all or self._starting:
            return
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_exception(_busy("no worker can be started; the log of the API tells why"))


@asynccontextmanager
async def workers_of(most: int, settings: Mapping[str, Any]) -> AsyncIterator[Workers]:
    """Give workers, and end them."""
    workers = Workers(most, settings)
    try:
        yield workers
    finally:
        await workers.close()


def _busy(why: str) -> ApiError:
    return ApiError("API_UNAVAILABLE", f"live look-ups are busy: {why}", retry_after=COME_AGAIN_S)
