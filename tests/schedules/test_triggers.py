from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.schedules.conftest import START, schedule
from tiktok_spiders.exceptions import ScheduleError
from tiktok_spiders.schedules.spans import parse_span, show_span
from tiktok_spiders.schedules.triggers import next_after


@pytest.mark.parametrize(
    ("text", "seconds", "shown"),
    [
        ("6h", 21_600, "6h"),
        ("1d12h", 129_600, "1d12h"),
        (" 90M ", 5400, "1h30m"),
        ("300", 300, "5m"),
        ("1w1s", 604_801, "1w1s"),
        ("0", 0, "0s"),
    ],
)
def test_spans(text, seconds, shown):
    assert parse_span(text) == seconds
    assert show_span(seconds) == shown
    assert parse_span(shown) == seconds


@pytest.mark.parametrize("text", ["", "h", "6 hours", "-1h", "1.5h", "6h30", "٣h", "9" * 20])
def test_what_is_no_span(text):
    with pytest.raises(ScheduleError, match="no span of time"):
        parse_span(text)


@pytest.mark.parametrize(
    ("cron", "due"),
    [  # START is a Monday, 12:00
        ("*/15 * * * *", "2026-03-02T12:15"),
        ("0 12 * * *", "2026-03-03T12:00"),
        ("30 6 * * 1-5", "2026-03-03T06:30"),
        ("0 0 * * 0", "2026-03-08T00:00"),
        ("0 0 * * 7", "2026-03-08T00:00"),
        ("0 0 * * sun", "2026-03-08T00:00"),
        ("0 0 * * 5-7", "2026-03-06T00:00"),
        ("0 0 * * sat-mon", "2026-03-07T00:00"),
        ("0 0 * * */2", "2026-03-03T00:00"),
        ("0 0 * * 4/2", "2026-03-05T00:00"),
        ("0 0 13 * fri", "2026-03-06T00:00"),
        ("0 0 13 * *", "2026-03-13T00:00"),
        ("0 0 1 jan *", "2027-01-01T00:00"),
        ("@hourly", "2026-03-02T13:00"),
        ("@daily", "2026-03-03T00:00"),
        ("@weekly", "2026-03-08T00:00"),
        ("@monthly", "2026-04-01T00:00"),
        ("@Yearly", "2027-01-01T00:00"),
    ],
)
def test_cron_means_what_crontab_means(cron, due):
    assert next_after(schedule(cron=cron), START) == datetime.fromisoformat(due).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("cron", "zone", "words"),
    [
        ("* * * *", "UTC", "has 4 fields"),
        ("61 * * * *", "UTC", "61"),
        ("0 0 * * 8", "UTC", "unknown weekday '8'"),
        ("0 0 * * mon/0", "UTC", "cron '0 0"),
        ("0 0 * * x", "UTC", "unknown weekday 'x'"),
        ("@sometimes", "UTC", "has 1 fields"),
        ("0 0 * * *", "Europe/Nowhere", "unknown time zone 'Europe/Nowhere'"),
        ("0 0 * * *", "../etc/passwd", "unknown time zone"),
    ],
)
def test_what_is_no_cron(cron, zone, words):
    with pytest.raises(ScheduleError, match=words):
        next_after(schedule(cron=cron, timezone=zone, next_run_at=None), START)


def test_never_due():
    assert next_after(schedule(cron="0 0 30 2 *", next_run_at=None), START) is None


def test_an_interval_keeps_its_beat():
    each = schedule(every_s=3600, created_at=START + timedelta(seconds=7, microseconds=5))
    at = START + timedelta(days=400, minutes=59)
    assert next_after(each, at) == START + timedelta(days=400, hours=1, seconds=7)
    assert next_after(each, START + timedelta(hours=1, seconds=7)) == START + timedelta(hours=2, seconds=7)
    assert next_after(each, START + timedelta(hours=1, seconds=6.999)) == START + timedelta(
        hours=1, seconds=7
    )


def days(each, start, count):
    found = []
    for _ in range(count):
        start = next_after(each, start)
        found.append(start)
    return found


def test_the_hour_that_comes_twice():
    night = datetime(2026, 10, 24, 22, tzinfo=UTC)
    daily = schedule(cron="30 2 * * *", timezone="Europe/Berlin")
    assert [f"{at:%d %H:%M}" for at in days(daily, night, 3)] == ["25 00:30", "26 01:30", "27 01:30"]
    often = schedule(cron="*/30 * * * *", timezone="Europe/Berlin")
    found = days(often, night, 12)
    gaps = {later - earlier for earlier, later in pairwise(found)}
    assert gaps == {timedelta(minutes=30)}


def test_the_hour_that_is_missing():
    night = datetime(2026, 3, 28, 22, tzinfo=UTC)
    daily = schedule(cron="30 2 * * *", timezone="Europe/Berlin")
    assert [f"{at:%d %H:%M}" for at in days(daily, night, 3)] == ["29 01:30", "30 00:30", "31 00:30"]


def test_a_midnight_that_comes_twice():
    cuba = schedule(cron="@daily", timezone="America/Havana")
    found = days(cuba, datetime(2026, 10, 31, 12, tzinfo=UTC), 2)
    assert [f"{at:%d %H:%M}" for at in found] == ["01 04:00", "02 05:00"]


def test_jitter_is_the_same_for_a_run_and_differs_between_runs_and_names():
    one, other = schedule(jitter_s=300), schedule("other", jitter_s=300)
    due = [START + timedelta(minutes=n) for n in range(200)]
    delays = [(one.fires_at(at) - at).total_seconds() for at in due]
    assert delays == [(one.fires_at(at) - at).total_seconds() for at in due]
    assert delays != [(other.fires_at(at) - at).total_seconds() for at in due]
    assert 0 <= min(delays) < 15
    assert 285 < max(delays) <= 300
    assert 120 < sum(delays) / 200 < 180
    assert replace(one, jitter_s=0).fires_at(START) == START


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": "a b"}, "a name has"),
        ({"name": "x" * 65}, "a name has"),
        ({"catch_up": "some"}, "catch-up is 'some'; allowed: skip, once, all"),
        ({"every_s": 59}, "every 59s is not allowed; 1m to 366d is"),
        ({"every_s": 10**9}, "is not allowed"),
        ({"jitter_s": 600}, "jitter has to be shorter"),
        ({"jitter_s": 90_000, "every_s": None, "cron": "@weekly"}, "jitter has to be shorter"),
    ],
)
def test_what_is_refused(values, words):
    with pytest.raises(ScheduleError, match=words):
        replace(schedule(), **values).check()
