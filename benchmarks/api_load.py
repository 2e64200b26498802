"""The API under a steady load on stored data, and its limits when a crowd asks two processes at once."""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import httpx
import psutil

from benchmarks.result import Result, Table
from tests.api.running import served
from tests.ports import free_port
from tests.redis_server import RedisServer
from tests.store.make import NOON, begin, hashtag, sound, user, video
from tiktok_spiders.items.common import HashtagRef
from tiktok_spiders.store import Page, Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VIDEOS, QUICK_VIDEOS = 20_000, 2_000
USERS, TAGS, SOUNDS, PAGE = 200, 50, 100, 500
RATE, SECONDS, QUICK_SECONDS = 200, 60, 5
SETTLED_S, SAMPLE_S = 10, 1.0
FIRST = 7_000_000_000_000_000_000
WORDS = ["night", "river", "lamp", "bread", "cedar", "heron", "violin", "glass", "harbour", "moss"]
KEY = "a-key-of-the-benchmark"
LIMIT, CROWD = 100, 400
WIDE = {
    "TIKTOK_RATE_LIMIT_PER_MINUTE": 1_000_000,
    "TIKTOK_API_RATE_LIMITS": "user=1000000,video=1000000,hashtag=1000000,sound=1000000",
    "TIKTOK_API_LIVE_WORKERS": 0,
}
HEADERS = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After")
MIB = 2**20


