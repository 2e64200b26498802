"""``scrapy targets push``."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from tiktok_spiders.commands.targets_actions.spider import declare_spider, spider_class, targets_of
from tiktok_spiders.exceptions import ArgumentError
from tiktok_spiders.spiders.pushed import read_push

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator

    from scrapy.settings import BaseSettings

    from tiktok_spiders.spiders.arguments import Arguments

NAME = "push"
HELP = "Add targets: texts, a file with one a line, or - for standard input"
STDIN = "-"


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("targets", nargs="+", metavar="FILE|-|TEXT",
        help='a handle, id or link; a JSON object with arguments, as {"target": "a", "max_videos": 10}; '
        "or where to read them")  # fmt: skip
    parser.add_argument("--priority", type=int, default=0, metavar="N",
        help="from -1000000 to 1000000; higher ones come first (default: 0)")  # fmt: skip
    declare_spider(parser)


def run(options: Namespace, settings: BaseSettings) -> int:
    """Push; say how many were new. A text that cannot be one is named, and the others are pushed."""
    if abs(options.priority) > 1_000_000:
        raise UsageError(f"--priority is {options.priority}: allowed are -1000000 to 1000000")
    arguments = spider_class(settings, options.spider).arguments_class
    good: list[str] = []
    refused = 0
    for place, text in _texts(options.targets):
        complaint = _complaint(text, arguments)
        if complaint:
            refused += 1
            print(f"scrapy targets: {place}: {complaint}", file=sys.stderr)
        else:
            good.append(text)
    with targets_of(settings, options.spider) as targets:
        added = targets.push(good, options.priority)
    print(f"{added} targets pushed, {len(good) - added} were waiting already, {refused} refused")
    return 1 if refused else 0


def _texts(given: list[str]) -> Iterator[tuple[str, str]]:
    with ExitStack() as files:
        for one in given:
            if one == STDIN:
                yield from _lines("-", sys.stdin)
            elif Path(one).is_file():
                yield from _lines(one, files.enter_context(Path(one).open(encoding="utf-8-sig")))
            else:
                yield one, one.strip()


def _lines(name: str, lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if text and not text.startswith("# "):
            yield f"{name}:{number}", text


def _complaint(text: str, arguments: type[Arguments]) -> str | None:
    try:
        read_push(text, arguments)
    except ArgumentError as error:
        return str(error)
    return None
