"""``scrapy publish logout``: give an account's tokens back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.commands.publish_actions.opening import declare_account, say, working
from tiktok_spiders.publish import oauth
from tiktok_spiders.publish.errors import AuthError, PublishConfigError, RefusedError
from tiktok_spiders.publish.refresh import fresh_token
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
        try:
            await oauth.revoke(desk.api, await fresh_token(desk.api, desk.tokens, name))
        except (AuthError, PublishConfigError, RefusedError) as error:
            say(f"TikTok was not told ({error}). You may remove the app in TikTok's settings.")
        desk.tokens.forget(name)
        print(f"logged out {name}")
        if left := len(desk.posts.newest(*OPEN, account=name)):
            say(f"{left} posts of {name} wait for another login, or for scrapy publish cancel.")
        return 0

    return working(settings, work)
