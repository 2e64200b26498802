"""Lists that are in no order of time, of which a period leaves out a part."""

from __future__ import annotations

import pytest

from tests.listing.far import NOW, Ranked, video, walk
from tests.narrow import there
from tiktok_spiders.endpoints.paging import Opaque
from tiktok_spiders.listing import ListingState, coverage, fold, folded_state, status_of

RANKED = Opaque(newest_first=False)
SINCE, UNTIL = NOW - 400 * 86_400.0, NOW - 100 * 86_400.0
MEMBERS = [there(video(place).created_at).timestamp() for place in range(100)]
LEAST = 4
"""Requests for 100 members."""


@pytest.mark.parametrize(("since", "until"), [(SINCE, None), (None, UNTIL), (SINCE, UNTIL)])
def test_what_a_period_leaves_out_is_not_lacking(since: float | None, until: float | None) -> None:
    far = Ranked(100)
    records, state = walk(far, RANKED, expected=100, since=since, until=until)
    inside = [when for when in MEMBERS if (since or 0) <= when <= (until or NOW)]
    assert 0 < len(records) == len(inside) < 100
    assert (status_of(state), coverage(state), far.requests) == ("limited", None, LEAST)
    assert state.stop_reason == ("end" if since is None else "since")


def test_a_period_that_holds_everything_leaves_the_list_complete() -> None:
    _, state = walk(Ranked(100), RANKED, expected=100, since=1.0, until=float(NOW))
    assert (status_of(state), state.stop_reason) == ("complete", "end")


def test_lists_with_members_left_out_make_a_sum_that_says_so() -> None:
    total = folded_state(ListingState(target="t", resource="comments"), "replies")
    part = ListingState(
        target="t", resource="replies", expected=4, unique=1, outside=3, since=1.0, stop_reason="since"
    )
    fold(total, part)
    assert (status_of(total), total.outside) == ("limited", 3)
    part = ListingState(target="t", resource="replies", expected=4, unique=1, outside=3, stop_reason="end")
    total = folded_state(ListingState(target="t", resource="comments"), "replies")
    fold(total, part)
    assert status_of(total) == "limited"


def test_what_is_lacking_beside_a_period_is_lacking() -> None:
    _, state = walk(Ranked(100), RANKED, expected=120, since=SINCE)
    assert (status_of(state), state.unique + state.outside) == ("short", 100)


def test_without_a_total_a_period_still_limits() -> None:
    _, state = walk(Ranked(100), RANKED, until=UNTIL)
    assert (status_of(state), coverage(state)) == ("limited", None)
