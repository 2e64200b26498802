"""How long the next crawl of a process waits."""

from __future__ import annotations

from random import Random

from tiktok_spiders.api.live.pace import Pace


def test_what_is_left_of_the_delay_is_told() -> None:
    now = [100.0]
    pace = Pace(2, clock=lambda: now[0], random=Random(1))
    assert pace.left() == 0
    pace.used()
    first = pace.left()
    assert 1 <= first <= 3
    now[0] += first / 2
    assert pace.left() == first / 2
    now[0] += 3
    assert pace.left() == 0


def test_without_a_delay_nothing_waits() -> None:
    pace = Pace(0)
    pace.used()
    assert pace.left() == 0