def measure(*, quick: bool) -> Result:
    """Fill a store, ask it at a rate, then ask more than a limit allows."""
    videos, seconds = (QUICK_VIDEOS, QUICK_SECONDS) if quick else (VIDEOS, SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(f"sqlite:///{home / 'tiktok.db'}", videos)
        figures: dict[str, Any] = {"load": _load(home, videos, seconds), "limits": _limits(home)}
    about = (
        f"`scrapy serve` on loopback, one process, SQLite with {videos:,} videos of {USERS} accounts, "
        f"no key. A client of its own process asks {RATE} requests a second for {seconds} s, open loop: a "
        "latency counts from the moment at which its request was due. Lists, filters, details, histories, "
        "the overview and the trends in turn. Limits: two such processes with one Redis, "
        f"{CROWD} requests at once, half to each, against a limit of {LIMIT} a minute for one key."
    )
    return Result(about, [_load_table(figures["load"]), _limit_table(figures["limits"])], figures)


def fill(url: str, videos: int) -> None:
    """Write videos with their authors, sounds and hashtags."""
    dice, store = Random(20), Store.open(url)
    run_id = begin(store)
    people = [
        user(f"6{at:05}", unique_id=f"somebody{at}", follower_count=at * 7, run_id=run_id)
        for at in range(USERS)
    ]
    songs = [sound(f"5{at:05}", title=f"Song {at}", run_id=run_id) for at in range(SOUNDS)]
    tags = [hashtag(f"3{at:05}", f"tag{at}", view_count=at * 1000, run_id=run_id) for at in range(TAGS)]
    store.write([Page(records=(*people, *songs, *tags))])
    for start in range(0, videos, PAGE):
        made = tuple(_video(at, dice, run_id) for at in range(start, min(start + PAGE, videos)))
        store.write([Page(records=made)])
    store.close()


def _video(at: int, dice: Random, run_id: str) -> Any:
    views, tag = dice.randrange(10**7), dice.randrange(TAGS)
    return video(
        str(FIRST + at * 1_000_003), author_id=f"6{at % USERS:05}", author_unique_id=f"somebody{at % USERS}",
        sound_id=f"5{at % SOUNDS:05}", play_count=views,
        description=f"{WORDS[at % len(WORDS)]} {at % 997} train #tag{tag}",
        like_count=views // 10, comment_count=views // 100, share_count=views // 200, run_id=run_id,
        created_at=NOON - timedelta(minutes=at),
        hashtags=(HashtagRef(name=f"tag{tag}", hashtag_id=f"3{tag:05}"),),
    )  # fmt: skip


def paths(videos: int) -> list[str]:
    """Return what is asked, in turn."""
    dice, asked = Random(21), []
    for at in range(100):
        one = FIRST + dice.randrange(videos) * 1_000_003
        asked += [
            f"/api/v1/videos?limit=50&offset={50 * (at % 20)}",
            f"/api/v1/videos/{one}",
            "/api/v1/videos?sort=views&min_views=5000000&limit=50",
            f"/api/v1/videos/{one}/history",
            f"/api/v1/videos?user_id=6{dice.randrange(USERS):05}&limit=50",
            f"/api/v1/users/somebody{dice.randrange(USERS)}",
            f"/api/v1/videos?hashtag=tag{dice.randrange(TAGS)}&limit=20",
            "/api/v1/users?limit=50",
            "/api/v1/analytics/overview" if at % 2 else "/api/v1/analytics/trends?period=month",
            f"/api/v1/videos?limit=20&text={dice.choice(WORDS)}+{dice.randrange(997)}",
        ]
    return asked


def _load(home: Path, videos: int, seconds: int) -> dict[str, Any]:
    with served(home, free_port(), **WIDE) as client:
        server = _server_of(client)
        command = [
            sys.executable,
            "-m",
            "benchmarks.load_client",
            str(client.base_url),
            str(RATE),
            str(seconds),
        ]
        asked, told_ = home / "asked.txt", home / "told.json"
        asked.write_text("\n".join(paths(videos)))
        before = server.cpu_times()
        with asked.open() as stdin, told_.open("w") as stdout:
            memory = list(_memory(subprocess.Popen(command, stdin=stdin, stdout=stdout), server))
        told = json.loads(told_.read_text())
        after = server.cpu_times()
    used = after.user + after.system - before.user - before.system
    settled = memory[min(SETTLED_S, len(memory) - 1)]
    return {
        "statuses": told["statuses"],
        "seconds": told["seconds"],
        "cpu_share": used / told["seconds"],
        "latencies": {name: _quantiles(values) for name, values in _by_kind(told["latencies"]).items()},
        "mib": [round(one, 1) for one in memory],
        "mib_settled": settled,
        "mib_end": memory[-1],
        "mib_most": max(memory),
    }


def _memory(asking: subprocess.Popen[bytes], server: psutil.Process) -> Iterator[float]:
    """Give the server's resident set each second until the client is done asking."""
    while True:
        yield server.memory_info().rss / MIB
        try:
            asking.wait(SAMPLE_S)
        except subprocess.TimeoutExpired:
            continue
        return


def _server_of(client: httpx.Client) -> psutil.Process:
    for found in psutil.Process().children(recursive=True):
        if str(client.base_url.port) in found.cmdline():
            return found
    raise RuntimeError("the server's process is not there")


def _by_kind(latencies: Sequence[tuple[str, float]]) -> dict[str, list[float]]:
    kinds: dict[str, list[float]] = {"all": []}
    for path, took in latencies:
        kinds["all"].append(took)
        kinds.setdefault(kind_of(path), []).append(took)
    return kinds


def kind_of(path: str) -> str:
    """Return what a path asks for."""
    if "analytics" in path:
        return path.partition("?")[0].rpartition("/")[2]
    if "text=" in path:
        return "text search"
    if "history" in path:
        return "history"
    if "?" not in path:
        return "detail"
    return "filtered list" if any(word in path for word in ("min_", "user_id", "hashtag=")) else "list"


def _quantiles(values: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(values, n=100, method="inclusive") if len(values) > 1 else values * 99
    return {"requests": len(values), "p50": cuts[49], "p99": cuts[98], "most": max(values)}


def _limits(home: Path) -> dict[str, Any]:
    with RedisServer() as redis, ExitStack() as stack:
        settings = {
            "TIKTOK_API_LIVE_WORKERS": 0, "TIKTOK_REDIS_URL": redis.url, "TIKTOK_API_KEYS": KEY,
            "TIKTOK_API_KEYS_PLAN": "enterprise", "TIKTOK_API_RATE_LIMITS": f"video={LIMIT}",
        }  # fmt: skip
        clients = [stack.enter_context(served(home, free_port(), **settings)) for _ in range(2)]
        answers = asyncio.run(_crowd([str(client.base_url) for client in clients]))
    refused = [answer for answer in answers if answer.status_code == 429]
    whole = [answer for answer in refused if all(name in answer.headers for name in HEADERS)]
    right = [
        answer for answer in whole
        if answer.headers["X-RateLimit-Limit"] == str(LIMIT)
        and answer.headers["X-RateLimit-Remaining"] == "0" and 1 <= int(answer.headers["Retry-After"]) <= 60
    ]  # fmt: skip
    return {
        "statuses": dict(Counter(str(answer.status_code) for answer in answers)),
        "right_headers": len(right),
    }


async def _crowd(urls: list[str]) -> list[httpx.Response]:
    limits = httpx.Limits(max_connections=100)
    headers = {"X-API-Key": KEY}
    async with httpx.AsyncClient(timeout=60, limits=limits, headers=headers, trust_env=False) as client:
        asked = (client.get(f"{urls[at % len(urls)]}/api/v1/videos?limit=1") for at in range(CROWD))
        return await asyncio.gather(*asked)


def _load_table(load: dict[str, Any]) -> Table:
    table = Table(["asked", "requests", "p50 ms", "p99 ms", "most ms"], title="Stored data under load")
    for name, one in load["latencies"].items():
        table.add(name, f"{one['requests']:,}", *(f"{one[cut]:.1f}" for cut in ("p50", "p99", "most")))
    good = load["statuses"].get("200", 0)
    errors = sum(load["statuses"].values()) - good
    table.title += (
        f": {errors} errors in {errors + good:,} requests, {100 * load['cpu_share']:.0f} % of a core, memory "
        f"{load['mib_settled']:.0f} MiB after {SETTLED_S} s and {load['mib_end']:.0f} MiB at the end"
    )
    return table


def _limit_table(limits: dict[str, Any]) -> Table:
    table = Table(
        ["at once", "limit", "answered", "refused (429)", "with right headers"],
        title="One limit, two processes",
    )
    table.add(
        CROWD,
        LIMIT,
        limits["statuses"].get("200", 0),
        limits["statuses"].get("429", 0),
        limits["right_headers"],
    )
    return table
