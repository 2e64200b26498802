"""A real Redis server on loopback for the tests: started, stopped, killed and removed here."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

import redis

START_TIMEOUT = 20.0
PASSWORD = "the-password-of-this-test-server"


class RedisUnavailableError(RuntimeError):
    """Redis is not installed, or its server does not start."""


class RedisServer:
    """One throw-away server: loopback only, with a password, every write in its append-only file.

    ``stop`` and ``start`` may be called in between, for tests of a server that goes away: port and data stay.
    ``keeps`` False: nothing is written, so what was there is lost with a stop.
    """

    def __init__(self, *, keeps: bool = True) -> None:
        self._keeps = keeps
        self.home = Path(tempfile.mkdtemp(prefix="tiktok-redis-"))
        self._log = self.home / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """The address, password included."""
        return f"redis://:{PASSWORD}@127.0.0.1:{self.port}/0"

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the server and return when it answers."""
        self.port = self.port or _free_port()
        self._process = self._popen()
        deadline = time.monotonic() + START_TIMEOUT
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RedisUnavailableError(f"Redis did not start:\n{self._log.read_text()}")
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop the server: SIGTERM in order, SIGKILL as a crash does."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(START_TIMEOUT)
            self._process = None

    def close(self) -> None:
        """Stop the server and remove its files."""
        self.stop(signal.SIGKILL)
        shutil.rmtree(self.home, ignore_errors=True)

    def client(self) -> redis.Redis:
        """Return a client; the caller closes it."""
        return redis.Redis.from_url(self.url, decode_responses=True)

    def flush(self) -> None:
        """Forget everything."""
        with self.client() as client:
            client.flushall()

    def _popen(self) -> subprocess.Popen[bytes]:
        program = shutil.which("redis-server")
        if program is None:
            raise RedisUnavailableError(
                "Redis is needed by these tests and PATH has no redis-server "
                "(Debian: apt-get install redis-server)"
            )
        options = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "requirepass": PASSWORD,
            "save": "",
            "appendonly": "yes" if self._keeps else "no",
            "appendfsync": "everysec",
            "dir": str(self.home),
        }
        flags = [part for key, value in options.items() for part in (f"--{key}", value)]
        with self._log.open("ab") as log:
            process: subprocess.Popen[bytes] = subprocess.Popen(
                [*_ends_with_parent(), program, *flags], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        return process

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False


def _ends_with_parent() -> list[str]:
    """Where util-linux is there, a test run that is killed takes its server along."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM"] if setpriv else []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
