"""``scrapy publish accounts``: who is logged in, as TikTok tells it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.commands.publish_actions.opening import say, working
from tiktok_spiders.publish.access import ask_user
from tiktok_spiders.publish.codes import LOGIN
from tiktok_spiders.publish.errors import PublishConfigError, PublishError
from tiktok_spiders.terminal.table import moment, show

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from scrapy.settings import BaseSettings

    from tiktok_spiders.publish.accounts import Account
    from tiktok_spiders.publish.opening import Publishing

NAME = "accounts"
HELP = "List the accounts, and ask TikTok about each"

_COLUMNS = ("account", "name", "handle", "scopes", "login until", "state")


def declare(parser: ArgumentParser) -> None:
    """Declare no options."""


def run(_options: Namespace, settings: BaseSettings) -> int:
    """Print a table on a terminal, tab-separated lines into a pipe; status 1 if a login does not count."""

    async def work(desk: Publishing) -> int:
        rows = [await _row(desk, account.name) for account in desk.tokens.accounts()]
        if not rows:
            say(f"nobody is logged in; {LOGIN}")
            return 0
        show(_COLUMNS, rows)
        return int(any(row[-1] != "ok" for row in rows))

    return working(settings, work)


async def _row(desk: Publishing, name: str) -> tuple[str | None, ...]:
    user, state = {}, "ok"
    try:
        user = await ask_user(desk, name)
    except (PublishError, PublishConfigError) as error:
        state = str(error)
    # A refresh may have changed it.
    account: Account = desk.tokens.get(name)
    until = None if account.lost_reason else moment(account.refresh_expires_at)
    scopes = ",".join(sorted(account.scopes))
    return name, account.display_name, user.get("username"), scopes, until, state
