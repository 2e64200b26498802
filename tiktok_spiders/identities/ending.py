"""Ending tasks that talk to Redis."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

END_S = 0.2
"""How often a task that does not end is told to."""


async def ended(tasks: Iterable[asyncio.Future[Any]]) -> None:
    """Cancel tasks, and return when all have ended, however they do."""
    all_of_them = list(tasks)
    while running := [task for task in all_of_them if not task.done()]:
        for task in running:
            task.cancel()  # again: a connection that is just being made may swallow it
        await asyncio.wait(running, timeout=END_S)
