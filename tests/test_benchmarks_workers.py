"""What the benchmarks of many machines make of a log, of rows and of rates."""

from __future__ import annotations

from typing import Any

from benchmarks import scaling, workers_killed
from benchmarks.fetched import repeated


def asked(path: str, query: str = "", endpoint: str = "list") -> dict[str, Any]:
    return {"path": path, "query": query, "endpoint": endpoint}


def test_a_resource_is_what_is_asked_for_whoever_asks() -> None:
    log = [
        asked("/robots.txt", endpoint="robots"),
        asked("/robots.txt", endpoint="robots"),
        asked("/@ann"),
        asked("/@bob"),
        asked("/list", "secUid=a&cursor=1&msToken=x"),
        asked("/list", "msToken=y&cursor=1&secUid=a"),
        asked("/list", "secUid=a&cursor=2"),
        asked("/list", "secUid=b&cursor=2"),
        asked("/@ann"),
        asked("/@ann"),
    ]
    assert repeated(log) == 3


def test_a_target_is_lost_with_one_of_its_videos() -> None:
    known = {"ann": {"ids": ["1", "2"]}, "bob": {"ids": ["3"]}, "eve": {"ids": []}}
    told = workers_killed._compare(known, {("ann", "1"), ("bob", "3"), ("bob", "9")}, 0)
    assert (told["targets"], told["targets_lost"]) == (3, 1)
    assert (told["listed"], told["lost"], told["foreign"]) == (3, 1, 1)


def test_speed_up_is_that_of_the_medians() -> None:
    def rounds(*seconds: float) -> list[dict[str, Any]]:
        return [{"videos": 100, "seconds": each} for each in seconds]

    figures = {"1": rounds(10, 10, 40), "2": rounds(5, 5, 5), "4": rounds(2, 4, 4)}
    assert scaling._speed_ups(figures) == {"1": 1.0, "2": 2.0, "4": 2.5}
