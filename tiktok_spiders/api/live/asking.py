"""Ask one question of a worker: to the end, or to the deadline."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from tiktok_spiders.api.live.process import WorkerDiedError
from tiktok_spiders.api.live.question import Answer

if TYPE_CHECKING:
    from tiktok_spiders.api.live.process import WorkerProcess
    from tiktok_spiders.api.live.question import Ended as HowEnded
    from tiktok_spiders.api.live.question import Question
    from tiktok_spiders.api.live.wire import Ended
    from tiktok_spiders.api.live.workers import Workers

GRACE_S = 2.0
"""Seconds that a crawl has to end when it is told to, before its process is killed."""

FAILED = frozenset({"start_error", "store", "redis"})
"""Finish reasons that are errors."""


class Asking:
    """One crawl for one question. ``named``: whether the crawl has a run of its own name in the store."""

    def __init__(self, workers: Workers, asked: Question, *, deadline_s: float, named: bool) -> None:
        self._workers, self._asked, self._deadline = workers, asked, deadline_s
        self._named = named
        self._found: list[dict[str, Any]] = []

    async def answer(self) -> Answer:
        """Return what came until the end or the deadline. Raises ``ApiError`` where no worker is free.

        When cancelled the worker is freed in the background.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + self._deadline
        worker = await self._workers.take()
        number: int | None = None
        try:
            number = worker.begin(self._asked.spider, self._arguments())
            hearing = worker.hear(number, self._take)
            ended = await asyncio.wait_for(hearing, until - loop.time())
        except TimeoutError:
            return await self._cut(worker, number or 0)
        except WorkerDiedError:
            self._workers.discard(worker)
            return self._told("error", "the worker process has ended")
        except BaseException:
            self._workers.begin(self._let_go(worker, number))
            raise
        self._workers.give_back(worker)
        return self._of(ended)

    def _arguments(self) -> dict[str, Any]:
        """Give the crawl a run of its own: without a name it would go on where another was cut off."""
        own = {"run": f"live-{uuid4().hex}"} if self._named else {}
        return {**dict(self._asked.arguments), **own}

    def _take(self, record: msgspec.Raw) -> None:
        self._found.append(msgspec.json.decode(record))

    async def _cut(self, worker: WorkerProcess, number: int) -> Answer:
        await self._let_go(worker, number)
        return self._told("deadline")

    async def _let_go(self, worker: WorkerProcess, number: int | None) -> None:
        """End the crawl in order, or its process."""
        try:
            if number is not None:
                worker.stop(number)
                await asyncio.wait_for(worker.hear(number, self._take), GRACE_S)
        except (TimeoutError, WorkerDiedError):
            self._workers.discard(worker)
            return
        except BaseException:
            self._workers.discard(worker)
            raise
        self._workers.give_back(worker)

    def _of(self, ended: Ended) -> Answer:
        if ended.refused:
            return self._told("error", f"refused: {ended.error}")
        if ended.error or ended.reason in FAILED:
            return self._told("error", ended.error or ended.reason)
        return self._told("finished")

    def _told(self, ended: HowEnded, error: str = "") -> Answer:
        verdicts = [one for one in self._found if one["record_type"] == "verdict"]
        records = [one for one in self._found if one["record_type"] != "verdict"]
        return Answer(records=records, verdicts=verdicts, ended=ended, error=error)
