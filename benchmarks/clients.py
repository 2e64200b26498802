"""The same listing by clients of the real TikTok and by ours: time, requests, and honesty under faults."""

from __future__ import annotations

import json
import os
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from benchmarks.result import Result, Table, span, spans
from tests.crawling import Crawl
from tests.e2e import real_clients
from tests.e2e.real_clients import GUARD, Clients
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.e2e.real_clients import Ran

LIST = "creator/item_list"
EMPTY = {"kind": "empty", "where": LIST, "share": 0.2}
TIMEOUT = 600.0


@dataclass(slots=True)
class Listed:
    """What one listing came to."""

    ids: list[str]
    told: str
    """Exit status, and our verdict."""


def measure(*, quick: bool) -> Result:
    """List one user with each client, first undisturbed and then with empty answers."""
    videos, rounds = (60, 1) if quick else (1500, 3)
    world = ("--bulk", str(videos), "--users", "1", "--proxies", "1", "--lookback-days", "0")
    with StandinProcess(*world) as standin, patch.object(real_clients, "TIMEOUT", TIMEOUT):
        (handle,) = standin.handles()
        tools = _tools(standin, handle)
        figures: dict[str, Any] = {}
        for label, plan in (("none", []), ("20 % empty lists", [EMPTY])):
            for name, tool in tools.items():
                figures[f"{name}, {label}"] = [_run(standin, tool, handle, plan) for _ in range(rounds)]
    about = (
        f"One user of {videos:,} videos behind the stand-in's TLS proxy, lists without bound on look-back. "
        f"yt-dlp {version('yt-dlp')} (`-J --flat-playlist`) and gallery-dl {version('gallery-dl')} "
        "(`-j --simulate`) unmodified, with their own waits; `user` with SQLite and a JSON Lines feed, "
        "one identity, no delay, its own waits before repetitions. Start of the process included. "
        f"Median of {rounds} (least–most)."
    )
    return Result(about, [_table(figures)], figures)


def _tools(standin: StandinProcess, handle: str) -> dict[str, Callable[[], Listed]]:
    address = f"https://www.tiktok.com/@{handle}"
    return {
        f"yt-dlp {version('yt-dlp')}": lambda: _yt_dlp(standin, address),
        f"gallery-dl {version('gallery-dl')}": lambda: _gallery_dl(standin, address),
        "`user`": lambda: _ours(standin, handle, {"TIKTOK_BACKOFF": 1}),
    }


def _run(standin: StandinProcess, tool: Callable[[], Listed], handle: str, plan: list[Any]) -> dict[str, Any]:
    wanted = set(standin.truth(handle)["ids"])
    standin.set_plan(*plan)
    standin.clear_log()
    began = time.perf_counter()
    listed = tool()
    seconds = time.perf_counter() - began
    return {
        "seconds": seconds,
        "found": len(wanted & set(listed.ids)),
        "of": len(wanted),
        "items_per_second": len(listed.ids) / seconds,
        "requests": standin.stats()["requests"],
        "told": listed.told,
    }


@contextmanager
def _clients(standin: StandinProcess) -> Iterator[Clients]:
    with tempfile.TemporaryDirectory() as folder:
        yield Clients(standin.proxy, standin.ca, Path(folder))


def _yt_dlp(standin: StandinProcess, address: str) -> Listed:
    with _clients(standin) as clients:
        ran = clients.yt_dlp("-J", "--flat-playlist", address)
    entries = (json.loads(ran.stdout or "null") or {}).get("entries") or []
    return Listed([entry["id"] for entry in entries if entry], _told(ran))


def _gallery_dl(standin: StandinProcess, address: str) -> Listed:
    with _clients(standin) as clients:
        ran = clients.gallery_dl("-j", "--simulate", f"{address}/posts")
    messages = json.loads(ran.stdout or "[]")
    return Listed([one[1]["id"] for one in messages if one[0] == 2], _told(ran))


def _told(ran: Ran) -> str:
    errors = sum(line.startswith("ERROR") or "][error]" in line for line in ran.stderr.splitlines())
    return f"exit status {ran.status}, {errors} error lines"


def _ours(standin: StandinProcess, handle: str, settings: dict[str, Any]) -> Listed:
    """Crawl through the proxy that the environment names, as curl would."""
    around = {"https_proxy": standin.proxy, "SSL_CERT_FILE": standin.ca, "PYTHONPATH": str(GUARD)}
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, around):
        own = {"TIKTOK_IDENTITIES": 1, "TIKTOK_PROGRESS": "off", "TIKTOK_LOOKBACK_DAYS": 365}
        crawl = Crawl(Path(folder), "https://www.tiktok.com", settings=own | settings)
        crawl.run("user", timeout=TIMEOUT, users=handle)
        verdict = crawl.verdicts()[handle]
        ids = [video["video_id"] for video in crawl.records("video")]
    found = f"{verdict['unique']}/{verdict['expected']}"
    told = f"exit status {crawl.status}, verdict `{verdict['status']}` ({found})"
    return Listed(ids, told)


def _table(figures: dict[str, list[dict[str, Any]]]) -> Table:
    table = Table(["client, faults", "s", "items/s", "requests", "items found", "what it tells"])
    for name, rounds in figures.items():
        told = sorted({one["told"] for one in rounds})
        table.add(
            name,
            *spans(rounds, seconds=1, items_per_second=0, requests=0),
            f"{span([one['found'] for one in rounds])} of {rounds[0]['of']:,}",
            "; ".join(told),
        )
    return table
