"""A program as a user of TikTokApi writes it: run with proxy, browser, count, and handles."""

from __future__ import annotations

import asyncio
import json
import sys

from TikTokApi import TikTokApi


async def main(proxy: str, browser: str, count: int, handles: list[str]) -> None:
    """Print ids of so many videos of each account; a count of 0 is for their profiles instead."""
    async with TikTokApi() as api:
        await api.create_sessions(
            num_sessions=1,
            sleep_after=1,
            proxies=[{"server": proxy}],
            executable_path=browser,
            context_options={"ignore_https_errors": True},
        )
        for handle in handles:
            user = api.user(username=handle)
            if not count:
                found = [(await user.info())["userInfo"]["user"]["id"]]
            else:
                found = [video.id async for video in user.videos(count=count)]
            sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]))
