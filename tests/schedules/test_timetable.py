from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.schedules.conftest import START, add, noted, schedule, states
from tiktok_spiders.exceptions import ScheduleError
from tiktok_spiders.schedules import Timetable
from tiktok_spiders.schedules.catchup import plan, run_of
from tiktok_spiders.schedules.summary import standings
from tiktok_spiders.store.text_search import declared

TEN = timedelta(minutes=10)


def test_the_migration_makes_what_the_code_knows(both):
    with both.engine.connect() as connection:
        options = {"compare_type": True, "render_as_batch": True, "include_object": declared}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, both.tables) == []


def test_a_schedule_comes_back_as_it_was(both):
    made = schedule(settings={"A": "ü"}, jitter_s=5, catch_up="all", timezone="Europe/Berlin", cron="@daily")
    timetable = Timetable(both)
    timetable.add(made)
    assert timetable.get("nasa") == made
    assert timetable.all() == [made]
    with pytest.raises(ScheduleError, match="there is a schedule nasa"):
        timetable.add(made)


def test_a_time_is_noted_once(both):
    each, timetable = add(both), Timetable(both)
    made = plan(each, START + TEN, None)
    assert timetable.advance(each, made.runs, made.next_run_at)
    assert not timetable.advance(each, made.runs, made.next_run_at)
    assert timetable.advance(replace(each, next_run_at=made.next_run_at), made.runs, None)
    assert states(both) == ["planned"]
    assert timetable.get("nasa").last_run_at == START + TEN


def test_two_schedulers_at_once_note_a_time_once(both):
    each, timetable = add(both), Timetable(both)
    made = plan(each, START + TEN, None)
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: timetable.advance(each, made.runs, made.next_run_at), range(8)))
    assert done.count(True) == 1
    assert states(both) == ["planned"]


def test_two_commands_at_once_run_one_job(both):
    each, timetable = add(both), Timetable(both)
    by_hand = [run_of(each, START + timedelta(microseconds=n), START, "sending") for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(timetable.note, by_hand)).count(True) == 1
    assert states(both) == ["sending"]


def test_a_schedule_that_rests_or_is_gone_is_not_advanced(both):
    each, timetable = add(both), Timetable(both)
    made = plan(each, START + TEN, None)
    timetable.enable("nasa", enabled=False, next_run_at=each.next_run_at)
    assert not timetable.advance(each, made.runs, made.next_run_at)
    timetable.remove("nasa")
    assert not timetable.advance(each, made.runs, made.next_run_at)
    assert noted(both) == []


@pytest.mark.parametrize("gone", [True, False])
def test_what_has_not_begun_goes_with_its_schedule(both, gone):
    each, timetable = add(both), Timetable(both)
    runs = [run_of(each, START + n * TEN, START, state) for n, state in enumerate(("sent", "planned"))]
    timetable.advance(each, runs, None)
    if gone:
        timetable.remove("nasa")
    else:
        timetable.enable("nasa", enabled=False, next_run_at=None)
    assert states(both) == ["sent"]


def test_a_run_moves_from_the_state_that_it_is_in(both):
    each, timetable = add(both), Timetable(both)
    timetable.advance(each, [run_of(each, START, START, "planned")], None)
    (run,) = timetable.active()
    assert timetable.move(run, "sending", sent_at=START)
    assert not timetable.move(run, "sending", sent_at=START)
    assert timetable.active()[0].sent_at == START


def test_standings(both):
    each, timetable = add(both), Timetable(both)
    add(both, "other")
    runs = [
        run_of(each, START + n * TEN, START, state) for n, state in enumerate(("ended", "sent", "skipped"))
    ]
    timetable.advance(each, runs, START + 3 * TEN)
    nasa, other = standings(both)
    assert (nasa.last_run_at, nasa.state, nasa.note) == (START + TEN, "sent", "skipped: None")
    assert (other.job_id, other.next_run_at, other.errors) == (None, START + TEN, [])
