"""``scrapy identity list``: who there is and how they do; never a secret."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.commands.identity_actions.opening import shelf_of
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.identities.shown import lines_of, span
from tiktok_spiders.proxies import pool_of
from tiktok_spiders.terminal.table import show

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.identities.shown import Line
    from tiktok_spiders.proxies import ProxyPool

NAME = "list"
HELP = "List the identities that are kept: health, age, uses, proxy, last outcome"

_COLUMNS = (
    "name", "session", "source", "health", "age", "uses", "good", "half-life", "expires", "country", "proxy",
    "last", "state",
)  # fmt: skip


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")


def run(options: Namespace, settings: BaseSettings) -> int:
    """Print a table on a terminal, tab-separated lines into a pipe, or JSON."""
    with shelf_of(settings) as shelf:
        lines = lines_of(shelf, _proxies(settings), time.time())
    if options.json:
        for line in lines:
            print(msgspec.json.encode(line).decode())
    else:
        show(_COLUMNS, map(_cells, lines))
    return 0


def _proxies(settings: BaseSettings) -> ProxyPool | None:
    try:
        return pool_of(settings)
    except ConfigError:
        return None


def _cells(line: Line) -> list[str | None]:
    session = f"{line.session} (login)" if line.logged_in else line.session
    expires = None if line.expires_in_days is None else f"{line.expires_in_days:g} d"
    health = None if line.health is None else f"{line.health:.0%}"
    cells: tuple[Any, ...] = (
        line.name, session, line.source, health, span(line.age_s), line.uses, line.good,
        span(line.half_life_s), expires, line.country, line.proxy, line.last_outcome, line.state,
    )  # fmt: skip
    return [None if cell is None else str(cell) for cell in cells]
