"""``scrapy publish photos``: a post of photos, which TikTok fetches by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.commands.publish_actions import asking
from tiktok_spiders.publish import submit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.publish.accounts import Account
    from tiktok_spiders.publish.post import NewPost

NAME = "photos"
HELP = "Post photos from addresses, or send them to the creator's inbox"


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--url",
        nargs="+",
        required=True,
        action="extend",
        metavar="U",
        help="1 to 35 https addresses of JPEG or WebP files, in their order",
    )
    parser.add_argument("--title", metavar="T", help="at most 90 UTF-16 units")
    parser.add_argument("--description", metavar="D", help="at most 4000 UTF-16 units")
    parser.add_argument("--cover", type=int, default=0, metavar="N", help="which is the cover, from 0")
    parser.add_argument("--auto-add-music", action="store_true", help="let TikTok add music")
    asking.declare(parser)


def run(options: Namespace, settings: BaseSettings) -> int:
    """Post them; status 0 only if they got where they were to be."""
    asked = asking.asked(
        options, title=options.title, cover=options.cover, auto_add_music=options.auto_add_music
    )

    def make(account: Account) -> NewPost:
        return submit.photos(account, options.url, description=options.description, **asked)

    return asking.ask(options, settings, make)
