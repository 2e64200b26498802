"""A server as a process that a test starts, on a port and in a directory of its own."""

from __future__ import annotations

import shutil
import signal
import subprocess
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Self

from tests.ports import free_port
from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path


class ServerUnavailableError(RuntimeError):
    """A server is not installed, or does not start."""


class OwnServer(ABC):
    """A context: it answers when that is entered, and has ended when that is left.

    ``stop`` and ``start`` may be called in between, for tests of a server that goes away: the port stays.
    """

    name: ClassVar[str]
    start_timeout_s: ClassVar[float] = 60
    stop_timeout_s: ClassVar[float] = 60
    look_every_s: ClassVar[float] = 0.02
    ends_by: ClassVar[signal.Signals] = signal.SIGTERM

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._log = home / "server.log"

    def __enter__(self) -> Self:
        try:
            self._prepare()
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the server and return when it answers."""
        self.port = self.port or free_port()
        with self._log.open("ab") as log:
            self.process = process = subprocess.Popen(
                self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, **self._options()
            )
        until(
            lambda: process.poll() is not None or self._answers(),
            self.start_timeout_s,
            f"answer of {self.name}",
            every=self.look_every_s,
        )
        if process.poll() is not None:
            raise ServerUnavailableError(f"{self.name} did not start:\n{self.told()}")

    def stop(self, how: signal.Signals | None = None) -> None:
        """Stop the server with a signal, which is ``ends_by`` unless another one is given."""
        if self.process is not None:
            self.process.send_signal(how or self.ends_by)
            self.process.wait(self.stop_timeout_s)
            self.process = None

    def close(self) -> None:
        """Stop the server and remove its directory."""
        self._end()
        shutil.rmtree(self.home, ignore_errors=True)

    def told(self) -> str:
        """Return the end of what the server wrote."""
        return self._log.read_text(errors="replace")[-8000:]

    def _end(self) -> None:
        try:
            self.stop()
        except subprocess.TimeoutExpired:
            self.stop(signal.SIGKILL)

    def _prepare(self) -> None:  # noqa: B027  most have nothing to prepare
        """Do what is done once, before the first start."""

    @abstractmethod
    def _command(self) -> list[str]:
        """Return the program and what is given to it."""

    @abstractmethod
    def _answers(self) -> bool:
        """Ask it something."""

    def _options(self) -> dict[str, Any]:
        """Return what else ``Popen`` is given."""
        return {}


def with_parent(how: signal.Signals) -> list[str]:
    """Where util-linux is there, a test run that is killed takes its server along, by a signal."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", how.name.removeprefix("SIG")] if setpriv else []
