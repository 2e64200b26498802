"""A real Redis server on loopback for the tests: started, stopped, killed and removed here."""

from __future__ import annotations

import shutil
import signal
import tempfile
from pathlib import Path

import redis

from tests.own_server import OwnServer, ServerUnavailableError, with_parent

PASSWORD = "the-password-of-this-test-server"


class RedisServer(OwnServer):
    """One throw-away server: loopback only, with a password, every write in its append-only file.

    ``keeps`` False: nothing is written, so what was there is lost with a stop.
    """

    name = "Redis"

    def __init__(self, *, keeps: bool = True) -> None:
        super().__init__(Path(tempfile.mkdtemp(prefix="tiktok-redis-")))
        self._keeps = keeps

    @property
    def url(self) -> str:
        """The address, password included."""
        return f"redis://:{PASSWORD}@127.0.0.1:{self.port}/0"

    def client(self) -> redis.Redis:
        """Return a client; the caller closes it."""
        return redis.Redis.from_url(self.url, decode_responses=True)

    def flush(self) -> None:
        """Forget everything."""
        with self.client() as client:
            client.flushall()

    def close(self) -> None:
        """Stop the server and remove its files, which nobody waits for it to write."""
        self.stop(signal.SIGKILL)
        super().close()

    def _command(self) -> list[str]:
        program = shutil.which("redis-server")
        if program is None:
            raise ServerUnavailableError(
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
        return [*with_parent(signal.SIGTERM), program, *flags]

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False
