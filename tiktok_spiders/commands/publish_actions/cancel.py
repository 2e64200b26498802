"""``scrapy publish cancel``: drop a post that waits, or a pull that is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.commands.publish_actions.opening import declare_post, find, working
from tiktok_spiders.publish.presenting import REACHED, UNDER_WAY, sentence
from tiktok_spiders.publish.resolve import cancel
from tiktok_spiders.publish.states import State

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.publish.opening import Publishing

NAME = "cancel"
HELP = "Drop a post that waits, or have TikTok drop a pull"


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    declare_post(parser)


def run(options: Namespace, settings: BaseSettings) -> int:
    """Cancel it, or say why that cannot be; status 0 only if it is cancelled."""

    async def work(desk: Publishing) -> int:
        post = await cancel(desk.context(), find(desk, options.post))
        print(sentence(post))
        return REACHED if post.state is State.CANCELLED else UNDER_WAY

    return working(settings, work)
