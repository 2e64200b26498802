"""Look into the store: export, count, import what could not be saved."""

from __future__ import annotations

from tiktok_spiders.commands.store_actions import export, load, stats
from tiktok_spiders.terminal.action_command import ActionCommand


class Command(ActionCommand):
    """``scrapy store ACTION``."""

    name = "store"
    summary = "Export what is stored, count it, import pages that could not be saved"
    actions = {action.NAME: action for action in (export, stats, load)}  # noqa: RUF012 - fixed
