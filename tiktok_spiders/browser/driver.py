"""Playwright's driver: the process that speaks with the browsers. One a crawl."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import psutil
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import async_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.async_api import Playwright

_SMALL = {
    # 16 MiB less at once, and 9 MiB of compiled code: the driver only hands messages on. What would need
    # WebAssembly, which goes with the compiler, is screenshots as WebP.
    "NODE_OPTIONS": "--max-semi-space-size=1 --v8-pool-size=1 --jitless",
    # Memory of answers that went through goes back to the system; glibc raises these bounds by itself.
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": "65536",
    "MALLOC_MMAP_THRESHOLD_": "65536",
}
"""Node's and glibc's settings for a process that should stay small."""


async def start_driver() -> tuple[Playwright, set[int]]:
    """Start the driver; return it and its process ids."""
    before = _drivers()
    with _small_heap():
        playwright = await async_playwright().start()
    return playwright, _drivers() - before


async def stop_driver(playwright: Playwright) -> None:
    """End the driver."""
    with suppress(PlaywrightError):
        await playwright.stop()


@contextmanager
def _small_heap() -> Iterator[None]:
    """Set what is not set, for the driver only: Playwright hands it a copy of the environment."""
    new = _SMALL.keys() - os.environ.keys()
    os.environ.update({name: _SMALL[name] for name in new})
    try:
        yield
    finally:
        for name in new:
            os.environ.pop(name, None)


def _drivers() -> set[int]:
    return {each.pid for each in psutil.Process().children() if "run-driver" in _command(each)}


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
