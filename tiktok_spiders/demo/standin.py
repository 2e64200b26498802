"""The stand-in as a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any, Self

from tiktok_spiders.demo.failure import DemoError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

START_S = 30.0
STOP_S = 5.0

COMMAND = (sys.executable, "-m", "tiktok_standin", "--port", "0", "--print-url", "--with-parent")
"""Started by name: nothing here imports the stand-in."""


class StandIn:
    """A running stand-in; use it with ``with``. It stops with this process, however that ends."""

    def __init__(self, log: Path, environ: Mapping[str, str], command: Sequence[str] = COMMAND) -> None:
        self._log = log
        self._environ = environ
        self._command = command

    def __enter__(self) -> Self:
        """Start it and wait until it answers; raise DemoError when it does not."""
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - a fixed command
                self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, env=self._environ
            )
        try:
            self.web_url: str = self._ready()["web"]
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _ready(self) -> dict[str, Any]:
        watchdog = threading.Timer(START_S, self._process.kill)
        watchdog.start()
        try:
            line = self._out.readline()
            ready = json.loads(line)
        except ValueError:
            raise DemoError(f"the stand-in did not start; see {self._log}") from None
        finally:
            watchdog.cancel()
        if not isinstance(ready, dict) or "web" not in ready:
            raise DemoError(f"the stand-in did not tell its address; see {self._log}")
        return ready

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._out.close()

    @property
    def _out(self) -> Any:
        return self._process.stdout
