"""Ask the application of the tests many times at once, from a process of its own.

``python -m tests.api.access.hitting DATABASE_URL REDIS_URL KEY PATH TIMES`` prints how often each
status was answered, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from pathlib import Path

from scrapy.settings import Settings

from tests.api.access.conftest import OUTSIDE, application, client_at


async def hit(database: str, redis: str, key: str, path: str, times: int) -> Counter[int]:
    settings = {"TIKTOK_DATABASE_URL": database, "TIKTOK_REDIS_URL": redis or None}
    async with (
        application(Settings(settings, priority="cmdline"), Path()) as app,
        client_at(app, OUTSIDE, headers={"X-API-Key": key}) as client,
    ):
        answers = await asyncio.gather(*(client.get(path) for _ in range(times)))
    return Counter(answer.status_code for answer in answers)


if __name__ == "__main__":
    *texts, count = sys.argv[1:]
    sys.stdout.write(json.dumps(asyncio.run(hit(*texts, int(count)))))
