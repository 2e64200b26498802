"""One list by three transports: HTTP, ``fetch`` in a page, and navigating and scrolling."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.result import Result, Table, spans
from tests.browser_crawl import NO_LIST, BrowserCrawl
from tests.process_tree import watch
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.process_tree import Taken

ROOT = Path(__file__).parent.parent
NAMES = {
    "http": "HTTP, `creator/item_list`",
    "fetch": "`fetch` in a page, `post/item_list`",
    "scroll": "navigating and scrolling, `post/item_list`",
}


def measure(*, quick: bool) -> Result:
    """Fetch the same list by each, in turn."""
    videos, rounds = (140, 1) if quick else (700, 3)
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in NAMES}
    with StandinProcess("--bulk", str(videos), "--users", "1", "--lookback-days", "0") as standin:
        ways: dict[str, Callable[[StandinProcess, Path], tuple[Taken, int]]] = {
            "http": _http,
            "fetch": _fetch,
            "scroll": _scroll,
        }
        for _ in range(rounds):
            for name, way in ways.items():
                with tempfile.TemporaryDirectory() as folder:
                    taken, items = way(standin, Path(folder))
                if items != videos:
                    raise RuntimeError(f"{name} brought {items} of {videos} videos: {taken.err[-2000:]}")
                found[name].append(_told(taken, items))
    about = (
        f"One account of {videos:,} videos, one identity, no delay. HTTP and `fetch` are crawls of `user` "
        "with SQLite and a JSON Lines feed; scrolling is a program that opens the profile through the "
        "browser transport and takes the page's own answers, as pages of 35 and then 16 videos. "
        "Processes' start and end are included; CPU and PSS are those of the whole process tree. "
        f"Median of {rounds} (least–most)."
    )
    return Result(about, [_table(found)], {"ways": found, "ratios": _ratios(found)})


def _told(taken: Taken, items: int) -> dict[str, Any]:
    return {
        "seconds": taken.seconds,
        "items_per_second": items / taken.seconds,
        "cpu_seconds": taken.cpu_seconds,
        "peak_mib": taken.peak_mib,
    }


def _ratios(found: dict[str, list[dict[str, Any]]]) -> dict[str, float]:
    best = {name: max(one["items_per_second"] for one in rounds) for name, rounds in found.items()}
    return {name: best["http"] / rate for name, rate in best.items()}


def _table(found: dict[str, list[dict[str, Any]]]) -> Table:
    table = Table(["transport", "s", "items/s", "CPU s", "peak MiB", "HTTP is faster by"])
    for name, ratio in _ratios(found).items():
        rounds = found[name]
        table.add(
            NAMES[name],
            *spans(rounds, seconds=1, items_per_second=0, cpu_seconds=1, peak_mib=0),
            f"{ratio:.1f}",
        )
    return table


def _http(standin: StandinProcess, home: Path) -> tuple[Taken, int]:
    return _crawl(standin, home, {"TIKTOK_BROWSER": "off", "TIKTOK_LOOKBACK_DAYS": 365})


def _fetch(standin: StandinProcess, home: Path) -> tuple[Taken, int]:
    standin.set_plan(NO_LIST)
    try:
        return _crawl(standin, home, {})
    finally:
        standin.set_plan()


def _crawl(standin: StandinProcess, home: Path, settings: dict[str, Any]) -> tuple[Taken, int]:
    crawl = BrowserCrawl(home, standin.url, settings={"TIKTOK_PROGRESS": "off"} | settings)
    taken = watch(crawl.start("user", users=standin.handles()))
    return taken, len({video["video_id"] for video in crawl.records("video")})


def _scroll(standin: StandinProcess, _home: Path) -> tuple[Taken, int]:
    (handle,) = standin.handles()
    count = len(standin.truth(handle)["ids"])
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.transports", standin.url, handle, str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    taken = watch(process)
    return taken, int(taken.out or 0)


async def scroll(url: str, handle: str, count: int) -> int:
    """Open a profile and scroll until so many videos have come; return how many did."""
    from twisted.internet import asyncioreactor  # noqa: PLC0415 - for the program that is measured only

    asyncioreactor.install(asyncio.get_running_loop())  # type: ignore[no-untyped-call]
    from tests.browser.fake import identity  # noqa: PLC0415
    from tests.browser.ours import Browser  # noqa: PLC0415

    found: set[str] = set()
    meta = {"browser_mode": "intercept", "intercept": "/api/post/item_list/", "page_url": f"{url}/@{handle}"}
    async with Browser(url, DOWNLOAD_TIMEOUT=60, DOWNLOAD_MAXSIZE=2**25) as browser:
        browser.pool.members = {"one": identity("one")}
        while len(found) < count:
            answer = await browser.get("/api/post/item_list/", meta=meta)
            found |= {item["id"] for item in json.loads(answer.text)["itemList"]}
    return len(found)


if __name__ == "__main__":
    sys.stdout.write(str(asyncio.run(scroll(sys.argv[1], sys.argv[2], int(sys.argv[3])))))
