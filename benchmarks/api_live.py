"""Live look-ups over HTTP: each endpoint cold and cached, and many identical ones at once.

Why warm processes: the profile of one account at the stand-in took 2.2 s by a `scrapy crawl` of its own and
0.07–0.09 s in a process that had everything imported (1.0 s to start once); a job of Scrapyd is such a
`scrapy crawl` with Scrapyd's own wait for the next poll before it.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from benchmarks.result import Result, Table
from tests.crawling import Crawl
from tests.ports import free_port
from tests.standin_process import StandinProcess
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
HANDLE = "many_moths"
COUNT = 10
AT_ONCE = 50
WORKERS = 2

Check = Callable[[dict[str, Any]], bool]


def measure(*, quick: bool) -> Result:
    """Ask every endpoint again and again, then one of them by many clients at once."""
    cold, cached = (2, 20) if quick else (20, 200)
    with StandinProcess() as standin, tempfile.TemporaryDirectory() as folder:
        process = _own_process(standin, Path(folder), 1 if quick else 5)
        with _api(standin, Path(folder)) as client:
            rows = [
                _endpoint(client, path, is_right, cold, cached)
                for path, is_right in _endpoints(standin).items()
            ]
            crawls = asyncio.run(_at_once(client, standin))
    about = (
        f"`scrapy serve` with {WORKERS} workers, SQLite and the cache in memory, against the stand-in on "
        f"loopback without delay; lists of {COUNT}. Cold: `use_cache=false`, {cold} requests one after the "
        f"other, the first of each endpoint left out; cached: {cached} requests. A `scrapy crawl` of its own "
        f"for the same account takes {process:.1f} s (median)."
    )
    figures = {"endpoints": rows, "process_s": process, "at_once": AT_ONCE, "crawls_of_at_once": crawls}
    return Result(about, [_table(rows), _together(crawls)], figures)


def _table(rows: list[dict[str, Any]]) -> Table:
    table = Table(["endpoint", "right", "cold p50 ms", "cold p99 ms", "cached p50 ms", "cached p99 ms"])
    for row in rows:
        times = (f"{row[name]:,.1f}" for name in ("cold_p50", "cold_p99", "cached_p50", "cached_p99"))
        table.add(f"`{row['path']}`", "yes" if row["right"] else "no", *times)
    return table


def _together(crawls: int) -> Table:
    table = Table(["identical requests at once", "crawls"], title="Asked at once")
    table.add(AT_ONCE, crawls)
    return table


def _endpoints(standin: StandinProcess) -> dict[str, Check]:
    """Return each endpoint's path and what tells whether its answer is the stand-in's truth."""
    truth = standin.truth(HANDLE)
    number, newest = truth["ids"][0], truth["ids"][:COUNT]
    sound = truth["posts"][number]["sound_id"]
    product = standin.shop("products?region=US")["ids"][0]
    word = standin.shop(f"products/{product}?region=US")["title"].split()[0]
    full = f"count={COUNT}"
    return {
        f"user/{HANDLE}/info": lambda body: body["user"]["id"] == truth["user"]["id"],
        f"user/{HANDLE}/videos?{full}": lambda body: _ids(body, "videos") == newest,
        f"user/{HANDLE}/followers?{full}": lambda body: len(set(_ids(body, "users"))) == COUNT,
        f"user/{HANDLE}/following?{full}": lambda body: len(set(_ids(body, "users"))) == COUNT,
        f"video/{number}": lambda body: body["video"]["id"] == number,
        f"video/{number}/comments?{full}": lambda body: (
            {each["video_id"] for each in body["comments"]} == {number}
        ),
        f"trending/videos?{full}": lambda body: len(set(_ids(body, "videos"))) == COUNT,
        "hashtag/fyp/info": lambda body: body["hashtag"]["name"] == "fyp",
        f"hashtag/fyp/videos?{full}": lambda body: all("fyp" in each["hashtags"] for each in body["videos"]),
        f"sound/{sound}/info": lambda body: body["sound"]["id"] == sound,
        f"sound/{sound}/videos?{full}": lambda body: (
            {each["music"]["id"] for each in body["videos"]} == {sound}
        ),
        f"search/videos?q=bread&{full}": lambda body: len(body["videos"]) > 0,
        f"search/users?q=moth&{full}": lambda body: HANDLE in {each["username"] for each in body["users"]},
        f"shop/search?q={word}&max_results={COUNT}": lambda body: product in _ids(body, "products"),
        f"shop/trending?max_results={COUNT}": lambda body: len(set(_ids(body, "products"))) == COUNT,
        f"shop/products/{product}": lambda body: body["product"]["id"] == product,
    }


def _ids(body: dict[str, Any], name: str) -> list[str]:
    return [each["id"] for each in body[name]]


def _endpoint(client: httpx.Client, path: str, is_right: Check, cold: int, cached: int) -> dict[str, Any]:
    joint = "&" if "?" in path else "?"
    _, right = _ask(client, f"{path}{joint}use_cache=false", is_right)
    slow = [_ask(client, f"{path}{joint}use_cache=false", is_right) for _ in range(cold)]
    quick = [_ask(client, path, is_right) for _ in range(cached)]
    return {
        "path": path,
        "right": right and all(each for _, each in [*slow, *quick]),
        **_percentiles("cold", [each for each, _ in slow]),
        **_percentiles("cached", [each for each, _ in quick]),
    }


def _ask(client: httpx.Client, path: str, is_right: Check) -> tuple[float, bool]:
    began = time.perf_counter()
    answer = client.get(f"/api/v1/{path}")
    taken = (time.perf_counter() - began) * 1000
    return taken, answer.status_code == 200 and is_right(answer.json())


def _percentiles(name: str, times: list[float]) -> dict[str, float]:
    found = statistics.quantiles(times, n=100, method="inclusive")
    return {f"{name}_p50": found[49], f"{name}_p99": found[98]}


async def _at_once(client: httpx.Client, standin: StandinProcess) -> int:
    """Return how many times the page was asked for when many clients wanted it at the same moment."""
    standin.clear_log()
    path = f"{client.base_url}/api/v1/user/{HANDLE}/info?use_cache=false"
    limits = httpx.Limits(max_connections=AT_ONCE)
    async with httpx.AsyncClient(limits=limits, timeout=60, trust_env=False) as many:
        answers = await asyncio.gather(*(many.get(path) for _ in range(AT_ONCE)))
    if {answer.status_code for answer in answers} != {200}:
        raise RuntimeError("some of the requests at once failed")
    return len(standin.log("page.user"))


def _own_process(standin: StandinProcess, folder: Path, times: int) -> float:
    crawl = Crawl(folder / "own", standin.url)
    taken = [crawl.run("user", users=HANDLE, include="", run=f"r{number}").seconds for number in range(times)]
    return statistics.median(taken)


@contextmanager
def _api(standin: StandinProcess, folder: Path) -> Iterator[httpx.Client]:
    port = free_port()
    settings = {
        "TIKTOK_WEB_URL": standin.url,
        "TIKTOK_SHOP_URL": standin.url,
        "TIKTOK_DATABASE_URL": f"sqlite:///{folder / 'api.db'}",
        "TIKTOK_API_FOLDER": str(folder / "api"),
        "TIKTOK_API_LIVE_WORKERS": str(WORKERS),
        "TIKTOK_API_RATE_LIMITS": "user=1000000,video=1000000,hashtag=1000000,sound=1000000,"
        "search=1000000,trending=1000000",
        "TIKTOK_DOWNLOAD_DELAY": "0",
        "TIKTOK_BACKOFF": "0",
    }
    env = {**os.environ, "PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "tiktok_spiders.settings"}
    command = [sys.executable, "-m", "scrapy", "serve", "--port", str(port), "--loglevel", "WARNING"]
    process = subprocess.Popen(command, cwd=folder, env=env | settings)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=90, trust_env=False) as client:
            until(lambda: _answers(client), 60, "the API")
            yield client
    finally:
        process.terminate()
        process.wait(30)


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/openapi.json").status_code == 200
    except httpx.TransportError:
        return False
