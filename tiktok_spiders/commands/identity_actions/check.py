"""``scrapy identity check``: each identity asks for one cheap page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tiktok_spiders.commands.identity_actions.opening import find, shelf_of
from tiktok_spiders.commands.identity_actions.visits import Plan, visit
from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import Settings

NAME = "check"
HELP = "Let identities ask for one page each, and say what they get"


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="identities or sessions (default: all)")


def run(options: Namespace, settings: Settings) -> int:
    """Print what each got; status 1 unless all got the page."""
    with shelf_of(settings) as shelf:
        names = frozenset(find(shelf, name).name for name in options.names)
        rows = [row for row in shelf.read() if not names or row.name in names]
    for row in rows:
        if row.in_use or row.identity is None:
            why = "a crawl works with it" if row.in_use else "no key opens it"
            print(f"{row.name}: not checked, {why}", file=sys.stderr)
    if all(row.in_use or row.identity is None for row in rows):
        return 1 if rows else 0
    plan = Plan(names=names)
    visit(settings, plan)
    for name, outcome, message, _ in sorted(plan.met):
        print("\t".join(filter(None, (name, outcome, printable(message)))))
    return int(len(plan.met) < len(rows) or any(outcome != "ok" for _, outcome, _, _ in plan.met))
