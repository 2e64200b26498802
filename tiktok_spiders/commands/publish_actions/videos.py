"""``scrapy publish videos``: an account's own public videos, as TikTok's official API lists them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
from scrapy.exceptions import UsageError

from tiktok_spiders.commands.publish_actions.opening import declare_account, working
from tiktok_spiders.publish.display import videos
from tiktok_spiders.terminal.table import moment, show

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.publish.display import OwnVideo
    from tiktok_spiders.publish.opening import Publishing

NAME = "videos"
HELP = "List an account's public videos"

_COLUMNS = ("video", "posted", "seconds", "views", "likes", "comments", "shares", "title")


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    declare_account(parser)
    parser.add_argument("--limit", type=int, metavar="N", help="at most so many, the newest")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")


def run(options: Namespace, settings: BaseSettings) -> int:
    """Print a table on a terminal, tab-separated lines into a pipe, or JSON."""
    if options.limit is not None and options.limit < 1:
        raise UsageError(f"--limit is {options.limit}: 1 or more")

    async def work(desk: Publishing) -> int:
        listed = videos(desk.session(options.account), limit=options.limit)
        if options.json:
            async for video in listed:
                print(msgspec.json.encode(video).decode())
        else:
            show(_COLUMNS, [_row(video) async for video in listed])
        return 0

    return working(settings, work)


def _row(video: OwnVideo) -> tuple[str | None, ...]:
    made = None if video.create_time is None else datetime.fromtimestamp(video.create_time, UTC)
    counts = (video.duration, video.view_count, video.like_count, video.comment_count, video.share_count)
    told = (None if count is None else str(count) for count in counts)
    return video.id, moment(made), *told, video.title or video.video_description
