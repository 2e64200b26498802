"""The API's side of one worker process."""

from __future__ import annotations

import asyncio
import os
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tiktok_spiders.api.live.wire import LONGEST_LINE, Ended, Found, Order, Stop, encode, read_told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MODULE = "tiktok_spiders.api.live.worker"
START_S = 60.0
"""Seconds in which a worker has to be ready."""

END_S = 15.0
"""Seconds in which a worker has to be gone after its stdin has ended."""

_numbers = count(1)


class WorkerDiedError(Exception):
    """The process has ended in the middle of its work, or could not be started."""


class WorkerProcess:
    """One process that crawls one question at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.crawls = 0
        self.resident = 0
        """Bytes, as of its last crawl."""

    @classmethod
    async def start(cls, settings: Mapping[str, Any]) -> WorkerProcess:
        """Start a process and wait until it is ready. Raises ``WorkerDiedError``."""
        root = str(Path(__file__).parents[3])
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            MODULE,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            limit=LONGEST_LINE,
            start_new_session=True,  # Ctrl-C is the API's: it ends its workers in order
        )
        worker = cls(process)
        try:
            worker._send(dict(settings))
            await asyncio.wait_for(worker._next(), START_S)
        except BaseException as error:
            worker.kill()
            await process.wait()  # or the event loop may end before it hears of that
            if isinstance(error, TimeoutError | WorkerDiedError):
                raise WorkerDiedError("a worker did not start") from error
            raise
        return worker

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.returncode is None

    def begin(self, spider: str, arguments: dict[str, Any]) -> int:
        """Order a crawl and return its number. Raises ``WorkerDiedError``."""
        number = next(_numbers)
        self._send(Order(number, spider, arguments))
        return number

    async def hear(self, number: int, found: Callable[[Any], None]) -> Ended:
        """Hand every record to ``found`` as it comes, and return how the crawl ended.

        Raises ``WorkerDiedError``. May be cancelled and called again.
        """
        while True:
            told = await self._next()
            if isinstance(told, Found) and told.number == number:
                found(told.record)
            elif isinstance(told, Ended) and told.number == number:
                self.crawls, self.resident = told.crawls, told.resident
                return told

    def stop(self, number: int) -> None:
        """Ask for the end of a crawl. Raises ``WorkerDiedError``."""
        self._send(Stop(number))

    def kill(self) -> None:
        """End the process at once."""
        if self.is_alive:
            try:
                self._process.kill()
            except ProcessLookupError:
                return

    async def close(self) -> None:
        """Let the process end, and see to it that it does."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), END_S)
        except TimeoutError:
            self.kill()
            await self._process.wait()

    def _send(self, value: Any) -> None:
        if self._process.stdin is None or self._process.stdin.is_closing() or not self.is_alive:
            raise WorkerDiedError("the worker has ended")
        self._process.stdin.write(encode(value) + b"\n")

    async def _next(self) -> Any:
        assert self._process.stdout is not None  # noqa: S101 - it was started with a pipe
        line = await self._process.stdout.readline()
        if not line:
            raise WorkerDiedError("the worker has ended")
        return read_told(line)
