"""A program as a user of TikTokApi writes it: lists across accounts, printed as JSON."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from TikTokApi import TikTokApi


async def main(proxy: str, browser: str, *asked: str) -> dict[str, Any]:
    """Ask for a hashtag, a sound, the comments of a video with replies, what is related, and users."""
    async with TikTokApi() as api:
        await api.create_sessions(
            num_sessions=1,
            sleep_after=1,
            proxies=[{"server": proxy}],
            executable_path=browser,
            context_options={"ignore_https_errors": True},
        )
        hashtag, sound_id, item_id, word = asked
        tag, sound, video = api.hashtag(name=hashtag), api.sound(id=sound_id), api.video(id=item_id)
        header = await tag.info()
        comments = [comment async for comment in video.comments(count=40)]
        return {
            "header": header["challengeInfo"],
            "hashtag": [each.id async for each in tag.videos(count=70)],
            "sound_header": (await sound.info())["musicInfo"],
            "sound": [each.id async for each in sound.videos(count=45)],
            "comments": [[comment.id, comment.text, comment.author.username] for comment in comments],
            "replies": [each.id async for each in comments[0].replies(count=5)],
            "related": [each.id async for each in video.related_videos(count=20)],
            "users": [user.username async for user in api.search.users(word, count=25)],
        }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(main(*sys.argv[1:]))))
