"""Give workers that share Redis something to do, and see how far they are."""

from __future__ import annotations

from tiktok_spiders.commands.targets_actions import clear, push, status
from tiktok_spiders.terminal.action_command import ActionCommand


class Command(ActionCommand):
    """``scrapy targets ACTION``."""

    name = "targets"
    summary = "Push targets for workers that share Redis, see what waits, clear it"
    actions = {action.NAME: action for action in (push, status, clear)}  # noqa: RUF012 - fixed
