"""Nothing of a browser survives its crawl."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from tests.browser.site import Site
from tests.waiting import reached
from tiktok_spiders.browser.home import MARK

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).parents[2]
BOUND = 15.0
"""Seconds for everything to be gone."""


class Crawl:
    """A crawl process and all processes that came of it."""

    def __init__(self, process: asyncio.subprocess.Process, temporary: Path) -> None:
        self.process, self.temporary = process, temporary
        self.seen: list[psutil.Process] = []

    async def line(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        found: dict[str, Any] = json.loads(await asyncio.wait_for(self.process.stdout.readline(), 30))
        return found

    def look(self) -> list[psutil.Process]:
        """Note the processes of the crawl; return the browser's."""
        self.seen = psutil.Process(self.process.pid).children(recursive=True)
        return [each for each in self.seen if "--type=renderer" in each.cmdline() or _is_marked(each)]

    def driver(self) -> psutil.Process:
        return next(each for each in self.seen if "run-driver" in each.cmdline())

    async def gone(self) -> list[str]:
        """Return what is left when nothing should be."""
        with suppress(AssertionError):
            await reached(lambda: not self._left(), BOUND, "end of all processes")
        return [" ".join(each.cmdline()[:3]) for each in self._left()]

    def _left(self) -> list[psutil.Process]:
        return [each for each in self.seen if _lives(each)]

    def files(self) -> list[str]:
        return [each.name for each in self.temporary.iterdir()]


def _is_marked(process: psutil.Process) -> bool:
    try:
        return MARK in process.environ()
    except psutil.Error:
        return False


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site() as site:
        yield site


@pytest.fixture
async def start(site: Site) -> AsyncIterator[Any]:
    """Start a crawl that asks for a path; what it leaves is killed after the test."""
    crawls: list[Crawl] = []

    async def _start(path: str, count: int, *settings: str, transport: str = "browser") -> Crawl:
        temporary = Path(tempfile.mkdtemp(prefix="t-"))
        command = [sys.executable, "-m", "tests.browser.crawl", f"{site.url}{path}", str(count), transport]
        process = await asyncio.create_subprocess_exec(
            *command,
            *settings,
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(temporary)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        crawls.append(Crawl(process, temporary))
        return crawls[-1]

    yield _start
    for crawl in crawls:
        for each in crawl.seen:
            with suppress(psutil.Error):
                each.kill()
        with suppress(ProcessLookupError):
            crawl.process.kill()
        await crawl.process.communicate()
        shutil.rmtree(crawl.temporary, ignore_errors=True)


async def test_a_crawl_that_ends_leaves_nothing(start: Any, site: Site) -> None:
    crawl = await start("/api/echo?a=1", 2)
    assert (await crawl.line())["status"] == 200
    assert crawl.look()
    assert (await crawl.line())["text"] == '{"signed": true}'
    stats = (await crawl.line())["stats"]
    assert await crawl.process.wait() == 0
    assert await crawl.gone() == []
    assert crawl.files() == []
    assert (stats["tiktok/browser/launched"], stats["tiktok/browser/contexts"]) == (1, 1)
    assert site.paths().count("/explore") == 1


async def test_a_crawl_without_browser_requests_starts_none(start: Any, site: Site) -> None:
    crawl = await start("/api/echo?a=1", 1, transport="http")
    assert (await crawl.line())["text"] == '{"signed": false}'
    assert (await crawl.line())["stats"] == {}
    assert await crawl.process.wait() == 0
    assert site.paths() == ["/api/echo"]


async def test_a_crawl_that_is_ended_by_a_signal_leaves_nothing(start: Any) -> None:
    crawl = await start("/api/echo?a=1", 1000, "DOWNLOAD_DELAY=0.05")
    await crawl.line()
    assert crawl.look()
    crawl.process.send_signal(signal.SIGTERM)
    await crawl.process.communicate()
    assert await crawl.gone() == []
    assert crawl.files() == []


async def test_a_crawl_that_is_killed_leaves_nothing(start: Any) -> None:
    crawl = await start("/api/echo?a=1", 1000, "DOWNLOAD_DELAY=0.05")
    await crawl.line()
    assert crawl.look()
    crawl.process.kill()
    await crawl.process.wait()
    assert await crawl.gone() == []
    assert [each for each in crawl.files() if not each.startswith("playwright")] == []


async def test_a_browser_that_hangs_with_its_driver_is_killed(start: Any) -> None:
    crawl = await start("/api/echo?a=1", 1000, "DOWNLOAD_DELAY=0.05")
    await crawl.line()
    browser = crawl.look()
    for each in [crawl.driver(), *browser]:
        each.suspend()
    crawl.process.kill()
    await crawl.process.wait()
    assert await crawl.gone() == []
    assert [each for each in crawl.files() if "profile" in each or "tiktok" in each] == []


async def test_a_browser_is_in_a_group_of_its_own_and_its_switches_keep_playwrights(start: Any) -> None:
    crawl = await start("/api/echo?a=1", 1000, "DOWNLOAD_DELAY=0.05")
    await crawl.line()
    first = crawl.look()[0]
    assert os.getpgid(first.pid) == first.pid != os.getpgid(crawl.process.pid)
    for switch in ("--disable-features", "--enable-features"):
        lists = [each.partition("=")[2] for each in first.cmdline() if each.startswith(f"{switch}=")]
        theirs, ours = (set(each.split(",")) for each in lists)
        assert theirs <= ours
    assert not [each for each in crawl.seen if "--utility-sub-type=network" in " ".join(each.cmdline())]
    assert not [each for each in first.environ() if each.startswith("TIKTOK_") and each != MARK]
