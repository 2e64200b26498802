"""``python -m benchmarks.load_client URL RATE SECONDS``: asks at a rate, whatever the answers take.

Open loop: a request is due at its time even if those before it are not answered, and its latency counts from
then. Paths come on stdin, one a line; what came of it goes to stdout as JSON. It speaks just enough HTTP: a
client of a library takes as much of the machine as the server does.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from collections import Counter
from urllib.parse import urlsplit

CONNECTIONS = 32
TIME_S = 30.0
_LENGTH = b"content-length: "


class Load:
    """A queue of what is due, and connections that take from it."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._due: asyncio.Queue[tuple[str, float] | None] = asyncio.Queue()
        self.latencies: list[tuple[str, float]] = []
        self.statuses: Counter[str] = Counter()

    async def ask(self, rate: int, seconds: int, paths: list[str]) -> float:
        """Ask in turn; return the seconds until the last answer."""
        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for _ in range(CONNECTIONS):
                group.create_task(self._connection())
            for number, path in zip(range(rate * seconds), itertools.cycle(paths), strict=False):
                due = began + number / rate
                await asyncio.sleep(max(due - time.perf_counter(), 0))
                self._due.put_nowait((path, due))
            for _ in range(CONNECTIONS):
                self._due.put_nowait(None)
        return time.perf_counter() - began

    async def _connection(self) -> None:
        streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        while (one := await self._due.get()) is not None:
            path, due = one
            try:
                async with asyncio.timeout(TIME_S):
                    streams = streams or await asyncio.open_connection(self._host, self._port)
                    status = await self._exchange(path, *streams)
            except (OSError, EOFError, TimeoutError) as error:
                status, streams = type(error).__name__, None
            self.statuses[status] += 1
            self.latencies.append((path, (time.perf_counter() - due) * 1000))
        if streams is not None:
            streams[1].close()

    async def _exchange(self, path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(_LENGTH)[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length))
        return head.split(b" ", 2)[1].decode()


def main() -> None:
    """Read what to ask, ask, and tell."""
    url, rate, seconds = urlsplit(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    load = Load(url.hostname or "", url.port or 80)
    took = asyncio.run(load.ask(rate, seconds, sys.stdin.read().split()))
    json.dump({"seconds": took, "statuses": load.statuses, "latencies": load.latencies}, sys.stdout)


if __name__ == "__main__":
    main()
