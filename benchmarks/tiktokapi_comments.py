"""A program as a user of TikTokApi writes it: run with proxy, browser, count, and ids of videos."""

from __future__ import annotations

import asyncio
import json
import sys

from TikTokApi import TikTokApi


async def main(proxy: str, browser: str, count: int, videos: list[str]) -> None:
    """Print ids of so many comments of each video."""
    async with TikTokApi() as api:
        await api.create_sessions(
            num_sessions=1,
            sleep_after=1,
            proxies=[{"server": proxy}],
            executable_path=browser,
            context_options={"ignore_https_errors": True},
        )
        for video in videos:
            found = [comment.id async for comment in api.video(id=video).comments(count=count)]
            sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]))
