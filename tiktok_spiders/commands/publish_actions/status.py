"""``scrapy publish status``: how posts stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from scrapy.exceptions import UsageError

from tiktok_spiders.commands.publish_actions.opening import find, say, working
from tiktok_spiders.publish.errors import PublishError
from tiktok_spiders.publish.polling import look
from tiktok_spiders.publish.presenting import COLUMNS, REACHED, exit_status, fields, row, sentence
from tiktok_spiders.terminal.table import moment, show

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.publish.opening import Publishing
    from tiktok_spiders.publish.post import Post

NAME = "status"
HELP = "Show the newest posts, or ask TikTok about one"

_HISTORY = ("at", "from", "to", "by", "reason")


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("post", nargs="?", metavar="ID", help="number of a post, or TikTok's publish_id")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.add_argument("--history", action="store_true", help="show what the post went through")


def run(options: Namespace, settings: BaseSettings) -> int:
    """Print a table, or one post; status as that of ``post`` if one was named."""
    if options.history and options.post is None:
        raise UsageError("--history is about one post: name it")

    async def work(desk: Publishing) -> int:
        if options.post is None:
            return _all(desk, as_json=options.json)
        return await _one(desk, find(desk, options.post), options)

    return working(settings, work)


def _all(desk: Publishing, *, as_json: bool) -> int:
    posts = desk.posts.newest()
    if as_json:
        for post in posts:
            _print_json(fields(post))
    else:
        show(COLUMNS, map(row, posts))
    return REACHED


async def _one(desk: Publishing, post: Post, options: Namespace) -> int:
    try:
        post = await look(desk.context(), post)
    except PublishError as error:
        say(f"TikTok was not asked: {error}")
    steps = desk.posts.history(post.id) if options.history else None
    if options.json:
        _print_json(fields(post, steps))
    else:
        print(sentence(post))
    if steps is not None and not options.json:
        show(_HISTORY, ((moment(one.at), one.old, one.new, _actor(one.actor), one.reason) for one in steps))
    return exit_status([post])


def _actor(name: str) -> str:
    # A claim's owner: host, process, its start, and a number.
    host, _, rest = name.partition("/")
    return f"{host}/{rest.partition('/')[0]}" if rest else name


def _print_json(told: object) -> None:
    print(msgspec.json.encode(told).decode())
