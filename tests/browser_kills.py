"""Kill a crawl at a random moment of its browser's life, and see what is left."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

from tests.browser_crawl import BrowserCrawl
from tests.process_tree import wait_for_none

if TYPE_CHECKING:
    import random
    from pathlib import Path
    from subprocess import Popen

    from tests.standin_process import StandinProcess

BOUND = 20.0
"""Seconds after which what is left counts as orphaned."""

SPREAD = 4.0
"""Seconds among which the moment is chosen, from the first process or from the browser's."""

PROCESSES = 6
"""Descendants of a crawl whose browser is up: driver, watchdog, and Chromium's own."""

START_TIMEOUT = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """What a kill met and left."""

    processes: int
    """Descendants at the moment of the kill."""

    seconds: float
    """Until they were gone."""

    orphans: list[str]
    files: list[str]
    """What stayed in the directory for temporary files."""


def kill_at_random(
    standin: StandinProcess, directory: Path, chance: random.Random, *, least: int = 1
) -> Kill:
    """Kill a crawl by SIGKILL some time after it has so many descendants, and wait for the others."""
    crawl = BrowserCrawl(directory, standin.url, settings={"TIKTOK_DOWNLOAD_DELAY": 0.1})
    process = crawl.start("user", users=standin.handles())
    try:
        _await_descendants(process, least)
        time.sleep(chance.random() * SPREAD)  # the moment is to be any, not the end of a step
        processes = len(psutil.Process(process.pid).children(recursive=True))
    finally:
        process.kill()
        began = time.monotonic()
        process.wait()
    orphans = wait_for_none(process.pid, crawl.temporary, BOUND)
    seconds = time.monotonic() - began
    if process.stderr is not None:
        process.stderr.close()
    return Kill(processes=processes, seconds=seconds, orphans=orphans, files=_files(crawl.temporary))


def _await_descendants(process: Popen[str], least: int) -> None:
    deadline, root = time.monotonic() + START_TIMEOUT, psutil.Process(process.pid)
    while len(root.children(recursive=True)) < least:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the crawl started no browser")
        time.sleep(0.01)


def _files(directory: Path) -> list[str]:
    return sorted(each.name for each in directory.iterdir())
