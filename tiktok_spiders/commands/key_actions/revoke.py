"""``scrapy key revoke``: let a key be nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.commands.key_actions.opening import keys_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

NAME = "revoke"
HELP = "Revoke a key, at once and for ever; browsers that logged in with it are logged out"


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("name", metavar="NAME", help="name of the key")


def run(options: Namespace, settings: BaseSettings) -> int:
    """Revoke it."""
    with keys_of(settings) as keys:
        keys.revoke(options.name)
    print(f"revoked {options.name}")
    return 0
