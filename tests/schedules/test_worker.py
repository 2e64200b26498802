"""Hours and weeks of a fake clock: the right jobs at the right times, on a Scrapyd that goes by it."""

from __future__ import annotations

import logging
import signal
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tests.postgres_server import PostgresServer
from tests.schedules.conftest import START, add, noted, states
from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.schedules import Timetable, Worker
from tiktok_spiders.schedules.dispatcher import SENDING
from tiktok_spiders.schedules.lock import RowLock, holder_of, lock_for
from tiktok_spiders.store import Store

MINUTE, HOUR, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(weeks=1)
BERLIN = ZoneInfo("Europe/Berlin")


def times(scrapyd, name="nasa"):
    return [job.at for job in scrapyd.jobs if job.id.startswith(f"{name}-")]


def test_an_hour(store, scrapyd, clock, work):
    add(store, every_s=600)
    add(
        store, "tags", spider="hashtag", cron="*/15 * * * *", arguments={"hashtags": "a"}, settings={"X": "1"}
    )
    add(store, "rests", enabled=False)
    work(HOUR + MINUTE)
    assert Counter(job.spider for job in scrapyd.jobs) == {"user": 6, "hashtag": 4}
    late = [at - START - n * 10 * MINUTE for n, at in enumerate(times(scrapyd), start=1)]
    assert all(timedelta(0) <= each < timedelta(seconds=1) for each in late)
    job = next(job for job in scrapyd.jobs if job.spider == "hashtag")
    assert (job.arguments, job.settings) == ({"hashtags": "a"}, ["X=1"])
    assert job.id == "tags-20260302T121500"
    assert states(store) == ["ended"] * 6
    assert states(store, "rests") == []
    assert Timetable(store).get("nasa").last_run_at == START + HOUR


def test_a_week_with_jitter(store, scrapyd, clock, work):
    add(store, every_s=6 * 3600, jitter_s=1800)
    work(WEEK, tick_s=3600)
    delays = [at - START - n * 6 * HOUR for n, at in enumerate(times(scrapyd), start=1)]
    assert len(delays) == 27
    assert all(timedelta(0) <= each <= timedelta(seconds=1801) for each in delays)
    assert max(delays) - min(delays) > 15 * MINUTE


@pytest.mark.parametrize("day", [datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)])
def test_a_change_of_the_clocks(store, scrapyd, clock, work, day):
    clock.time = day
    add(store, cron="30 2 * * *", timezone="Europe/Berlin", created_at=day)
    add(store, "morning", cron="0 9 * * *", timezone="Europe/Berlin", created_at=day)
    add(store, "hourly", every_s=3600, created_at=day)
    work(timedelta(days=3), tick_s=3600)
    assert [at.astimezone(BERLIN).day for at in times(scrapyd)] == [day.day, day.day + 1, day.day + 2]
    assert [at.astimezone(BERLIN).hour for at in times(scrapyd, "morning")] == [9, 9, 9]
    assert len(times(scrapyd, "hourly")) == 71


def test_no_overlap(store, scrapyd, clock, work):
    scrapyd.lasts_s = 25 * 60
    add(store, every_s=600)
    add(store, "other", every_s=600)
    work(HOUR + MINUTE)
    assert times(scrapyd) == pytest.approx(
        [START + 10 * MINUTE, START + 40 * MINUTE], abs=timedelta(seconds=1)
    )
    assert len(times(scrapyd, "other")) == 2
    assert states(store) == ["ended", "skipped", "skipped", "sent", "skipped", "skipped"]
    assert noted(store)[1].message == "job nasa-20260302T121000 has not ended"


@pytest.mark.parametrize(
    "case",
    [("skip", ["ended", "missed", "ended"]), ("once", ["ended", "ended", "ended"]), ("all", ["ended"] * 8)],
)
def test_catching_up(store, scrapyd, clock, work, case):
    policy, kept = case
    add(store, every_s=600, catch_up=policy)
    work(11 * MINUTE)
    clock.time = START + 75 * MINUTE
    work(7 * MINUTE)
    assert states(store) == kept
    assert len(scrapyd.jobs) == kept.count("ended")
    assert all(later - earlier >= timedelta(seconds=30) for earlier, later in pairwise(times(scrapyd)))
    if policy == "skip":
        assert noted(store)[1].message == "6 runs were due while no scheduler worked"


