"""A worker as a process of its own: leases identities, and watches that nobody else has them meanwhile.

Usage: ``python -m tests.identities.redis_worker URL SIZE LEASES TASKS``. It prints a JSON object at the end;
with 0 leases it takes one, says so, and keeps it.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from random import Random

import redis.asyncio

from tests.identities.redis_pools import shared_pool
from tiktok_spiders.identities.protocol import Need

LEASE_S = 2.0
"""Longer than a machine with much to do keeps a worker from giving signs of life."""


async def main(url: str, size: int, leases: int, tasks: int) -> None:
    pool = shared_pool(url, size, lease_s=LEASE_S)
    if not leases:
        sys.stdout.write(f"{(await pool.lease(Need())).name}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()
    client = redis.asyncio.Redis.from_url(url)
    random, twice, waited = Random(os.getpid()), 0, []

    async def work(number: int) -> None:
        nonlocal twice
        kept = None
        for turn in range(leases // tasks):
            began = time.monotonic()
            one = await pool.lease(Need(name=kept, fresh=turn % 7 == 6 and random.random() < 0.5))
            waited.append(time.monotonic() - began)
            twice += not await client.set(f"busy:{one.name}", f"{os.getpid()}/{number}", nx=True)
            await asyncio.sleep(random.random() * 0.003)
            one.take_token(f"{os.getpid()}-{number}-{turn}")
            outcome = "captcha" if random.random() < 0.02 else "ok"
            pool.report(one.name, endpoint="x", outcome=outcome, retire_s=0.05 * (outcome != "ok"))
            await client.delete(f"busy:{one.name}")
            pool.release(one.name)
            kept = one.name if random.random() < 0.5 else None

    began = time.monotonic()
    await asyncio.gather(*map(work, range(tasks)))
    seconds = time.monotonic() - began
    await client.aclose()
    await pool.closed()
    told = {"leases": len(waited), "twice": twice, "seconds": seconds, "worst": max(waited)}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], *map(int, sys.argv[2:5])))
