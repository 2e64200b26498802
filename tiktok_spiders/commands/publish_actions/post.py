"""``scrapy publish post``: a video, from a file or an address."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from tiktok_spiders.commands.publish_actions import asking
from tiktok_spiders.publish import submit

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.publish.accounts import Account
    from tiktok_spiders.publish.post import NewPost

NAME = "post"
HELP = "Post a video, or send it to the creator's inbox"


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the video")
    parser.add_argument("--url", metavar="HTTPS-URL", help="TikTok fetches it from here, in place of FILE")
    parser.add_argument("--caption", metavar="TEXT", help="with # and @, at most 2200 UTF-16 units")
    parser.add_argument("--allow-duet", action="store_true", help="let people make duets with it")
    parser.add_argument("--allow-stitch", action="store_true", help="let people stitch it")
    parser.add_argument("--cover-ms", type=int, metavar="N", help="where in the video the cover is, in ms")
    asking.declare(parser)


def run(options: Namespace, settings: BaseSettings) -> int:
    """Post it; status 0 only if it got where it was to be."""
    if (options.file is None) == (options.url is None):
        raise UsageError("name a file or an address: FILE, or --url HTTPS-URL")
    if options.file is not None and not options.file.is_file():
        raise UsageError(f"{options.file} is no file that is there")
    asked = asking.asked(
        options,
        allow_duet=options.allow_duet,
        allow_stitch=options.allow_stitch,
        cover_ms=options.cover_ms,
    )

    def make(account: Account) -> NewPost:
        if options.file is not None:
            return submit.video_file(account, options.file, caption=options.caption, **asked)
        return submit.video_url(account, options.url, caption=options.caption, **asked)

    return asking.ask(options, settings, make)
