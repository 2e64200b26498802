"""``scrapy publish photos``: a post of photos, which TikTok fetches by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.commands.publish_actions import asking
from tiktok_spiders.commands.publish_actions.opening import working
from tiktok_spiders.publish import submit
from tiktok_spiders.publish.rules import Options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.publish.accounts import Account
    from tiktok_spiders.publish.opening import Publishing
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
    due_at = asking.due_at(options)

    def make(account: Account) -> NewPost:
        return submit.photos(
            account,
            options.url,
            options=_options(options),
            description=options.description,
            draft=options.draft,
            due_at=due_at,
            key=options.key,
        )

    async def work(desk: Publishing) -> int:
        return await asking.ask(desk, options, make)

    return working(settings, work)


def _options(given: Namespace) -> Options:
    return Options(
        privacy=given.privacy,
        allow_comment=given.allow_comment,
        your_brand=given.your_brand,
        branded_content=given.branded_content,
        ai_generated=given.ai_generated,
        music_terms=given.accept_music_terms,
        title=given.title,
        cover=given.cover,
        auto_add_music=given.auto_add_music,
    )
