"""Waiting for what happens, but no longer than it may take."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY = 0.01
"""Seconds between two looks."""

Found = TypeVar("Found")


def until(condition: Callable[[], Found], seconds: float, what: str, *, every: float = EVERY) -> Found:
    """Look until ``condition`` returns something true, and return that."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        _check(deadline, seconds, what)
        time.sleep(every)
    return found


async def reached(condition: Callable[[], Found], seconds: float, what: str) -> Found:
    """Look as ``until`` does, and let the event loop's tasks run meanwhile."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        _check(deadline, seconds, what)
        await asyncio.sleep(EVERY / 10)
    return found


def _check(deadline: float, seconds: float, what: str) -> None:
    if time.monotonic() > deadline:
        raise AssertionError(f"after {seconds:g} s still no {what}")


async def turns(count: int = 1) -> None:
    """Let each task of the event loop run ``count`` times; nothing tells when a task waits."""
    for _ in range(count):
        await asyncio.sleep(0)
