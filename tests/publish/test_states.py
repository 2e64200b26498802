"""Which state may follow which."""

from __future__ import annotations

import pytest

from tiktok_spiders.publish.states import MOVES, NOT_POSTED, OPEN, MoveError, State, check_move


def test_every_state_says_what_follows() -> None:
    assert set(MOVES) == set(State)
    assert {str(state) for state in State} == {
        "queued",
        "claimed",
        "starting",
        "uploading",
        "processing",
        "published",
        "inbox",
        "unknown",
        "cancelled",
        "failed",
    }


def test_a_second_beginning_only_from_where_the_first_is_known() -> None:
    before = {old for old, new in MOVES.items() if State.STARTING in new}

    assert before == {State.CLAIMED, State.UPLOADING}
    assert State.STARTING not in MOVES[State.UNKNOWN]


def test_what_is_posted_stays_so() -> None:
    assert MOVES[State.PUBLISHED] == frozenset()
    assert State.QUEUED not in MOVES[State.INBOX]
    assert {old for old, new in MOVES.items() if State.QUEUED in new} == {
        State.CLAIMED,
        State.STARTING,
        State.UNKNOWN,
        *NOT_POSTED,
    }


def test_a_refusal_names_what_may_follow() -> None:
    with pytest.raises(MoveError, match="published cannot become queued; what may follow is nothing"):
        check_move(State.PUBLISHED, State.QUEUED)
    with pytest.raises(MoveError, match=r"unknown cannot become starting; .* inbox, published, queued"):
        check_move(State.UNKNOWN, State.STARTING)
    check_move(State.QUEUED, State.CLAIMED)


def test_open_states_are_those_without_an_end() -> None:
    assert OPEN.isdisjoint({State.PUBLISHED, State.INBOX, State.UNKNOWN, State.CANCELLED, State.FAILED})
