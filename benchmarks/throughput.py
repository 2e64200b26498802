"""Pages and records a second of ``user`` against bare Scrapy on the same pages."""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.result import Result, Table, span
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
CONCURRENCY = 16
PAGE = 15
USERS, VIDEOS, ROUNDS = 32, 600, 5
TARGETS = {"jsonl": 0.5, "sqlite": 0.4}
"""Share of bare Scrapy's speed that each variant has to reach."""

NAMES = {
    "bare": "bare Scrapy, `json.loads`, nothing kept",
    "jsonl": "`user`, JSON Lines feed",
    "sqlite": "`user`, JSON Lines feed and SQLite",
}
COMMON = {
    "CONCURRENT_REQUESTS": CONCURRENCY,
    "AUTOTHROTTLE_ENABLED": "False",
    "ROBOTSTXT_OBEY": "False",
    "TELNETCONSOLE_ENABLED": "False",
    "REMOTE_CONTROL_ENABLED": "False",
}


@dataclass(frozen=True, slots=True)
class Pace:
    """How far one crawl came, and in which time."""

    pages: int
    seconds: float

    @property
    def rate(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds


def measure(*, quick: bool) -> Result:
    """Run each variant several times in turn; the first round of each does not count."""
    users, videos, rounds, warming = (8, 60, 1, 0) if quick else (USERS, VIDEOS, ROUNDS, 1)
    with StandinProcess("--bulk", str(videos), "--users", str(users)) as standin:
        variants: dict[str, Callable[[], Pace]] = {
            "bare": lambda: _bare(standin),
            "jsonl": lambda: _ours(standin, store=False),
            "sqlite": lambda: _ours(standin, store=True),
        }
        paces: dict[str, list[Pace]] = {name: [] for name in variants}
        for turn in range(rounds + warming):
            for name, run in variants.items():
                pace = run()
                if pace.pages * PAGE < users * videos:
                    raise RuntimeError(f"{name} asked for {pace.pages} pages, which cannot be all")
                if turn >= warming:  # the stand-in renders and keeps its pages at the first round
                    paces[name].append(pace)
    about = (
        f"{users} users of {videos:,} videos in pages of {PAGE}, no delay, {CONCURRENCY} requests at a time; "
        f"median of {rounds} (least–most) after {warming} uncounted. Stand-in and crawl share "
        "the machine. Time is the crawl's own, without the start of Python."
    )
    figures = _figures(paces, users * videos)
    return Result(about, [_table(figures)], figures)


def _figures(paces: dict[str, list[Pace]], videos: int) -> dict[str, Any]:
    medians = {name: statistics.median(pace.rate for pace in found) for name, found in paces.items()}
    return {
        "pages_per_second": {name: [pace.rate for pace in found] for name, found in paces.items()},
        "records_per_second": {
            name: [videos / pace.seconds for pace in found] for name, found in paces.items()
        },
        "share_of_bare": {name: round(rate / medians["bare"], 3) for name, rate in medians.items()},
    }


def _table(figures: dict[str, Any]) -> Table:
    table = Table(["crawl", "pages/s", "records/s", "share of bare Scrapy", "wanted"])
    for name, share in figures["share_of_bare"].items():
        table.add(
            NAMES[name],
            span(figures["pages_per_second"][name]),
            span(figures["records_per_second"][name]),
            f"{share:.2f}",
            f"≥ {TARGETS[name]}" if name in TARGETS else "–",
        )
    return table


def _bare(standin: StandinProcess) -> Pace:
    accounts = ",".join(standin.truth(handle)["user"]["sec_uid"] for handle in standin.handles())
    settings = COMMON | {"DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENCY}
    command = ["runspider", str(ROOT / "benchmarks" / "bare_spider.py"), "-a", f"web={standin.url}"]
    command += ["-a", f"accounts={accounts}", "-a", f"now={int(time.time() * 1000)}"]
    return _pace(_scrapy(command, settings, project=False), "downloader/response_count")


def _ours(standin: StandinProcess, *, store: bool) -> Pace:
    settings = COMMON | {
        "TIKTOK_WEB_URL": standin.url,
        "TIKTOK_DOWNLOAD_DELAY": 0,
        "TIKTOK_IDENTITIES": CONCURRENCY,
        "TIKTOK_ROBOTSTXT_OBEY": "false",
        "TIKTOK_STORE_ENABLED": str(store).lower(),
        "TIKTOK_PROGRESS": "off",
    }
    with tempfile.TemporaryDirectory() as folder:
        settings["TIKTOK_DATABASE_URL"] = f"sqlite:///{folder}/tiktok.db"
        command = ["crawl", "user", "-a", f"users={','.join(standin.handles())}", "-O", f"{folder}/out.jsonl"]
        return _pace(_scrapy(command, settings, project=True), "tiktok/outcome/ok")


def _scrapy(command: list[str], settings: dict[str, Any], *, project: bool) -> str:
    full = [sys.executable, "-m", "scrapy", *command]
    for name, value in settings.items():
        full += ["-s", f"{name}={value}"]
    folder = ROOT if project else Path(tempfile.gettempdir())
    done = subprocess.run(full, cwd=folder, capture_output=True, text=True, check=True, timeout=600)
    return done.stderr


def _pace(log: str, counter: str) -> Pace:
    pages = re.search(rf"'{counter}': (\d+)", log)
    seconds = re.search(r"'elapsed_time_seconds': ([\d.]+)", log)
    if pages is None or seconds is None:
        raise RuntimeError(log[-4000:])
    return Pace(int(pages[1]), float(seconds[1]))
