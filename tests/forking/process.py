"""Start ``python -m …`` by the fork server, and hold the process as ``subprocess.Popen`` would."""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parent.parent.parent


class ForkedProcess:
    """A process that this one's fork server started; what ``Popen`` has and tests use, in text.

    Signals reach it by its id; the fork server is its parent, and tells here how it ended.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        cwd: Path | str,
        env: Mapping[str, str],
        stdout: bool = False,
        stderr: bool = False,
    ) -> None:
        interpreter, option, *module = command
        if (interpreter, option) != (sys.executable, "-m"):
            raise ValueError(f"not a module of this Python: {' '.join(command)}")
        self.args = command
        self.returncode: int | None = None
        self.stdout: IO[str] | None
        self.stderr: IO[str] | None
        self.stdout, out = _pipe() if stdout else (None, None)
        self.stderr, err = _pipe() if stderr else (None, None)
        self._told, report = _pipe()
        files = {number: file for number, file in ((1, out), (2, err)) if file is not None}
        _send({"arguments": module, "cwd": str(cwd), "env": {**env}}, report, files)
        self.pid = int(self._told.readline())
        self._readers: list[_Reader] = []

    def poll(self) -> int | None:
        """Return the exit status, None while it lives."""
        return self._status(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises ``TimeoutExpired``."""
        status = self._status(timeout)
        if status is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return status

    def communicate(self, timeout: float | None = None) -> tuple[str | None, str | None]:
        """Read what it writes to its end, and wait. Raises ``TimeoutExpired``; may be called again then."""
        self._readers = self._readers or [_Reader(self.stdout), _Reader(self.stderr)]
        for reader in self._readers:
            reader.join(timeout)
            if reader.is_alive():
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
        self.wait(timeout)
        out, err = (reader.text for reader in self._readers)
        return out, err

    def send_signal(self, number: int) -> None:
        """Send a signal, if it lives."""
        if self.poll() is None:
            with suppress(ProcessLookupError):  # it has ended, and that is not told here yet
                os.kill(self.pid, number)

    def kill(self) -> None:
        """Send SIGKILL."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Send SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def _status(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._told], [], [], timeout)[0]:
            self.returncode = int(self._told.readline())
            self._told.close()
        return self.returncode


class _Reader(threading.Thread):
    """Reads a pipe to its end and closes it."""

    def __init__(self, pipe: IO[str] | None) -> None:
        super().__init__(daemon=True)
        self._pipe = pipe
        self.text: str | None = None
        self.start()

    def run(self) -> None:
        if self._pipe is not None and not self._pipe.closed:
            with self._pipe:
                self.text = self._pipe.read()


def _pipe() -> tuple[IO[str], int]:
    ours, theirs = os.pipe()
    return os.fdopen(ours, encoding="utf-8", errors="replace"), theirs


def _send(order: dict[str, Any], report: int, files: Mapping[int, int]) -> None:
    sent = [report, *files.values()]
    socket.send_fds(_server(), [json.dumps(order | {"files": [*files]}).encode()], sent)
    for each in sent:
        os.close(each)


@cache
def _server() -> socket.socket:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TIKTOK_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.forking.server", str(theirs.fileno())],
        cwd=ROOT,
        env=kept | {"PYTHONPATH": str(ROOT)},
        pass_fds=[theirs.fileno()],
    )
    theirs.close()
    atexit.register(_end, process, ours)
    return ours


def _end(process: subprocess.Popen[bytes], connection: socket.socket) -> None:
    connection.close()
    process.wait(10)
