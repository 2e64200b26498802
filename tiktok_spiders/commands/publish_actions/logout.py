"""``scrapy publish logout``: give an account's tokens back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.commands.publish_actions.opening import declare_account, say, working
from tiktok_spiders.publish.access import log_out
from tiktok_spiders.publish.states import OPEN

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.publish.opening import Publishing

NAME = "logout"
HELP = "Take the app's access to an account back, and forget its tokens"


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    declare_account(parser)


def run(options: Namespace, settings: BaseSettings) -> int:
    """Revoke and forget. Where TikTok cannot be told now, nothing is forgotten."""

    async def work(desk: Publishing) -> int:
        name = desk.tokens.get(options.account).name
        if untold := await log_out(desk, name):
            say(f"TikTok was not told ({untold}). You may remove the app in TikTok's settings.")
        print(f"logged out {name}")
        if left := len(desk.posts.newest(*OPEN, account=name)):
            say(f"{left} posts of {name} wait for another login, or for scrapy publish cancel.")
        return 0

    return working(settings, work)
