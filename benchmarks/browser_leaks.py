"""What many requests through the browser and kills at random leave behind."""

from __future__ import annotations

import random
import statistics
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.result import Result, Table, span
from tests.browser_crawl import NO_LIST, BrowserCrawl
from tests.browser_kills import BOUND, kill_at_random
from tests.process_tree import wait_for_none, watch
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from tests.process_tree import Taken

PAGE = 35
"""Videos that a request brings."""

USERS = 5
"""Accounts that share the requests: nobody's list reaches back for ever."""

USES = 50
"""Requests after which a context is closed and made anew."""

AT_ONCE = 3
"""Crawls that are killed side by side."""


def measure(*, quick: bool) -> Result:
    """Send many requests in one crawl; then kill crawls."""
    requests, kills = (20, 2) if quick else (500, 50)
    with StandinProcess("--bulk", str(requests // USERS * PAGE), "--users", str(USERS)) as standin:
        standin.set_plan(NO_LIST)
        figures = {"requests": _many(standin), "kills": _kills(standin, kills)}
    about = (
        f"One crawl of {requests} requests through one context, anew after {USES}; memory is "
        "the proportional set size of driver, browser and watchdog. "
        f"Then {kills} kills (SIGKILL) at random moments of a browser's first seconds, {AT_ONCE} crawls side "
        f"by side; an orphan is what lives {BOUND:.0f} s later."
    )
    return Result(about, [_table(figures["requests"], figures["kills"])], figures)


def _many(standin: StandinProcess) -> dict[str, Any]:
    standin.clear_log()
    with tempfile.TemporaryDirectory() as folder:
        crawl = BrowserCrawl(Path(folder), standin.url, settings={"TIKTOK_BROWSER_USES": USES})
        process = crawl.start("user", users=standin.handles())
        taken = watch(process)
        left = wait_for_none(process.pid, crawl.temporary, BOUND)
        files = [each.name for each in crawl.temporary.iterdir()]
    asked = standin.stats()["by_endpoint"]["post/item_list"]
    rows = _while_browsing(taken)
    return {
        "requests": asked,
        "peak_mib": taken.peak_mib,
        "mib_by_fifth": _by_fifth(rows),
        "slope_mib_per_100": _slope(rows) / asked * 100,
        "left": left,
        "files": files,
        "seconds": taken.seconds,
    }


def _while_browsing(taken: Taken) -> list[tuple[float, float]]:
    """Return the share of the browser's time, and the MiB of all but the crawl's own process."""
    rows = [
        (moment, sum(parts.values()) - parts.get("python", 0.0))
        for moment, parts in taken.samples
        if "chromium renderer" in parts
    ]
    first, last = rows[0][0], rows[-1][0]
    return [((moment - first) / (last - first), mib) for moment, mib in rows]


def _slope(rows: list[tuple[float, float]]) -> float:
    """Return the MiB by which memory grows from the first fifth to the end, as a share of 1."""
    return statistics.linear_regression(*zip(*(row for row in rows if row[0] >= 0.2), strict=True)).slope


def _by_fifth(rows: list[tuple[float, float]]) -> list[int]:
    fifths = [[mib for share, mib in rows if number / 5 <= share < (number + 1) / 5] for number in range(5)]
    return [round(max(fifth, default=0)) for fifth in fifths]


def _kills(standin: StandinProcess, count: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        places = [Path(folder) / str(number) for number in range(count)]
        kills = list(
            pool.map(lambda place: kill_at_random(standin, place, random.Random(place.name)), places)
        )
    return {
        "kills": count,
        "processes": [kill.processes for kill in kills],
        "seconds": [kill.seconds for kill in kills],
        "orphans": dict(Counter(each for kill in kills for each in kill.orphans)),
        "files": dict(Counter(each for kill in kills for each in kill.files)),
    }


def _table(many: dict[str, Any], kills: dict[str, Any]) -> Table:
    table = Table(["what", "result"])
    fifths = ", ".join(map(str, many["mib_by_fifth"]))
    table.add(f"peak MiB of driver and browser in each fifth of {many['requests']} requests", fifths)
    table.add(
        "growth of these after the first fifth, MiB per 100 requests", f"{many['slope_mib_per_100']:.1f}"
    )
    table.add("processes, files left after the end", f"{len(many['left'])}, {len(many['files'])}")
    table.add(f"processes alive at each of {kills['kills']} kills", span(kills["processes"]))
    table.add("s until all were gone", span(kills["seconds"], 1))
    table.add(
        "orphans, files left after the kills",
        f"{sum(kills['orphans'].values())}, {sum(kills['files'].values())}",
    )
    return table
