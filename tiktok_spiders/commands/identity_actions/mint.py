"""``scrapy identity mint``: new identities, each with a first page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from tiktok_spiders.commands.identity_actions.opening import shelf_of
from tiktok_spiders.commands.identity_actions.visits import MOST, Plan, visit
from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import Settings

NAME = "mint"
HELP = "Make new identities and let each open a first page"


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("count", nargs="?", type=int, default=1, metavar="N", help="how many (default: 1)")


def run(options: Namespace, settings: Settings) -> int:
    """Print the names; status 1 unless all were minted."""
    if not 1 <= options.count <= MOST:
        raise UsageError(f"N is {options.count}: 1 to {MOST} are allowed")
    with shelf_of(settings):
        pass  # a key or store that is lacking is told before the first request
    plan = Plan(mint=options.count)
    visit(settings, plan)
    minted = [name for name, _, _, told in plan.met if told]
    for name in minted:
        print(name)
    for name, outcome, message, told in plan.met:
        if not told:
            print(f"{name}: not minted, {outcome} {printable(message)}".rstrip(), file=sys.stderr)
    return int(len(minted) < options.count)
