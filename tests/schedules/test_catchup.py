from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.schedules.conftest import START, schedule
from tiktok_spiders.schedules.catchup import GRACE, MOST, plan, run_of

TEN = timedelta(minutes=10)


def planned(each, now, active=None):
    made = plan(each, now, active)
    return [(run.due_at - START) // TEN for run in made.runs], [run.state for run in made.runs], made


def test_nothing_is_due_yet():
    made = plan(schedule(), START + TEN - timedelta(seconds=1), None)
    assert (made.runs, made.next_run_at) == ([], START + TEN)


@pytest.mark.parametrize("policy", ["skip", "once", "all"])
def test_a_little_late_is_not_missed(policy):
    due, states, made = planned(schedule(catch_up=policy), START + TEN + GRACE)
    assert (due, states, made.next_run_at) == ([1], ["planned"], START + 2 * TEN)


@pytest.mark.parametrize(
    ("policy", "minutes", "due", "states"),
    [
        ("skip", 35, [3], ["missed"]),
        ("once", 35, [3], ["planned"]),
        ("all", 35, [1, 2, 3], ["planned"] * 3),
        ("skip", 40, [3, 4], ["missed", "planned"]),
        ("once", 40, [3, 4], ["missed", "planned"]),
        ("all", 40, [1, 2, 3, 4], ["planned"] * 3 + ["skipped"]),
    ],
)
def test_policies(policy, minutes, due, states):
    found = planned(schedule(catch_up=policy), START + timedelta(minutes=minutes))
    assert found[:2] == (due, states)
    assert found[2].next_run_at == START + (minutes // 10 + 1) * TEN


@pytest.mark.parametrize(("policy", "state"), [("skip", "missed"), ("once", "skipped"), ("all", "planned")])
def test_while_the_last_job_has_not_ended(policy, state):
    each = schedule(catch_up=policy)
    last = replace(run_of(each, START, START, "planned"), state="sent")
    _, states, made = planned(each, START + TEN + timedelta(minutes=5), last)
    assert states == [state]
    if state == "skipped":
        assert made.runs[0].message == "job nasa-20260302T120000 has not ended"


@pytest.mark.parametrize("policy", ["skip", "once", "all"])
def test_a_very_long_absence_is_cut_short(policy):
    each = schedule(every_s=60, catch_up=policy)
    now = START + timedelta(days=3000, seconds=30)
    made = plan(each, now, None)
    assert len(made.runs) <= MOST
    assert now - timedelta(minutes=2) < made.next_run_at <= now
