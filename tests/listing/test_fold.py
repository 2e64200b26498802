"""Many lists under one verdict: what they add up to, and which reason stands."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tiktok_spiders.listing import STOP_OF_OUTCOME, Branch, ListingState, branch_state, fold, folded_state
from tiktok_spiders.listing.fold import _GRAVITY
from tiktok_spiders.listing.verdict import FINAL_STOPS

PARENT = ListingState(
    target="t", resource="comments", target_kind="video", target_key="7", clock=5.0, identities=["a", "b"]
)


def part(**given: Any) -> ListingState:
    return ListingState(target="t", resource="replies", **{"stop_reason": "end", **given})


def total_of(*parts: ListingState) -> ListingState:
    total = folded_state(PARENT, "replies")
    for one in parts:
        fold(total, one)
    return total


def test_no_lists_lack_nothing() -> None:
    total = total_of()
    assert (total.expected, total.unique, total.stop_reason, total.target_key) == (0, 0, "end", "7")


def test_counts_add_up() -> None:
    total = total_of(
        part(unique=3, received=4, pages=1, requests=2, expected=3, oldest=5.0, outcomes={"ok": 1}),
        part(unique=2, received=2, pages=2, requests=2, expected=4, oldest=3.0, outcomes={"ok": 2}),
    )
    assert (total.unique, total.received, total.pages, total.requests, total.expected) == (5, 6, 3, 4, 7)
    assert (total.oldest, total.outcomes, total.lists) == (3.0, {"ok": 3}, 2)


def test_a_list_cut_by_a_limit_is_expected_to_hold_the_limit() -> None:
    assert total_of(part(asked=5, expected=90, unique=5), part(asked=5, expected=2, unique=2)).expected == 7


def test_one_list_of_unknown_length_makes_the_sum_unknown() -> None:
    assert total_of(part(expected=3), part(expected=None)).expected is None


@pytest.mark.parametrize(
    ("reasons", "worst"),
    [
        (("end", "max_items", "end"), "max_items"),
        (("max_items", "cap"), "cap"),
        (("cap", "blocked", "captcha"), "blocked"),
        (("known_item", "end"), "known_item"),
        (("end", "empty_windows"), "empty_windows"),
    ],
)
def test_the_worst_reason_stands_in_whatever_order(reasons: tuple[str, ...], worst: str) -> None:
    for order in itertools.permutations(reasons):
        assert total_of(*(part(stop_reason=reason) for reason in order)).stop_reason == worst


def test_the_words_are_those_of_the_worst() -> None:
    total = total_of(part(stop_reason="blocked", message="empty", status_code=3), part(message="fine"))
    assert (total.message, total.status_code) == ("empty", 3)


def test_every_reason_has_its_gravity() -> None:
    assert set(STOP_OF_OUTCOME.values()) - {"region"} <= set(_GRAVITY)
    assert FINAL_STOPS - {"invalid_target"} <= set(_GRAVITY)


def test_capped_lists_are_counted() -> None:
    assert total_of(part(stop_reason="cap"), part(), part(stop_reason="cap")).capped == 2


def test_a_branch_begins_with_its_parents_last_identity_and_its_own_arguments() -> None:
    branch = Branch(resource="replies", args={"comment": "9"}, expected=4, asked=2, grace=1)
    made = branch_state(PARENT, branch)
    assert (made.identities, made.args, made.expected, made.asked, made.grace) == (
        ["b"],
        {"comment": "9"},
        4,
        2,
        1,
    )
    assert (made.pages, made.stop_reason, made.target_kind) == (0, None, "video")
    made.args["comment"] = "10"
    assert branch.args == {"comment": "9"}


def test_a_sum_survives_a_stop_of_the_process() -> None:
    total = total_of(part(unique=3))
    parent = ListingState.load({**PARENT.dump(), "folded": {"replies": total.dump()}})
    assert folded_state(parent, "replies").unique == 3
