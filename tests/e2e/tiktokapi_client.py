"""A program as a user of TikTokApi writes it: run with the proxy, the browser's path and a handle."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from TikTokApi import TikTokApi
from TikTokApi.exceptions import EmptyResponseException


async def main(proxy: str, browser: str, handle: str) -> dict[str, Any]:
    """Ask for what is trending, an account, and the account's posts."""
    async with TikTokApi() as api:
        await api.create_sessions(
            num_sessions=1,
            sleep_after=1,
            proxies=[{"server": proxy}],
            executable_path=browser,
            context_options={"ignore_https_errors": True},
        )
        trending = [video.as_dict async for video in api.trending.videos(count=30)]
        user = api.user(username=handle)
        profile = await user.info()
        try:
            videos = [video.id async for video in user.videos(count=30)]
        except EmptyResponseException:
            videos = None
    return {
        "trending": [[video["id"], video["author"]["uniqueId"]] for video in trending],
        "profile": profile["userInfo"],
        "videos": videos,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(main(*sys.argv[1:]))))
