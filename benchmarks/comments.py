"""Comments and replies through the browser, and comments beside TikTokApi."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.result import Result, Table, percent, spans
from tests.browser_crawl import BrowserCrawl
from tests.comment_truth import HANDLE, due, truth_of
from tests.e2e.real_clients import GUARD
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PROGRAM = Path(__file__).with_name("tiktokapi_comments.py")
NOW = 1_790_194_400
"""A world whose larger posts end their lists honestly: TikTokApi asks for ever where they do not."""

THEIRS, OURS = f"TikTokApi {version('TikTokApi')}", "`video`"
ALL = 100_000
TIMEOUT = 300.0


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to collect, and by whom."""

    client: str
    videos: Sequence[str]
    replies: int


def measure(*, quick: bool) -> Result:
    """Collect the comments of one video with each client, and whole discussions with ours."""
    rounds = 1 if quick else 3
    with StandinProcess("--users", "20", "--now", str(NOW), "--proxies", "1") as standin:
        posts = {truth_of(standin, one)["total"]: one for one in standin.truth(HANDLE)["ids"]}
        one = posts[120 if quick else 2400]
        label = f"comments alone: {len(truth_of(standin, one)['top']):,}"
        figures = {
            f"{client}, {label}": [_run(standin, Task(client, [one], 0)) for _ in range(rounds)]
            for client in (THEIRS, OURS)
        }
        chosen = (
            list(posts.values())[:9] if quick else [*posts.values(), *standin.truth("daily.dune")["ids"][:2]]
        )
        size = sum(len(due(truth_of(standin, one))) for one in chosen)
        figures[f"{OURS}, comments and replies: {size:,}"] = [_run(standin, Task(OURS, chosen, ALL))]
    about = (
        "Signed lists through Chromium behind the stand-in's TLS proxy, one session or identity, no delay: "
        f"the comments of one video by {THEIRS} (`video.comments()`, unmodified) and by `video` (SQLite, a "
        f"JSON Lines feed), then those of {len(chosen)} videos with all replies. Start and end included. "
        f"Median of {rounds} (least–most), the last row once."
    )
    return Result(about, [_table(figures)], figures)


def _run(standin: StandinProcess, task: Task) -> dict[str, Any]:
    wanted = {key for one in task.videos for key in due(truth_of(standin, one), replies=task.replies)}
    collect: Callable[[StandinProcess, Task, Path], list[str]] = _theirs if task.client == THEIRS else _ours
    standin.clear_log()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        found = collect(standin, task, Path(folder))
        seconds = time.perf_counter() - began
    asked = standin.stats()["by_endpoint"]
    return {
        "items": len(found),
        "found": len(wanted & set(found)),
        "of": len(wanted),
        "seconds": seconds,
        "items_per_second": len(found) / seconds,
        "requests": sum(count for name, count in asked.items() if name.startswith("comment/")),
    }


def _theirs(standin: StandinProcess, task: Task, home: Path) -> list[str]:
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(GUARD), "PYTHONUTF8": "1"}
    browser = shutil.which("chromium") or "chromium"
    command = [sys.executable, str(PROGRAM), standin.proxy, browser, str(ALL), *task.videos]
    ran = subprocess.run(
        command, env=env, cwd=home, capture_output=True, text=True, timeout=TIMEOUT, check=True
    )
    return [key for line in ran.stdout.splitlines() for key in json.loads(line)]


def _ours(standin: StandinProcess, task: Task, home: Path) -> list[str]:
    crawl = BrowserCrawl.behind_proxy(standin, directory=home, settings={"TIKTOK_PROGRESS": "off"})
    crawl.run("video", timeout=TIMEOUT, videos=list(task.videos), comments=ALL, **_replies(task))
    return [comment["comment_id"] for comment in crawl.records("comment")]


def _replies(task: Task) -> dict[str, int]:
    return {"replies": task.replies} if task.replies else {}


def _table(figures: dict[str, list[dict[str, Any]]]) -> Table:
    table = Table(["client, what", "items", "s", "items/s", "requests", "found"])
    for name, rounds in figures.items():
        table.add(
            name,
            f"{min(one['items'] for one in rounds):,}",
            *spans(rounds, seconds=1, items_per_second=0, requests=0),
            percent(sum(one["found"] for one in rounds), sum(one["of"] for one in rounds)),
        )
    return table