def test_a_restart_just_before_a_run_changes_nothing(store, scrapyd, clock, work):
    add(store, every_s=600, jitter_s=60)
    expected = [Timetable(store).get("nasa").fires_at(START + n * 10 * MINUTE) for n in range(1, 7)]
    while clock.time < START + 62 * MINUTE:
        work(timedelta(seconds=97))
    assert times(scrapyd) == pytest.approx(expected, abs=timedelta(seconds=2))
    assert len({job.id for job in scrapyd.jobs}) == 6


def test_changes_are_seen_while_it_works(store, scrapyd, clock, work):
    timetable = Timetable(store)
    add(store, every_s=600)
    clock.at(START + 12 * MINUTE, lambda: timetable.enable("nasa", enabled=False, next_run_at=None))
    clock.at(START + 25 * MINUTE, lambda: add(store, "late", every_s=600, created_at=START + 25 * MINUTE))
    clock.at(START + 36 * MINUTE, lambda: timetable.remove("late"))
    work(HOUR)
    assert [job.id for job in scrapyd.jobs] == ["nasa-20260302T121000", "late-20260302T123500"]


def test_a_scrapyd_that_is_gone_is_waited_for(store, scrapyd, clock, work, caplog):
    caplog.set_level(logging.INFO)
    add(store, every_s=600)
    scrapyd.stop()
    clock.at(START + 35 * MINUTE, scrapyd.start)
    work(45 * MINUTE)
    assert times(scrapyd)[0] - START - 35 * MINUTE < timedelta(seconds=65)
    assert [job.id for job in scrapyd.jobs] == ["nasa-20260302T121000", "nasa-20260302T124000"]
    assert states(store) == ["ended", "skipped", "skipped", "ended"]
    assert noted(store)[1].message == "job nasa-20260302T121000 has not begun"
    told = [record.getMessage() for record in caplog.records]
    assert sum("does not answer" in text for text in told) == 1
    assert sum("answers again" in text for text in told) == 1


def test_a_scrapyd_that_is_gone_is_noted(store, scrapyd, clock, work):
    add(store, every_s=600)
    scrapyd.stop()
    work(12 * MINUTE)
    assert "does not answer" in noted(store)[0].message


def test_a_lost_answer_gives_no_second_job(store, scrapyd, clock, work):
    scrapyd.lasts_s = 120
    scrapyd.swallows = True
    add(store, every_s=600)
    work(15 * MINUTE)
    assert [job.id for job in scrapyd.jobs] == ["nasa-20260302T121000"]
    assert states(store) == ["ended"]


def test_a_sender_that_died_before_it_asked(store, scrapyd, clock, work):
    add(store, every_s=600)
    timetable = Timetable(store)
    scrapyd.stop()
    work(12 * MINUTE)
    (run,) = timetable.active()
    assert timetable.move(run, "sending", sent_at=clock.time)
    scrapyd.start()
    work(SENDING - timedelta(seconds=2))
    assert scrapyd.jobs == []
    work(timedelta(seconds=10), tick_s=5)
    assert [job.id for job in scrapyd.jobs] == ["nasa-20260302T121000"]


def test_a_refused_job_is_noted_and_the_next_one_tried(store, scrapyd, clock, work):
    scrapyd.spiders = ()
    add(store, every_s=600)
    clock.at(START + 15 * MINUTE, lambda: setattr(scrapyd, "spiders", ("user",)))
    work(21 * MINUTE)
    assert states(store) == ["refused", "ended"]
    assert noted(store)[0].message == "Scrapyd refuses schedule: spider 'user' not found"


def test_a_job_that_scrapyd_forgot_has_ended(store, scrapyd, clock, work):
    scrapyd.lasts_s = 9e9
    add(store, every_s=600)
    clock.at(START + 15 * MINUTE, lambda: scrapyd.forgotten.add("nasa-20260302T121000"))
    work(21 * MINUTE)
    assert states(store) == ["ended", "sent"]
    assert noted(store)[0].message == "Scrapyd no longer knew the job"


