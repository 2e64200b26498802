"""Look after identities: list, add, check, mint, retire, export."""

from __future__ import annotations

from tiktok_spiders.commands.identity_actions import add, check, export, listing, mint, retire
from tiktok_spiders.terminal.action_command import ActionCommand


class Command(ActionCommand):
    """``scrapy identity ACTION``."""

    name = "identity"
    summary = "List, add, check, mint, retire and export identities"
    actions = {action.NAME: action for action in (listing, add, check, mint, retire, export)}  # noqa: RUF012 - fixed
