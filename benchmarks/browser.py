"""The browser transport beside TikTokApi: speed and memory of the same lists and profiles."""

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

from benchmarks.result import Result, Table, spans
from tests.browser_crawl import NO_LIST, BrowserCrawl
from tests.e2e.real_clients import GUARD
from tests.process_tree import Taken, watch
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROGRAM = Path(__file__).with_name("tiktokapi_program.py")
PAGE = 35
"""Videos that our request for a page of the list brings."""

NO_PROFILE = {"kind": "no_state", "where": "page.user"}
"""Pages of accounts tell nothing, so that profiles come by the signed call alone."""

NODE = "PLAYWRIGHT_NODEJS_PATH"

THEIRS = f"TikTokApi {version('TikTokApi')}"
OURS = "`user`"


def measure(*, quick: bool) -> Result:
    """List one account with each, a page of it and then much more."""
    amounts, profiles, rounds = ((140,), 5, 1) if quick else ((PAGE, 700, 3500), 100, 3)
    figures: dict[str, Any] = {}
    with own_programs() as programs:
        for work in (*map(_videos, amounts), _profiles(profiles)):
            with StandinProcess(*work.standin, "--proxies", "1") as standin:
                standin.set_switches(signing=work.signing)
                figures |= _compare(standin, programs, work, rounds)
    about = (
        "One account's signed list, or profiles, through Chromium behind the stand-in's TLS proxy, one "
        f"session or context; {THEIRS} unmodified, `user` with SQLite and a JSON Lines feed after an "
        "unsigned list or page that is never of use. The stand-in checks the signatures of profiles, and not "
        "those of the list: TikTokApi's do not suffice for it. Memory is the proportional set size (PSS) of "
        "the whole process tree, which runs copies of Chromium and Node, so that no other process shares "
        f"their pages; start-up and end are included. Median of {rounds} (least–most)."
    )
    return Result(about, [_table(figures)], figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What both clients do."""

    label: str
    standin: tuple[str, ...]
    """Arguments of the stand-in."""

    signing: str
    plan: dict[str, str]
    """What keeps our client from answers that need no browser."""

    record: str
    """Type of our records, of which ``key`` tells one from another."""

    key: str
    videos: int
    """Videos of each account; 0: its profile."""


def _videos(count: int) -> Work:
    return Work(
        label=f"{count:,} videos",
        standin=("--bulk", str(count), "--users", "1"),
        signing="off",
        plan=NO_LIST,
        record="video",
        key="video_id",
        videos=count,
    )


def _profiles(count: int) -> Work:
    return Work(
        label=f"{count:,} profiles, signatures checked",
        standin=("--bulk", "1", "--users", str(count)),
        signing="strict",
        plan=NO_PROFILE,
        record="user",
        key="user_id",
        videos=0,
    )


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


def _compare(standin: StandinProcess, programs: Programs, work: Work, rounds: int) -> dict[str, Any]:
    clients: dict[str, Callable[[StandinProcess, Programs, Work, Path], tuple[Taken, int]]] = {
        THEIRS: _theirs,
        OURS: _ours,
    }
    found: dict[str, list[dict[str, Any]]] = {f"{name}, {work.label}": [] for name in clients}
    for _ in range(rounds):
        for name, client in clients.items():
            with tempfile.TemporaryDirectory() as folder:
                taken, items = client(standin, programs, work, Path(folder))
            found[f"{name}, {work.label}"].append(_told(taken, items))
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


def _theirs(standin: StandinProcess, programs: Programs, work: Work, home: Path) -> tuple[Taken, int]:
    handles = standin.handles()
    around = {"HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": str(GUARD), "PYTHONUTF8": "1"}
    around |= {NODE: str(programs.node)}
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), standin.proxy, str(programs.chromium), str(work.videos), *handles],
        env={"PATH": os.environ["PATH"], **around},
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    taken = watch(process)
    return taken, sum(len(set(json.loads(line))) for line in taken.out.splitlines())


def _ours(standin: StandinProcess, programs: Programs, work: Work, home: Path) -> tuple[Taken, int]:
    standin.set_plan(work.plan)
    settings = {"TIKTOK_PROGRESS": "off", "TIKTOK_BROWSER_EXECUTABLE": programs.chromium}
    crawl = BrowserCrawl.behind_proxy(standin, directory=home, settings=settings)
    with patch.dict(os.environ, {NODE: str(programs.node)}):
        taken = watch(crawl.start("user", users=standin.handles(), max_videos=work.videos))
    standin.set_plan()
    return taken, len({one[work.key] for one in crawl.records(work.record)})


def _table(figures: dict[str, list[dict[str, Any]]]) -> Table:
    columns = ["client", "items", "s", "items/s", "peak MiB", "CPU s", "items/s for each MiB"]
    table = Table(columns)
    for name, rounds in figures.items():
        table.add(
            name,
            f"{min(one['items'] for one in rounds):,}",
            *spans(rounds, seconds=1, items_per_second=0, peak_mib=0, cpu_seconds=1),
            *spans(rounds, items_per_second_and_mib=3),
        )
    return table
