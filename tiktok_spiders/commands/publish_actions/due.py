"""``scrapy publish due``: work through what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.commands.publish_actions.opening import say, working
from tiktok_spiders.commands.publish_actions.showing import Shown
from tiktok_spiders.publish.drain import drain
from tiktok_spiders.publish.presenting import COLUMNS, exit_status, row, sentence
from tiktok_spiders.terminal.table import show

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.publish.opening import Publishing

NAME = "due"
HELP = "Send what is due, and go on with what was interrupted"


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--list", action="store_true", help="only show what is due")


def run(options: Namespace, settings: BaseSettings) -> int:
    """Work on all that is due; status 0 only if each got where it was to be."""

    async def work(desk: Publishing) -> int:
        if options.list:
            show(COLUMNS, map(row, desk.posts.due(desk.clock())))
            return 0
        with Shown() as shown:
            done = await drain(desk.context(), on_progress=shown.tell)
        if not done:
            say("Nothing is due.")
        for post in done:
            print(sentence(post))
        return exit_status(done)

    return working(settings, work)
