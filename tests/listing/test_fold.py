"""Many small lists under one verdict."""

from __future__ import annotations

from typing import Any

import pytest

from tiktok_spiders.listing import (
    Branch,
    ListingState,
    branch_state,
    cut_short,
    fold,
    folded_state,
    status_of,
)


def parent(**given: Any) -> ListingState:
    return ListingState(target="t", resource="comments", target_key="1", clock=5.0, **given)


def replies(unique: int, expected: int | None, reason: str = "end", **given: Any) -> ListingState:
    known = {"received": unique, "unique": unique, "expected": expected, "requests": 1, "pages": 1}
    return ListingState(target="t", resource="replies", stop_reason=reason, **known | given)


def folded(*parts: ListingState) -> ListingState:
    total = folded_state(parent(), "replies")
    for part in parts:
        fold(total, part)
    return total


def test_without_branches_nothing_is_lacking() -> None:
    total = folded()
    assert (total.resource, total.unique, total.expected, status_of(total)) == ("replies", 0, 0, "complete")


def test_a_sum_goes_on_where_it_was_put_down() -> None:
    total = folded(replies(3, 3))
    again = folded_state(parent(folded={"replies": total.dump()}), "replies")
    fold(again, replies(4, 4))
    assert (again.unique, again.expected, again.requests, again.lists) == (7, 7, 2, 2)


def test_numbers_are_added_and_names_kept_once() -> None:
    total = folded(
        replies(3, 3, transports={"browser": 1}, outcomes={"ok": 1}, identities=["a"], oldest=4.0),
        replies(2, 2, transports={"browser": 2}, outcomes={"empty": 1}, identities=["a", "b"], newest=9.0),
    )
    assert (total.transports, total.outcomes) == ({"browser": 3}, {"ok": 1, "empty": 1})
    assert (total.identities, total.oldest, total.newest) == (["a", "b"], 4.0, 9.0)
    assert status_of(total) == "complete"


def test_a_list_cut_by_our_limit_is_expected_to_hold_the_limit() -> None:
    total = folded(replies(5, 60, "max_items", asked=5), replies(2, 2, asked=5))
    assert (total.unique, total.expected, status_of(total)) == (7, 7, "limited")


def test_what_one_list_lacks_another_cannot_make_up() -> None:
    total = folded(replies(1, 4), replies(3, 3))
    assert (total.unique, total.expected, status_of(total)) == (4, 7, "short")


@pytest.mark.parametrize("reason", ["missing", "private"])
def test_one_list_of_many_that_is_gone_is_lacking(reason: str) -> None:
    total = folded(replies(3, 3), replies(0, 2, reason, message="gone", status_code=10204), replies(1, 1))
    assert (total.stop_reason, status_of(total), total.unique, total.expected) == ("end", "short", 4, 6)
    assert (total.message, total.status_code) == ("gone", 10204)


def test_a_list_of_unknown_length_that_is_gone_says_so() -> None:
    total = folded(replies(3, 3), replies(0, None, "missing", message="gone"))
    assert (status_of(total), total.expected, total.message) == ("missing", None, "gone")


@pytest.mark.parametrize("order", [1, -1])
def test_the_worst_reason_stands_with_its_words(order: int) -> None:
    parts = [replies(0, 3, "blocked", message="no body"), replies(1, 1), replies(5, 9, "max_items", asked=5)]
    total = folded(*parts[::order])
    assert (total.stop_reason, total.message) == ("blocked", "no body")


def test_a_listing_that_broke_off_knows_not_how_many_more() -> None:
    total = folded(replies(3, 3))
    broken = parent(
        stop_reason="captcha", message="a captcha", status_code=10000, folded={"replies": total.dump()}
    )
    cut = cut_short(broken, "replies")
    assert (cut.unique, cut.expected, cut.expected_from) == (3, None, None)
    assert (cut.stop_reason, cut.message, cut.status_code) == ("captcha", "a captcha", 10000)


def test_a_branch_begins_with_what_its_listing_knows() -> None:
    branch = Branch(resource="replies", args={"comment": "7"}, expected=4, asked=3)
    state = branch_state(parent(identities=["a", "b"], since=1.0, new_only=True), branch)
    assert (state.resource, state.args, state.expected, state.asked) == ("replies", {"comment": "7"}, 4, 3)
    assert (state.identities, state.since, state.new_only) == (["b"], 1.0, True)
    assert state.expected_from == "header"
    assert branch_state(parent(), Branch(resource="replies", args={})).expected_from is None
