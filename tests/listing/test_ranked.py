"""Lists by offset or by a falling cursor: recall, limits, caps, and what ends them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.listing.far import NOW, Falling, Ranked, video, walk
from tiktok_spiders.endpoints.hashtags import CAP_FROM, RANKED
from tiktok_spiders.endpoints.relations import RELATED
from tiktok_spiders.listing import ListingState, make_verdict
from tiktok_spiders.listing.engine import MAX_DOUBTS, MAX_REPEATS

if TYPE_CHECKING:
    from tiktok_spiders.endpoints.paging import Opaque

FAULTS = ("repeated_page", "stuck_cursor", "false_end", "has_more_true", "empty_page")
KINDS = ((Ranked, RANKED), (Falling, RELATED))


def status(state: ListingState) -> str:
    """Return the status of the verdict."""
    return make_verdict(state, run_id="r", spider="hashtag", now=NOW).status


@pytest.mark.parametrize(("far", "paging"), KINDS)
@pytest.mark.parametrize("size", [0, 1, 29, 30, 31, 60, 149])
@pytest.mark.parametrize("overlap", [False, True])
def test_every_member_comes_once(far: type[Ranked], paging: Opaque, size: int, overlap: bool) -> None:
    records, state = walk(far(size, overlap=overlap), paging, expected=size)
    assert [record.video_id for record in records] == [video(place).video_id for place in range(size)]
    assert (state.stop_reason, status(state)) == ("end", "complete")


@pytest.mark.parametrize(("far", "paging"), KINDS)
@pytest.mark.parametrize("limit", [0, 1, 29, 30, 31, 100])
def test_a_limit_is_exact(far: type[Ranked], paging: Opaque, limit: int) -> None:
    records, state = walk(far(100), paging, asked=limit, expected=100)
    assert len(records) == limit
    assert (state.stop_reason, status(state)) == ("max_items", "limited")


@pytest.mark.parametrize(("far", "paging"), KINDS)
@pytest.mark.parametrize("seed", range(25))
def test_faults_cost_no_member(far: type[Ranked], paging: Opaque, seed: int) -> None:
    dice = random.Random(seed)
    faults = {number: dice.choice(FAULTS) for number in range(2, 300) if dice.random() < 0.2}
    records, state = walk(far(330, faults=faults, overlap=seed % 2 == 0), paging, expected=330)
    assert sorted(record.video_id for record in records) == [video(place).video_id for place in range(330)]
    assert status(state) == "complete"


@pytest.mark.parametrize("overlap", [False, True])
def test_a_list_that_ends_short_is_not_asked_for_ever(overlap: bool) -> None:
    far = Ranked(100, overlap=overlap)
    records, state = walk(far, RANKED, expected=103)
    assert len(records) == 100
    assert (state.stop_reason, status(state)) == ("end", "short")
    assert far.requests <= 6 + MAX_DOUBTS


def test_a_ranked_list_cut_off_early_is_capped_with_both_numbers() -> None:
    records, state = walk(Ranked(CAP_FROM + 31), RANKED, expected=494_344)
    assert len(records) == CAP_FROM + 31
    assert (state.stop_reason, status(state)) == ("cap", "capped")
    assert state.message == "TikTok's list ends after 181; TikTok counts 494,344"


def test_a_capped_list_without_a_counter_says_what_it_saw() -> None:
    _, state = walk(Ranked(CAP_FROM), RANKED)
    assert (state.stop_reason, state.message) == ("cap", "TikTok's list ends after 150")


def test_below_the_least_cap_an_early_end_is_short() -> None:
    _, state = walk(Ranked(CAP_FROM - 1), RANKED, expected=494_344)
    assert (state.stop_reason, status(state)) == ("end", "short")


def test_a_page_that_always_comes_again_ends_the_list_as_short() -> None:
    far = Ranked(100, faults=dict.fromkeys(range(3, 300), "repeated_page"))
    records, state = walk(far, RANKED, expected=100)
    assert (len(records), state.stop_reason, status(state)) == (60, "repeated_page", "short")
    assert far.requests == 3 + MAX_REPEATS


def test_a_false_end_is_asked_again_with_another_device() -> None:
    far = Ranked(40, faults={1: "false_end", 3: "false_end"})
    records, state = walk(far, RANKED)
    assert (len(records), state.stop_reason, far.requests) == (40, "end", 4)


def test_a_search_that_only_says_false_ends_is_not_called_complete() -> None:
    _, state = walk(Ranked(40, faults=dict.fromkeys(range(1, 300), "false_end")), RANKED)
    assert status(state) == "short"


def test_known_members_are_left_out_of_a_ranked_list_and_do_not_end_it() -> None:
    known = {video(place).video_id for place in (0, 5, 31)}
    records, state = walk(Ranked(40), RANKED, known=known, expected=40, new_only=True)
    assert len(records) == 37
    assert (state.known, state.stop_reason, status(state)) == (3, "known_item", "limited")


def test_known_members_count_for_whether_anything_is_lacking() -> None:
    far = Ranked(90)
    _, state = walk(far, RANKED, known={video(place).video_id for place in range(90)}, expected=90)
    assert (state.unique, state.known, far.requests) == (0, 90, 3)


def test_a_period_only_filters_a_ranked_list() -> None:
    since, until = NOW - 400 * 86_400, NOW - 100 * 86_400
    records, state = walk(Ranked(100), RANKED, expected=100, since=float(since), until=float(until))
    inside = [
        one.video_id
        for one in map(video, range(100))
        if one.created_at and since <= one.created_at.timestamp() <= until
    ]
    assert [record.video_id for record in records] == inside
    assert 0 < len(inside) < 100
    assert state.received == 100


def test_a_falling_cursor_goes_back_and_minus_one_ends() -> None:
    far = Falling(95)
    records, _ = walk(far, RELATED, expected=95)
    assert (len(records), far.requests) == (95, 4)


def test_a_list_that_tiktok_calls_truncated_is_capped_at_once_however_short_it_is() -> None:
    far = Falling(95, truncated=True)
    records, state = walk(far, RELATED, expected=2_762_777)
    assert (len(records), far.requests) == (95, 4)
    assert (state.stop_reason, status(state)) == ("cap", "capped")
    assert state.message == "TikTok's list ends after 95; TikTok counts 2,762,777"


def test_a_truncated_list_goes_on_while_there_is_more() -> None:
    records, state = walk(Falling(95, faults={2: "truncated"}), RELATED, expected=95)
    assert (len(records), state.stop_reason) == (95, "end")


@pytest.mark.parametrize(("far", "paging"), KINDS)
def test_an_end_without_a_list_is_asked_for_again_at_its_own_place(far: type[Ranked], paging: Opaque) -> None:
    records, state = walk(far(100, faults={2: "no_list"}, truncated=True), paging, expected=400)
    assert (len(records), state.stop_reason) == (100, "cap")


@pytest.mark.parametrize(("far", "paging"), KINDS)
def test_a_list_of_unknown_length_that_promised_more_is_not_ended_by_one_empty_page(
    far: type[Ranked], paging: Opaque
) -> None:
    made = far(100, faults={3: "no_list"})
    records, state = walk(made, paging)
    assert (len(records), state.stop_reason, made.requests) == (100, "end", 5)


def test_an_empty_list_is_believed_at_once() -> None:
    made = Ranked(0)
    _, state = walk(made, RANKED)
    assert (made.requests, status(state)) == (1, "complete")
