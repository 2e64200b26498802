"""``scrapy identity retire``: give an identity up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.commands.identity_actions.opening import find, shelf_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

NAME = "retire"
HELP = "Give identities up: cookies and tokens are deleted"


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("names", nargs="+", metavar="NAME", help="name of an identity or session")


def run(options: Namespace, settings: BaseSettings) -> int:
    """Retire all of them or, when one is not there, none."""
    with shelf_of(settings) as shelf:
        for identity in [find(shelf, name) for name in options.names]:
            shelf.retire(identity.name, "by command")
            print(f"retired {identity.name}")
    return 0
