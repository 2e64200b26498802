"""Everything against the crawl at once, in small; ``benchmarks/hostile.py`` is the same in full size."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.hostile import crawl_once

USERS, VIDEOS, BUDGET = 6, 150, 3


@pytest.fixture(scope="module")
def hostile() -> dict[str, Any]:
    """What came of the crawl, and what the stand-in saw of it."""
    return crawl_once(USERS, VIDEOS, hostile=True)


@pytest.fixture(scope="module")
def signed() -> dict[str, Any]:
    """The same where the unsigned list is withheld, so that the browser has to ask for all of it."""
    withheld = {"kind": "empty", "where": "creator/item_list"}
    return crawl_once(2, VIDEOS, hostile=True, faults=(withheld,), budget=BUDGET)


def test_all_is_found_and_no_verdict_lies(hostile: dict[str, Any]) -> None:
    assert hostile["status"] == 0, hostile["stderr"]
    assert hostile["tracebacks"] == 0
    assert hostile["found"] == hostile["listed"] == USERS * VIDEOS
    assert (hostile["duplicates"], hostile["foreign"], hostile["false_complete"]) == (0, 0, [])
    assert hostile["verdicts"] == {"complete": USERS}
    assert {"empty"} <= set(hostile["injected"])
    assert hostile["requests_an_item"] < 0.4


@pytest.mark.parametrize("run", ["hostile", "signed"])
def test_identities_are_never_mixed(run: str, request: pytest.FixtureRequest) -> None:
    seen: dict[str, Any] = request.getfixturevalue(run)
    assert (seen["mixed"], seen["mixed_by"]) == (0, {})
    assert seen["most_at_once_of_a_visitor"] == 1
    assert seen["visitors"] > 1


@pytest.mark.parametrize("run", ["hostile", "signed"])
def test_tokens_are_renewed(run: str, request: pytest.FixtureRequest) -> None:
    seen: dict[str, Any] = request.getfixturevalue(run)
    tokens = seen["tokens"]
    assert tokens["renewed"] >= 0.5 * tokens["later"] > 0
    assert seen["tokens_stale"] == 0
    assert not [name for name in seen["refusals"] if name.startswith("token ")]


def test_budgets_are_respected(signed: dict[str, Any]) -> None:
    assert signed["status"] == 0, signed["stderr"]
    assert signed["found"] == signed["listed"] == 2 * VIDEOS
    assert (signed["duplicates"], signed["false_complete"]) == (0, [])
    assert signed["signed"] > 0
    assert signed["beyond_identity_budget"] == 0
    assert max(signed["signed_by_visitor"].values()) <= BUDGET
