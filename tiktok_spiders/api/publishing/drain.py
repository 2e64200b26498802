"""The queue, worked on in the background: each post as soon as it is due, a few at a time."""

from __future__ import annotations

import asyncio
import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tiktok_spiders.exceptions import StoreBusyError
from tiktok_spiders.publish.claim import machine
from tiktok_spiders.publish.drain import run_post
from tiktok_spiders.publish.states import OPEN, State
from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    from tiktok_spiders.api.publishing.spool import Spool
    from tiktok_spiders.publish.context import Progress
    from tiktok_spiders.publish.opening import Publishing
    from tiktok_spiders.publish.post import Post

logger = logging.getLogger(__name__)

EVERY_S = 5.0
SENDING = 3
"""Posts that are sent at the same time, of one account one; asking how far a post is counts apart."""

ASKING = 8
LOOK_MAX_S = 60.0
SWEEP_S = 60.0
GRACE_S = 15.0
"""How long the end waits for TikTok's answer to a beginning: without it nobody knows what became of it."""


class Drain:
    """Works on what is due until it is told to stop."""

    def __init__(self, desk: Publishing, spool: Spool, *, every_s: float = EVERY_S) -> None:
        self._desk, self._spool, self._every_s = desk, spool, every_s
        self._sending: dict[int, tuple[str, asyncio.Task[None]]] = {}
        self._asking: dict[int, asyncio.Task[None]] = {}
        self._stages: dict[int, State] = {}
        self._looks: dict[int, tuple[float, float]] = {}
        self._swept = float("-inf")
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look at the queue now."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop``; what goes wrong is logged, and tried again."""
        stopped = asyncio.create_task(stop.wait())
        stopped.add_done_callback(lambda _: self.wake())
        while not stop.is_set():
            self._woken.clear()
            try:
                await self._round()
            except StoreBusyError as error:
                logger.warning("The queue of posts cannot be read now: %s", error)
            except Exception:
                logger.exception("The queue of posts could not be worked on")
            await _within(self._woken, self._every_s)
        await self._end()

    async def _round(self) -> None:
        due = await asyncio.to_thread(self._desk.posts.due, self._desk.clock())
        ids = {post.id for post in due}
        self._looks = {number: look for number, look in self._looks.items() if number in ids}
        for post in due:
            if post.id not in self._asking and post.id not in self._sending and _is_here(post):
                self._take(post)
        if time.monotonic() - self._swept > SWEEP_S:
            await self.sweep()

    def _take(self, post: Post) -> None:
        if post.state is State.PROCESSING:
            at, pause = self._looks.get(post.id, (0.0, self._every_s))
            if time.monotonic() >= at and len(self._asking) < ASKING:
                self._looks[post.id] = (time.monotonic() + pause, min(1.5 * pause, LOOK_MAX_S))
                self._asking[post.id] = asyncio.create_task(self._work(post))
            return
        busy = {account for account, _ in self._sending.values()}
        if len(self._sending) < SENDING and post.account not in busy:
            self._sending[post.id] = post.account, asyncio.create_task(self._work(post))

    async def _work(self, post: Post) -> None:
        try:
            done = await run_post(self._desk.context(), post.id, wait=False, on_progress=self._note)
            if done.file is not None and done.state not in {*OPEN, State.UNKNOWN}:
                await asyncio.to_thread(self._spool.remove, done.file.path)
        except Exception as error:  # noqa: BLE001 - the others go on
            logger.error("Post %d could not be worked on: %s", post.id, printable(repr(error), 300))
        finally:
            self._stages.pop(post.id, None)
            self._asking.pop(post.id, None)
            if self._sending.pop(post.id, None) is not None:
                self.wake()

    def _note(self, progress: Progress) -> None:
        self._stages[progress.post.id] = progress.post.state

    async def sweep(self) -> None:
        """Remove what no post needs."""
        self._swept = time.monotonic()
        removed = await asyncio.to_thread(self._spool.sweep, self._desk.posts.paths)
        if removed:
            logger.info("%d files of uploads that nobody needs were removed", removed)

    async def _end(self) -> None:
        tasks = {number: task for number, (_, task) in self._sending.items()} | self._asking
        until = time.monotonic() + GRACE_S
        while tasks:
            for number, task in tasks.items():
                if self._stages.get(number) is not State.STARTING or time.monotonic() > until:
                    task.cancel()
            await asyncio.wait(tasks.values(), timeout=0.05)
            tasks = {number: task for number, task in tasks.items() if not task.done()}


async def _within(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass


def _is_here(post: Post) -> bool:
    """Tell whether this machine can work on it: another's file is left to that."""
    return post.file is None or post.file.machine == machine() or Path(post.file.path).is_file()
