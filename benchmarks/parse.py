"""What it costs to read a payload, against decoding its JSON and nothing else."""

from __future__ import annotations

import json
import statistics
import time
from typing import TYPE_CHECKING, Any

from benchmarks.answers import capture, fetch, list_body, now_ms
from benchmarks.result import Result, Table
from tests.standin_process import StandinProcess
from tiktok_spiders.pages.item_list import read_item_list
from tiktok_spiders.pages.user_page import read_user_page
from tiktok_spiders.pages.video_page import read_video_page

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS, QUICK_ROUNDS = 400, 20


def measure(*, quick: bool) -> Result:
    """Read one list page, one profile page and one video page again and again."""
    rounds = QUICK_ROUNDS if quick else ROUNDS
    with StandinProcess("--bulk", "60", "--users", "1") as standin:
        (handle,) = standin.handles()
        truth = standin.truth(handle)
        list_url, listed = list_body(standin, truth["user"]["sec_uid"], now_ms())
        profile_url = f"{standin.url}/@{handle}"
        video_url = f"{profile_url}/video/{truth['ids'][0]}"
        profile, video = fetch(profile_url), fetch(video_url)
    figures = {
        "list": _both(rounds, listed, lambda: read_item_list(listed, capture(list_url))),
        "profile page": _one(rounds, profile, lambda: read_user_page(profile, capture(profile_url))),
        "video page": _one(rounds, video, lambda: read_video_page(video, capture(video_url))),
    }
    about = (
        f"Answers of the stand-in, in size and shape like recorded ones; median of {rounds} readings. "
        "The yardstick is `json.loads` of the same body."
    )
    return Result(about, [_table(figures)], figures)


def _both(rounds: int, body: bytes, read: Callable[[], Any]) -> dict[str, float]:
    told = _one(rounds, body, read)
    loads = _microseconds(lambda: json.loads(body), rounds)
    return told | {"json_us": loads, "share_of_json": told["us"] / loads}


def _one(rounds: int, body: bytes, read: Callable[[], Any]) -> dict[str, float]:
    records = len(read().records)
    if not records:
        raise RuntimeError("the answer holds no record")
    taken = _microseconds(read, rounds)
    return {"bytes": len(body), "records": records, "us": taken, "us_a_record": taken / records}


def _microseconds(work: Callable[[], Any], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1e6


def _table(figures: dict[str, dict[str, float]]) -> Table:
    table = Table(
        ["answer", "bytes", "records", "µs", "µs a record", "`json.loads`, µs", "times `json.loads`"]
    )
    for name, told in figures.items():
        loads = told.get("json_us")
        table.add(
            name,
            f"{told['bytes']:,}",
            told["records"],
            f"{told['us']:,.0f}",
            f"{told['us_a_record']:,.0f}",
            "–" if loads is None else f"{loads:,.0f}",
            "–" if loads is None else f"{told['share_of_json']:.2f}",
        )
    return table
