"""``python -m benchmarks.load_client URL RATE SECONDS``: asks at a rate, whatever the answers take.

Open loop: a request is due at its time even if those before it are not answered, and its latency counts from
then. Paths come on stdin, one a line; what came of it goes to stdout as JSON.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from collections import Counter

import httpx

CONNECTIONS = 64
TIME_S = 30.0


async def ask(url: str, rate: int, seconds: int, paths: list[str]) -> dict[str, object]:
    """Ask in turn; return latencies in ms by path, statuses and errors."""
    latencies: list[tuple[str, float]] = []
    statuses: Counter[str] = Counter()
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    async with httpx.AsyncClient(base_url=url, timeout=TIME_S, limits=limits, trust_env=False) as client:

        async def one(path: str, due: float) -> None:
            try:
                answer = await client.get(path)
                statuses[str(answer.status_code)] += 1
            except httpx.HTTPError as error:
                statuses[type(error).__name__] += 1
            latencies.append((path, (time.perf_counter() - due) * 1000))

        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for number, path in zip(range(rate * seconds), itertools.cycle(paths), strict=False):
                due = began + number / rate
                await asyncio.sleep(max(due - time.perf_counter(), 0))
                group.create_task(one(path, due))
        took = time.perf_counter() - began
    return {"seconds": took, "statuses": statuses, "latencies": latencies}


def main() -> None:
    """Read what to ask, ask, and tell."""
    url, rate, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    json.dump(asyncio.run(ask(url, rate, seconds, sys.stdin.read().split())), sys.stdout)


if __name__ == "__main__":
    main()