def test_what_is_long_past_is_forgotten(store, scrapyd, clock, work):
    add(store, every_s=86_400)
    work(timedelta(days=100), tick_s=40_000)
    assert len(scrapyd.jobs) == 99
    assert len(noted(store)) in {90, 91}


def test_another_scheduler_waits_and_takes_over(store, scrapyd, client, clock, caplog):
    caplog.set_level(logging.INFO)
    add(store, every_s=600)
    first = Worker(store, client, RowLock(store, "first"), clock)
    second = Worker(store, client, RowLock(store, "second"), clock)
    while clock.time < START + 62 * MINUTE:
        if clock.time < START + 33 * MINUTE:  # then it dies
            first.turn()
        second.turn()
        clock.wait(10)
    assert len(scrapyd.jobs) == 6
    holder = holder_of(store)
    assert holder is not None
    assert holder.name == "second"
    told = [record.getMessage() for record in caplog.records if "This scheduler" in record.getMessage()]
    assert told == [
        "This scheduler works",
        "This scheduler waits: another one works",
        "This scheduler works",
    ]


def test_a_scheduler_that_slept_gives_way(store, scrapyd, client, clock):
    add(store, every_s=600)
    first = Worker(store, client, RowLock(store, "first"), clock)
    second = Worker(store, client, RowLock(store, "second"), clock)
    first.turn()
    clock.wait(660)
    second.turn()
    first.turn()
    assert [job.id for job in scrapyd.jobs] == ["nasa-20260302T121000"]
    assert states(store) == ["sent"]


@pytest.fixture
def impatient(store, monkeypatch):
    """The same store, which says at once that it is locked."""
    monkeypatch.setattr("tiktok_spiders.store.engine._PRAGMAS", ("busy_timeout=1",))
    opened = Store.open(store.url)
    yield opened
    opened.close()


def test_a_store_that_is_locked_is_waited_for(store, impatient, client, clock, caplog):
    caplog.set_level(logging.INFO)
    add(store, every_s=600)
    locked = store.engine.connect().execution_options(writes=True)
    lock = locked.begin()
    clock.at(START + 11 * MINUTE, lock.rollback)
    clock.until = START + 12 * MINUTE
    Worker(impatient, client, RowLock(impatient), clock).run()
    locked.close()
    assert states(store) == ["ended"]
    told = [record.getMessage() for record in caplog.records]
    assert sum("database is locked: waiting" in text for text in told) == 1
    assert "The store answers again" in told


def test_a_store_that_is_locked_at_the_end(store, impatient, client, clock, caplog):
    with store.engine.connect().execution_options(writes=True) as connection, connection.begin():
        Worker(impatient, client, RowLock(impatient), clock).run()
    assert "it expires by itself" in caplog.text


def test_a_row_that_makes_no_sense_holds_up_no_other(store, scrapyd, clock, work, caplog):
    add(store, every_s=600)
    add(store, "broken", cron="x", next_run_at=START + 5 * MINUTE)
    work(21 * MINUTE)
    assert len(scrapyd.jobs) == 2
    assert "Schedule broken rests from now on: cron 'x' has 1 fields" in caplog.text
    assert not Timetable(store).get("broken").enabled


def test_postgresql_is_restarted(scrapyd, client, clock, caplog):
    caplog.set_level(logging.INFO)
    with PostgresServer() as server:
        store = Store.open(server.create_database())
        add(store, every_s=600)
        clock.at(START + 9 * MINUTE, lambda: server.stop(signal.SIGQUIT))
        clock.at(START + 14 * MINUTE, server.start)
        clock.until = START + 25 * MINUTE
        Worker(store, client, lock_for(store), clock, tick_s=20).run()
        assert states(store) == ["ended", "ended"]
        assert len(scrapyd.jobs) == 2
        store.close()
    told = [record.getMessage() for record in caplog.records]
    assert sum("waiting for it" in text for text in told) == 1
    assert "The store answers again" in told


def test_a_store_that_can_never_work_ends_it(store, client, clock):
    class Broken:
        def hold(self, now):
            raise StoreError("gone for good")

        def release(self):
            pass

    clock.until = START + HOUR
    with pytest.raises(StoreError, match="gone for good"):
        Worker(store, client, Broken(), clock).run()
