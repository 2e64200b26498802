"""Many requests through the browser leave neither processes nor files behind, nor do kills."""

from __future__ import annotations

import random
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from tests.browser_crawl import NO_LIST, BrowserCrawl
from tests.browser_kills import PROCESSES, kill_at_random
from tests.process_tree import wait_for_none, watch
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
USES = 10
VIDEOS = 2100
"""At 35 a request, 60 requests."""

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def site() -> Iterator[StandinProcess]:
    """A TikTok whose unsigned list is always empty."""
    with StandinProcess("--bulk", str(VIDEOS), "--users", "1") as standin:
        standin.set_plan(NO_LIST)
        yield standin


def test_memory_stays_and_nothing_else_does(site: StandinProcess, tmp_path: Path) -> None:
    crawl = BrowserCrawl(tmp_path, site.url, settings={"TIKTOK_BROWSER_USES": USES})
    process = crawl.start("user", users=site.handles())
    taken = watch(process)
    assert process.returncode == 0
    assert len(crawl.records("video")) == VIDEOS
    assert wait_for_none(process.pid, crawl.temporary, 5) == []
    assert list(crawl.temporary.iterdir()) == []

    asked = site.stats()["by_endpoint"]["post/item_list"]
    assert asked >= 60
    assert stat(taken.err, "tiktok/browser/contexts") == -(-asked // USES)
    assert stat(taken.err, "tiktok/browser/launched") == 1
    renderers = [parts.get("chromium renderer", 0.0) for _, parts in taken.samples]
    busy = [mib for mib in renderers if mib]
    third = len(busy) // 3
    assert max(busy[-third:]) < max(busy[third:-third]) + 60  # a context's garbage goes with it


def test_kills_leave_nothing(site: StandinProcess, tmp_path: Path) -> None:
    chance = random.Random(int(time.time()))
    early = kill_at_random(site, tmp_path / "early", chance)
    late = kill_at_random(site, tmp_path / "late", chance, least=PROCESSES)
    assert late.processes >= PROCESSES
    for kill in (early, late):
        assert kill.orphans == []
        assert kill.files == []


def stat(log: str, name: str) -> int:
    found = [line for line in log.splitlines() if f"'{name}': " in line]
    return int(found[0].rsplit(": ", 1)[1].rstrip(",}")) if found else 0
