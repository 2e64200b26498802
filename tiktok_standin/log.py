"""What was asked of the stand-in, bounded in memory and, if wanted, in a file of JSON lines."""

from __future__ import annotations

from collections import Counter, deque
from typing import IO, TYPE_CHECKING, Any

import msgspec

from tiktok_standin import clock
from tiktok_standin.proxy_wire import EXIT_HEADER
from tiktok_standin.visitors import address_of

if TYPE_CHECKING:
    from pathlib import Path

    from aiohttp import web

    from tiktok_standin.visitors import Visitor

OWN_HEADER = "X-Standin-Own"
"""Which requests a page's script sends by itself."""

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
        self.visitors_in_flight: Counter[str] = Counter()
        self.most_of_visitors: Counter[str] = Counter()
        self.mixed: Counter[str] = Counter()
        self.mixed_requests = 0
        self.tokens_stale = 0
        self.total = 0

    def begin(self, request: web.Request, endpoint: str, visitor: Visitor | None = None) -> dict[str, Any]:
        """Note a request before it is answered; pass the result to ``end``.

        What a page asks by itself (its script's requests) does not count as the visitor's in flight.
        """
        address = address_of(request)
        own = OWN_HEADER in request.headers or endpoint.startswith("sdk.")
        name = None if visitor is None else visitor.name
        if name is not None and not own:
            self.visitors_in_flight[name] += 1
            self.most_of_visitors[name] = max(self.most_of_visitors[name], self.visitors_in_flight[name])
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
            "exit": request.headers.get(EXIT_HEADER),
            "visitor": name,
            "own": own,
            "in_flight": self.in_flight[address],
        }

    def end(self, entry: dict[str, Any], status: int, fault: str | None) -> None:
        """Note how a request was answered; status 0 = the connection was dropped."""
        self.in_flight[entry["address"]] -= 1
        if entry["visitor"] is not None and not entry["own"]:
            self.visitors_in_flight[entry["visitor"]] -= 1
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
        counters = (self.most_in_flight, self.by_endpoint, self.by_status, self.refusals)
        for counter in (*counters, self.most_of_visitors, self.mixed):
            counter.clear()
        self.total = self.mixed_requests = self.tokens_stale = 0

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
            "most_in_flight_by_identity": dict(self.most_of_visitors),
            "mixed": self.mixed_requests,
            "mixed_by": dict(self.mixed),
            "tokens_stale": self.tokens_stale,
            "budget_exceeded": self.refusals["budget exit"] + self.refusals["budget identity"],
            "refusals": {name: count for name, count in self.refusals.items() if count},
        }
