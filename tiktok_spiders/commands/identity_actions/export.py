"""``scrapy identity export``: cookies of an identity into a file that only its owner can read."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from tiktok_spiders.commands.identity_actions.opening import find, shelf_of
from tiktok_spiders.identities.cookies_out import WRITERS

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.identities.identity import Identity
    from tiktok_spiders.identities.redis_shelf import RedisShelf
    from tiktok_spiders.identities.shelf import Shelf

NAME = "export"
HELP = "Write the cookies of an identity to a file of mode 600; asks first"


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar="FILE", help="file to write")
    parser.add_argument("--name", help="identity or session (default: the only one)")
    parser.add_argument("--format", choices=list(WRITERS), default="netscape", help="default: netscape")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options: Namespace, settings: BaseSettings) -> int:
    """Write the file, if that is confirmed."""
    with shelf_of(settings) as shelf:
        identity = find(shelf, options.name) if options.name else _only(shelf)
    path = Path(options.file)
    if not options.yes and not _confirmed(identity, path):
        print("nothing was written", file=sys.stderr)
        return 1
    write_private(path, WRITERS[options.format](identity.jar))
    print(f"{len(identity.jar)} cookies of {identity.name} -> {path}")
    return 0


def write_private(path: Path, text: str) -> None:
    """Write a file that nobody else can read at any moment, in place of one that is there."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(text)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _only(shelf: Shelf | RedisShelf) -> Identity:
    found = [row.identity for row in shelf.read() if row.identity is not None]
    if len(found) != 1:
        raise UsageError(f"there are {len(found)} identities: say which with --name")
    return found[0]


def _confirmed(identity: Identity, path: Path) -> bool:
    if not sys.stdin.isatty():
        raise UsageError("this writes cookies in clear; confirm with --yes where nobody can be asked")
    login = " of an account that is logged in" if identity.logged_in else ""
    there = " (replaces the file)" if path.exists() else ""
    print(f"Write cookies{login} in clear to {path}{there}? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}
