from __future__ import annotations

from typing import Any

import pytest

from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.counters import counter, is_rounded, rounded_names, told


@pytest.mark.parametrize("number", [10_000, 12_100, 427_700, 1_900_000, 6_800_000, 2_700_000_000])
def test_rounded(number: int) -> None:
    assert is_rounded(number)


@pytest.mark.parametrize("number", [0, 9_900, 10_001, 124_842, 427_682, 1_585_253, 2_680_875_280 + 1])
def test_exact(number: int) -> None:
    assert not is_rounded(number)


@pytest.mark.parametrize(
    ("candidates", "expected", "failed"),
    [
        (("427682", 427700), 427682, False),
        ((None, 427700), 427700, False),
        ((None, "124842"), 124842, False),
        (("2680875280", 2_700_000_000, -1614092016), 2680875280, False),
        (("-1614092016", 12), 12, False),
        ((None, -1614092016), None, True),
        (("2.9k", None), None, True),
        ((True, 1.0), None, True),
        ((None, None), None, False),
        (("0", 5), 0, False),
    ],
)
def test_first_usable_candidate(candidates: tuple[Any, ...], expected: int | None, *, failed: bool) -> None:
    misread = Misread()
    assert counter(candidates, "video/x", misread) == expected
    assert misread == ({"video/x": 1} if failed else {})


def test_zero_that_is_not_told() -> None:
    assert told(("0", 0), "video/repost_count", Misread()) is None
    assert told(("7",), "video/repost_count", Misread()) == 7


def test_names_of_the_rounded() -> None:
    counts = {"play_count": 2_900_000, "comment_count": 499, "share_count": None, "like_count": 105_200}
    assert rounded_names(counts) == ("play_count", "like_count")
