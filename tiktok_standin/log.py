"""What was asked of the stand-in, bounded in memory and, if wanted, in a file of JSON lines."""

from __future__ import annotations

from collections import Counter, deque
from typing import IO, TYPE_CHECKING, Any

import msgspec

from tiktok_standin import clock
from tiktok_standin.proxy_wire import EXIT_HEADER

if TYPE_CHECKING:
    from pathlib import Path

    from aiohttp import web

_ENTRIES = 10_000


class RequestLog:
    """The last requests, counters of all of them, and how many of each address are being answered now.

    An address is the name of the proxy that a request came through, else where it came from. Cookie values
    are not kept, only names.
    """

    def __init__(self, path: Path | None = None, *, entries: int = _ENTRIES) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=entries)
        self._file: IO[bytes] | None = None if path is None else path.open("ab")
        self.in_flight: Counter[str] = Counter()
        self.most_in_flight: Counter[str] = Counter()
        self.by_endpoint: Counter[str] = Counter()
        self.by_status: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.total = 0

    def begin(self, request: web.Request, endpoint: str) -> dict[str, Any]:
        """Note a request before it is answered; pass the result to ``end``."""
        address = request.headers.get(EXIT_HEADER) or request.remote or "unknown"
        self.in_flight[address] += 1
        self.most_in_flight[address] = max(self.most_in_flight[address], self.in_flight[address])
        self.by_endpoint[endpoint] += 1
        self.total += 1
        return {
            "number": self.total,
            "time": clock.now(),
            "method": request.method,
            "host": request.headers.get("Host", ""),
            "path": request.path,
            "query": request.query_string,
            "endpoint": endpoint,
            "cookies": sorted(request.cookies),
            "user_agent": request.headers.get("User-Agent", ""),
            "referer": request.headers.get("Referer", ""),
            "address": address,
            "in_flight": self.in_flight[address],
        }

    def end(self, entry: dict[str, Any], status: int, fault: str | None) -> None:
        """Note how a request was answered; status 0 = the connection was dropped."""
        self.in_flight[entry["address"]] -= 1
        self.by_status[str(status)] += 1
        entry |= {"status": status, "fault": fault}
        self._entries.append(entry)
        if self._file is not None:
            self._file.write(msgspec.json.encode(entry) + b"\n")
            self._file.flush()

    def entries(self, limit: int | None = None) -> list[dict[str, Any]]:
        """Return the last requests, oldest first."""
        kept = list(self._entries)
        return kept if limit is None else kept[-limit:]

    def clear(self) -> None:
        """Forget entries and counters; requests being answered stay counted as in flight."""
        self._entries.clear()
        for counter in (self.most_in_flight, self.by_endpoint, self.by_status, self.refusals):
            counter.clear()
        self.total = 0

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

    def stats(self) -> dict[str, Any]:
        """Return the counters."""
        return {
            "requests": self.total,
            "by_endpoint": dict(self.by_endpoint),
            "by_status": dict(self.by_status),
            "most_in_flight": dict(self.most_in_flight),
            "refusals": dict(self.refusals),
        }
