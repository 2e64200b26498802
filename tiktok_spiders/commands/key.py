"""Keys of the HTTP API: make, list, revoke."""

from __future__ import annotations

from tiktok_spiders.commands.key_actions import add, listing, revoke
from tiktok_spiders.terminal.action_command import ActionCommand


class Command(ActionCommand):
    """``scrapy key ACTION``."""

    name = "key"
    summary = "Make keys of the HTTP API, list and revoke them"
    actions = {action.NAME: action for action in (add, listing, revoke)}  # noqa: RUF012 - fixed
