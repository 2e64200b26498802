"""``scrapy key list``: which keys there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.commands.key_actions.opening import keys_of
from tiktok_spiders.terminal.table import moment, show

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.api.access.keys import KeyRow

NAME = "list"
HELP = "List the keys of the store, revoked ones too; keys of TIKTOK_API_KEYS are not among them"

COLUMNS = ("name", "begins with", "plan", "scopes", "made", "last used", "revoked")


def declare(_parser: ArgumentParser) -> None:
    """Declare no options."""


def run(_options: Namespace, settings: BaseSettings) -> int:
    """Print a line a key."""
    with keys_of(settings) as keys:
        show(COLUMNS, map(_cells, keys.list()))
    return 0


def _cells(row: KeyRow) -> tuple[str | None, ...]:
    times = moment(row.created_at), moment(row.last_used_at), moment(row.revoked_at)
    return (row.name, row.hint, row.plan, ",".join(row.scopes), *times)
