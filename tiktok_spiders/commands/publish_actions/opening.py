"""What actions share: an event loop, the desk of the settings, and words for what is asked twice."""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from tiktok_spiders.publish.opening import open_publishing
from tiktok_spiders.terminal.printable import printable
from tiktok_spiders.vault import redact

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Awaitable, Callable

    from scrapy.settings import BaseSettings

    from tiktok_spiders.publish.opening import Publishing
    from tiktok_spiders.publish.post import Post

INTERRUPTED = 128 + signal.SIGINT


def working(settings: BaseSettings, work: Callable[[Publishing], Awaitable[int]]) -> int:
    """Do the work with the desk of the settings; return its exit status, 130 when it was interrupted.

    Raises ``ConfigError`` before anything is opened.
    """
    try:
        return asyncio.run(_work(settings, work))
    except KeyboardInterrupt:
        say("interrupted; run it again to go on")
        return INTERRUPTED


async def _work(settings: BaseSettings, work: Callable[[Publishing], Awaitable[int]]) -> int:
    async with open_publishing(settings, say) as desk:
        return await work(desk)


def say(text: str) -> None:
    """Tell the user something beside the result: on stderr, printable, without secrets."""
    print(printable(redact(text)), file=sys.stderr, flush=True)


def find(desk: Publishing, wanted: str) -> Post:
    """Return a post by its number or TikTok's publish_id. Raises ``UsageError``."""
    post = desk.posts.get(wanted)
    if post is None:
        raise UsageError(f"there is no post {printable(wanted, 80)}; `scrapy publish status` names them")
    return post


def declare_account(parser: ArgumentParser) -> None:
    """Declare whose it is."""
    parser.add_argument("--account", metavar="NAME", help="the account; may be left out when there is one")


def declare_post(parser: ArgumentParser) -> None:
    """Declare which post."""
    parser.add_argument("post", metavar="ID", help="number of the post, or TikTok's publish_id")
