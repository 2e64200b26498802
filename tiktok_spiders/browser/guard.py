"""The crawl's end of the watchdog's pipe."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from tiktok_spiders.browser.home import MARK

if TYPE_CHECKING:
    from collections.abc import Callable

_PROGRAM = Path(__file__).with_name("watchdog.py")


class Guard:
    """A watchdog process: it ends what it is told of when this process is gone, a ``kill -9`` included."""

    def __init__(self) -> None:
        self.mark = uuid4().hex
        command = [sys.executable, "-I", "-S", str(_PROGRAM), f"{MARK}={self.mark}", str(os.getpid())]
        self._process = subprocess.Popen(  # noqa: S603 - this project's own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
            start_new_session=True,  # a Ctrl-C is for the crawl; the watchdog waits for its end
        )

    @property
    def pid(self) -> int:
        """The watchdog's process id."""
        return self._process.pid

    def tell(self, verb: str, value: object) -> None:
        """Send a line; see ``watchdog.py``. A watchdog that was killed is no error."""
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(f"{verb} {value}\n".encode())
            self._process.stdin.flush()

    def close(self, timeout: float) -> None:
        """Let the watchdog end what is left, and wait for it. Blocks."""
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()  # type: ignore[union-attr]
        wait: Callable[..., int] = self._process.wait
        try:
            wait(timeout)
        except subprocess.TimeoutExpired:
            self._process.kill()
            wait()
