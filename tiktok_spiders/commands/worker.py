"""Do recurring work: run the scheduler, or look after its schedules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.commands.worker_actions import add, listing, now, pause, remove, resume, serve, status
from tiktok_spiders.terminal.action_command import ActionCommand

if TYPE_CHECKING:
    from argparse import Namespace

_ACTIONS = (serve, add, listing, remove, pause, resume, now, status)


class Command(ActionCommand):
    """``scrapy worker [ACTION]``; without an action it runs the scheduler."""

    name = "worker"
    summary = "Schedule recurring crawls on Scrapyd; add, list, remove and run them"
    actions = {action.NAME: action for action in _ACTIONS}  # noqa: RUF012 - fixed

    def syntax(self) -> str:
        """Return what may follow the command's name."""
        return f"[{super().syntax()}]"

    def _run(self, args: list[str], opts: Namespace) -> int:
        if opts.action is None:
            opts.action = serve.NAME
        return super()._run(args, opts)
