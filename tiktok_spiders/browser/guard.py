"""The crawl's end of the watchdog's pipe."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from uuid import uuid4

from tiktok_spiders.browser.home import MARK

_PROGRAM = files(__package__) / "watchdog.py"


class Guard:
    """A watchdog process: it ends what it is told of when this process is gone, a ``kill -9`` included."""

    def __init__(self) -> None:
        self.mark = uuid4().hex
        reading, self._pipe = os.pipe()  # closed by the kernel when this process is gone
        command = [sys.executable, "-I", "-S", *_program(), f"{MARK}={self.mark}", str(os.getpid())]
        self._process = subprocess.Popen(  # noqa: S603 - this project's own program
            command,
            stdin=reading,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
            start_new_session=True,  # a Ctrl-C is for the crawl; the watchdog waits for its end
        )
        os.close(reading)

    @property
    def pid(self) -> int:
        """The watchdog's process id."""
        return self._process.pid

    def tell(self, verb: str, value: object) -> None:
        """Send a line; see ``watchdog.py``. A watchdog that was killed is no error."""
        with contextlib.suppress(BrokenPipeError):
            os.write(self._pipe, f"{verb} {value}\n".encode())

    def close(self, timeout: float) -> None:
        """Let the watchdog end what is left, and wait for it. Blocks."""
        os.close(self._pipe)
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _program() -> list[str]:
    """Return the words that make Python run the watchdog: its path; in a zip (a deployed egg), its text."""
    if isinstance(_PROGRAM, Path):
        return [str(_PROGRAM)]
    return ["-c", _PROGRAM.read_text(encoding="utf-8")]
