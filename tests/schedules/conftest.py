"""A store on both databases, a clock that the test turns, and a Scrapyd that goes by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from tests.schedules.fake_clock import FakeClock
from tests.schedules.fake_scrapyd import FakeScrapyd
from tiktok_spiders.schedules import Schedule, Scrapyd, Timetable, Worker
from tiktok_spiders.schedules.lock import lock_for
from tiktok_spiders.schedules.triggers import next_after
from tiktok_spiders.store import Store
from tiktok_spiders.store.journal import schedule_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


START = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The URL of a store without rows; a test with it runs once on SQLite and once on PostgreSQL."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "schema_url"))


@pytest.fixture
def both(store_url: str) -> Iterator[Store]:
    opened = Store.open(store_url)
    yield opened
    opened.close()


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    return sqlite_store


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    made = FakeClock(START)
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", made.datetime_class())
    return made


@pytest.fixture
def scrapyd(clock: FakeClock) -> Iterator[FakeScrapyd]:
    with FakeScrapyd(clock.now) as server:
        yield server


@pytest.fixture
def client(scrapyd: FakeScrapyd) -> Iterator[Scrapyd]:
    made = Scrapyd(scrapyd.url, "tiktok_spiders")
    yield made
    made.close()


@pytest.fixture
def work(store: Store, client: Scrapyd, clock: FakeClock) -> Callable[..., None]:
    """Start a worker, let it work for so long, and stop it."""

    def _work(for_: timedelta, tick_s: float = 30) -> None:
        clock.until = clock.time + for_
        Worker(store, client, lock_for(store), clock, tick_s).run()

    return _work


def schedule(name: str = "nasa", **values: Any) -> Schedule:
    """Return a schedule as ``add`` makes it at ``START``."""
    if "cron" not in values:
        values.setdefault("every_s", 600)
    made = {"spider": "user", "arguments": {"users": name}, "created_at": START} | values
    bare = Schedule(name=name, **made)
    if "next_run_at" not in made:
        made["next_run_at"] = next_after(bare, made["created_at"])
    return Schedule(name=name, **made)


def add(store: Store, name: str = "nasa", **values: Any) -> Schedule:
    made = schedule(name, **values)
    Timetable(store).add(made)
    return made


def noted(store: Store, name: str = "nasa") -> list[Any]:
    """Return all runs of a schedule, the oldest first."""
    mine = sa.select(schedule_runs).where(schedule_runs.c.schedule == name)
    with store.engine.connect() as connection:
        return list(connection.execute(mine.order_by(schedule_runs.c.due_at, schedule_runs.c.job_id)))


def states(store: Store, name: str = "nasa") -> list[str]:
    return [run.state for run in noted(store, name)]
