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

_NODE = "NODE_OPTIONS"
_SMALL = "--max-semi-space-size=2"
"""Answers of 200 KB that pass through leave 30 MiB of garbage with Node's own size."""


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
    """Set Node's option for the driver only: Playwright hands it a copy of the environment."""
    if _NODE in os.environ:
        yield
        return
    os.environ[_NODE] = _SMALL
    try:
        yield
    finally:
        os.environ.pop(_NODE, None)


def _drivers() -> set[int]:
    return {each.pid for each in psutil.Process().children() if "run-driver" in _command(each)}


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
