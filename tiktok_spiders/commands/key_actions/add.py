"""``scrapy key add``: make a key."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tiktok_spiders.commands.key_actions.opening import keys_of

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

NAME = "add"
HELP = "Make a key; it is printed once and kept as a hash"


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    from tiktok_spiders.api.access.principal import NEW_KEY_SCOPES, PLANS, SCOPES  # noqa: PLC0415 - see opening

    parser.add_argument("name", metavar="NAME", help="a name, given once for ever")
    parser.add_argument("--plan", choices=PLANS, default="free", help="what it may use up (default: free)")
    parser.add_argument(
        "--scopes",
        default=",".join(NEW_KEY_SCOPES),
        help=f"comma-separated, some of {', '.join(SCOPES)} (default: {','.join(NEW_KEY_SCOPES)})",
    )


def run(options: Namespace, settings: BaseSettings) -> int:
    """Print the key alone on standard output, what it is on standard error."""
    from tiktok_spiders.api.access.rules import check_scopes  # noqa: PLC0415 - see opening

    told = tuple(dict.fromkeys(scope.strip() for scope in options.scopes.split(",") if scope.strip()))
    check_scopes(told, "--scopes")
    with keys_of(settings) as keys:
        key = keys.add(options.name, options.plan, told)
    print(
        f"key {options.name} (plan {options.plan}, scopes {','.join(told)}), shown now only:", file=sys.stderr
    )
    print(key)
    return 0
