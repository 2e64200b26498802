"""What a worker does about the shared identities while others await them: tell, live, ask, listen."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from tiktok_spiders.identities.ending import ended
from tiktok_spiders.identities.protocol import PoolClosed
from tiktok_spiders.identities.waiting import LOOK_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.identities.redis_leasing import Leasing
    from tiktok_spiders.identities.redis_link import Link
    from tiktok_spiders.identities.redis_outbox import Outbox
    from tiktok_spiders.identities.redis_waiting import Waiting

logger = logging.getLogger(__name__)


class Loop:
    """Two tasks of the event loop, begun when there is first something to do.

    ``on_drop`` hears of an identity, with the reason, that a worker has taken out; ``on_gone`` of the error
    with which Redis stays away; ``close`` is called when nothing more can be had.
    """

    def __init__(
        self,
        make_link: Callable[[], Link],
        outbox: Outbox,
        leasing: Leasing,
        waiting: Waiting,
        *,
        is_closing: Callable[[], bool] | None,
        close: Callable[[], None],
        on_drop: Callable[[str, str], None],
        on_gone: Callable[[Exception], object],
    ) -> None:
        self._make_link = make_link
        self._outbox, self._leasing, self._waiting = outbox, leasing, waiting
        self._is_closing, self._close = is_closing, close
        self._on_drop, self._on_gone = on_drop, on_gone
        self._wake = asyncio.Event()
        self._link: Link | None = None
        self._jobs: list[asyncio.Future[Any]] = []
        self._stopped = False

    def begin(self) -> None:
        """Look at once for something to do."""
        self._wake.set()
        if self._link is None:
            self._link = self._make_link()
            self._jobs = [asyncio.ensure_future(self._work(self._link))]
            self._jobs.append(asyncio.ensure_future(self._link.listen(self._hear)))

    def stop(self) -> None:
        """Do nothing more."""
        self._stopped = True
        for job in self._jobs:
            job.cancel()

    async def ended(self) -> None:
        """Return when both tasks and their connections have ended."""
        await ended(self._jobs)
        if self._link is not None:
            await self._link.close()

    async def _work(self, link: Link) -> None:
        try:
            while True:
                self._wake.clear()
                await self._outbox.hand_over(link)
                await self._leasing.beat(link)
                await self._waiting.serve(lambda need: self._leasing.ask(link, need))
                await self._pause()
                if len(self._waiting) and self._is_closing is not None and self._is_closing():
                    self._close()
        except PoolClosed:
            self._close()
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody may wait for ever
            if self._stopped:
                return
            logger.error("The identities that the workers share are out of reach: %s", error)
            self._waiting.refuse(PoolClosed(str(error)))
            self._on_gone(error)
            self._close()

    async def _pause(self) -> None:
        """Wait until somebody wakes this worker, or until asking again may help."""
        loop = asyncio.get_running_loop()
        beat, due = self._leasing.next_beat(), self._waiting.next_due()
        waits = [] if beat is None else [beat]
        if due is not None:
            waits.append(due - loop.time())
            if self._is_closing is not None:
                waits.append(LOOK_S)
        alarm = loop.call_later(max(min(waits), 0), self._wake.set) if waits else None
        try:
            await self._wake.wait()
        finally:
            if alarm is not None:
                alarm.cancel()

    def _hear(self, message: str) -> None:
        """Act on what a worker, this one included, has told all."""
        now = asyncio.get_running_loop().time()
        head, _, rest = message[1:].partition(" ")
        if message.startswith("+"):
            if self._waiting.hear(head, float(rest) / 1000, now):
                self._wake.set()
            return
        if message.startswith("-"):
            self._on_drop(head, rest)
        self._waiting.hear("", 0, now)
        self._wake.set()
