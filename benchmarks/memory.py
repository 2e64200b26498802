"""Memory of a long crawl: its peak, and whether it grows."""

from __future__ import annotations

import statistics
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from benchmarks.result import Result, Table
from tests.crawling import Crawl
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    import subprocess

EVERY_S = 0.5
SETTLED = 0.2
"""This share of the crawl, its start, is left out of the slope."""

Sample = tuple[float, float]
"""Pages or videos served so far, and resident memory in MiB."""


def measure(*, quick: bool) -> Result:
    """Crawl alike users with SQLite and a JSON Lines feed, and watch the process."""
    users, videos = (8, 120) if quick else (100, 1000)
    with (
        StandinProcess("--bulk", str(videos), "--users", str(users)) as standin,
        tempfile.TemporaryDirectory() as folder,
    ):
        settings = {"TIKTOK_IDENTITIES": 16, "TIKTOK_PROGRESS": "off"}
        crawl = Crawl(Path(folder), standin.url, settings=settings)
        samples = _watch(crawl.start("user", users=standin.handles()), standin)
        delivered = len(crawl.records("video"))
    figures = _figures(_in_videos(samples, delivered), delivered)
    about = (
        f"{users} users of {videos:,} videos each, SQLite and a JSON Lines feed, 16 identities. Resident "
        f"memory of the crawl's process every {EVERY_S} s; slopes are linear regressions."
    )
    return Result(about, [_table(figures)], figures)


def _watch(process: subprocess.Popen[str], standin: StandinProcess) -> list[Sample]:
    """Sample until the process ends; a thread reads what it writes."""
    reader = threading.Thread(target=process.communicate)
    reader.start()
    samples: list[Sample] = []
    crawl = psutil.Process(process.pid)
    while reader.is_alive():
        reader.join(EVERY_S)
        try:
            resident = crawl.memory_info().rss / 2**20
        except psutil.NoSuchProcess:
            break
        pages = standin.stats()["by_endpoint"].get("creator/item_list", 0)
        if resident:
            samples.append((pages, resident))
    reader.join()
    if process.returncode:
        raise RuntimeError(f"the crawl ended with status {process.returncode}")
    return samples


def _in_videos(samples: list[Sample], delivered: int) -> list[Sample]:
    """Turn pages into videos: how many a page gives is the same all along."""
    pages = max(samples[-1][0], 1)
    return [(number * delivered / pages, resident) for number, resident in samples]


def _figures(samples: list[Sample], delivered: int) -> dict[str, Any]:
    last = samples[-1][0]
    return {
        "videos": delivered,
        "peak_mib": max(resident for _, resident in samples),
        "slope_mib_per_10k": _slope(samples, SETTLED * last),
        "slope_second_half_mib_per_10k": _slope(samples, 0.5 * last),
        "samples": [(round(videos), round(resident, 1)) for videos, resident in samples],
    }


def _slope(samples: list[Sample], start: float) -> float | None:
    kept = [sample for sample in samples if sample[0] >= start]
    if len({videos for videos, _ in kept}) < 2:
        return None
    return statistics.linear_regression(*zip(*kept, strict=True)).slope * 10_000


def _table(figures: dict[str, Any]) -> Table:
    table = Table(["what", "result"])
    table.add("videos", f"{figures['videos']:,}")
    table.add("peak, MiB", f"{figures['peak_mib']:.0f}")
    for name, key in (
        ("last 80 %", "slope_mib_per_10k"),
        ("second half", "slope_second_half_mib_per_10k"),
    ):
        slope = figures[key]
        table.add(f"growth in the {name}, MiB per 10,000 videos", "–" if slope is None else f"{slope:.2f}")
    return table
