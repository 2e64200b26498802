"""``scrapy publish resolve``: say what became of a post that nobody knows of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.commands.publish_actions.opening import declare_post, find, working
from tiktok_spiders.publish.presenting import sentence
from tiktok_spiders.publish.resolve import resolve

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.publish.opening import Publishing

NAME = "resolve"
HELP = "Say whether a post of unknown outcome is there"


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    declare_post(parser)
    found = parser.add_mutually_exclusive_group(required=True)
    found.add_argument("--posted", action="store_true", help="it is in the app: this is its end")
    found.add_argument("--not-posted", action="store_true", help="it is not: it is queued again")


def run(options: Namespace, settings: BaseSettings) -> int:
    """Note what a person has seen."""

    async def work(desk: Publishing) -> int:
        print(sentence(resolve(desk.posts, find(desk, options.post), posted=options.posted)))
        return 0

    return working(settings, work)
