"""Counts are made once for all who ask at once, and remembered for a minute."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from tiktok_spiders.api.stored import totals
from tiktok_spiders.api.stored.totals import OLD_S, Totals


def test_who_asks_at_once_is_counted_for_once() -> None:
    held, counted, all_there = Event(), [], Barrier(8)
    known = Totals()

    def count() -> int:
        counted.append(1)
        assert held.wait(10)
        return 42

    def ask(_: int) -> int:
        all_there.wait(10)
        return known.get("all", count)

    with ThreadPoolExecutor(8) as pool:
        asked = pool.map(ask, range(8))
        held.set()
        assert list(asked) == [42] * 8
    assert len(counted) == 1


def test_a_count_is_at_most_a_minute_old() -> None:
    now = [0.0]
    known = Totals(lambda: now[0])
    assert known.get("all", lambda: 1) == 1
    now[0] = OLD_S - 0.1
    assert known.get("all", lambda: 2) == 1
    assert known.get("others", lambda: 3) == 3
    now[0] = OLD_S
    assert known.get("all", lambda: 2) == 2


def test_a_count_that_failed_is_tried_again() -> None:
    known = Totals()

    def fail() -> int:
        raise OSError("away")

    with pytest.raises(OSError, match="away"):
        known.get("all", fail)
    assert known.get("all", lambda: 5) == 5


def test_not_more_are_remembered_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(totals, "MOST", 2)
    known = Totals()
    for name in ("a", "b", "c"):
        known.get(name, lambda: 1)
    assert known.get("a", lambda: 2) == 2
    assert known.get("c", lambda: 2) == 1
