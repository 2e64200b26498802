"""The browser transport beside TikTokApi: speed and memory of the same list."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import playwright

from benchmarks.result import Result, Table, span
from tests.browser_crawl import NO_LIST, BrowserCrawl
from tests.e2e.real_clients import GUARD
from tests.process_tree import Taken, watch
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROGRAM = Path(__file__).with_name("tiktokapi_program.py")
PAGE = 35
"""Videos that our request for a page of the list brings."""

NODE = "PLAYWRIGHT_NODEJS_PATH"

THEIRS = f"TikTokApi {version('TikTokApi')}"
OURS = "`user`"


def measure(*, quick: bool) -> Result:
    """List one account with each, a page of it and then much more."""
    videos, rounds = (140, 1) if quick else (3500, 3)
    figures: dict[str, Any] = {}
    with own_programs() as programs:
        for label, amount in (("one page", PAGE), ("many", videos)):
            with StandinProcess("--bulk", str(amount), "--users", "1", "--proxies", "1") as standin:
                standin.set_switches(signing="off")
                figures |= _compare(standin, programs, f"{label}: {amount:,} videos", rounds)
    about = (
        "One account's signed list through Chromium behind the stand-in's TLS proxy, one session or context; "
        f"{THEIRS} unmodified, `user` with SQLite and a JSON Lines feed after an unsigned list always "
        "empty. The stand-in does not check signatures here: those of TikTokApi do not suffice for this "
        "list. Memory is the proportional set size (PSS) of the whole process tree, which runs copies of "
        "Chromium and Node, so that no other process shares their pages; start-up and end are included. "
        f"Median of {rounds} (least–most)."
    )
    return Result(about, [_table(figures)], figures)


@dataclass(frozen=True, slots=True)
class Programs:
    """Where Chromium and Playwright's Node are."""

    chromium: Path
    node: Path


@contextmanager
def own_programs() -> Iterator[Programs]:
    """Copy Chromium and Node: pages that other processes have mapped too would count only in part."""
    library = Path("/usr/lib/chromium")
    if not (library / "chromium").exists():
        raise RuntimeError("this benchmark needs Debian's package chromium")
    node = Path(playwright.__file__).parent / "driver" / "node"
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(library, Path(folder) / "chromium")
        shutil.copy(node, folder)
        yield Programs(Path(folder) / "chromium" / "chromium", Path(folder) / "node")


def _compare(standin: StandinProcess, programs: Programs, label: str, rounds: int) -> dict[str, Any]:
    clients: dict[str, Callable[[StandinProcess, Programs, Path], tuple[Taken, int]]] = {
        THEIRS: _theirs,
        OURS: _ours,
    }
    found: dict[str, list[dict[str, Any]]] = {f"{name}, {label}": [] for name in clients}
    for _ in range(rounds):
        for name, client in clients.items():
            with tempfile.TemporaryDirectory() as folder:
                taken, items = client(standin, programs, Path(folder))
            found[f"{name}, {label}"].append(_told(taken, items))
    return found


def _told(taken: Taken, items: int) -> dict[str, Any]:
    rate = items / taken.seconds
    return {
        "items": items,
        "seconds": taken.seconds,
        "items_per_second": rate,
        "peak_mib": taken.peak_mib,
        "cpu_seconds": taken.cpu_seconds,
        "items_per_second_and_mib": rate / taken.peak_mib,
        "parts": {name: round(mib, 1) for name, mib in taken.peak.items()},
    }


def _theirs(standin: StandinProcess, programs: Programs, home: Path) -> tuple[Taken, int]:
    handles = standin.handles()
    count = len(standin.truth(handles[0])["ids"])
    around = {"HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": str(GUARD), "PYTHONUTF8": "1"}
    around |= {NODE: str(programs.node)}
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), standin.proxy, str(programs.chromium), str(count), *handles],
        env={"PATH": os.environ["PATH"], **around},
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    taken = watch(process)
    return taken, sum(len(set(json.loads(line))) for line in taken.out.splitlines())


def _ours(standin: StandinProcess, programs: Programs, home: Path) -> tuple[Taken, int]:
    standin.set_plan(NO_LIST)
    settings = {"TIKTOK_PROGRESS": "off", "TIKTOK_BROWSER_EXECUTABLE": programs.chromium}
    crawl = BrowserCrawl.behind_proxy(standin, directory=home, settings=settings)
    with patch.dict(os.environ, {NODE: str(programs.node)}):
        taken = watch(crawl.start("user", users=standin.handles()))
    standin.set_plan()
    return taken, len({video["video_id"] for video in crawl.records("video")})


def _table(figures: dict[str, list[dict[str, Any]]]) -> Table:
    columns = ["client", "items", "s", "items/s", "peak MiB", "CPU s", "items/s for each MiB"]
    table = Table(columns)
    for name, rounds in figures.items():
        table.add(
            name,
            f"{min(one['items'] for one in rounds):,}",
            span([one["seconds"] for one in rounds], 1),
            span([one["items_per_second"] for one in rounds]),
            span([one["peak_mib"] for one in rounds]),
            span([one["cpu_seconds"] for one in rounds], 1),
            span([one["items_per_second_and_mib"] for one in rounds], 2),
        )
    return table
