"""Several workers on one PostgreSQL: nothing is lost, nobody waits for ever, nobody takes all connections."""

from __future__ import annotations

import threading
from contextlib import ExitStack

import sqlalchemy as sa

from tests.store.make import begin, row, rows
from tests.store.workers import COUNTERS, VIDEOS, at_once, open_empty, write_overlapping
from tests.waiting import until
from tiktok_spiders.store import Store, migrate
from tiktok_spiders.store.engine import KEPT_CONNECTIONS, MORE_CONNECTIONS

OURS = sa.text("""
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend'
""")


def test_four_workers_write_the_same_in_different_orders(postgres_url: str) -> None:
    store = Store.open(postgres_url)
    run_id = begin(store)
    told = at_once(len(COUNTERS), write_overlapping, postgres_url, run_id)
    assert [lost for _, lost in told] == [0] * len(COUNTERS)
    assert sum(new for new, _ in told) == VIDEOS + 30 + 1
    videos = rows(store, "videos")
    assert len(videos) == VIDEOS
    assert {tuple(each[name] for name in ("title", *COUNTERS)) for each in videos} == {
        ("3", 100, 101, 102, 103)
    }
    assert {each["bio"] for each in rows(store, "users")} == {"3"}
    assert len(rows(store, "video_hashtags")) == 2 * VIDEOS
    assert len(rows(store, "sightings")) == VIDEOS
    assert row(store, "checkpoints")["new"] == VIDEOS
    with store.reading() as connection:
        deadlocks = sa.text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        assert connection.scalar(deadlocks) == 0
    store.close()


def test_ten_workers_start_on_an_empty_database(postgres_url: str) -> None:
    assert at_once(10, open_empty, postgres_url) == [migrate.head()] * 10
    store = Store.open(postgres_url, migrate=False)
    with store.reading() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM alembic_version")) == 1
    store.close()


def test_a_process_takes_few_connections(postgres_url: str) -> None:
    store = Store.open(postgres_url)
    answered = threading.Event()

    def ask() -> None:
        with store.reading() as connection:
            connection.scalar(sa.text("SELECT 1"))
            answered.set()

    late = threading.Thread(target=ask)
    with ExitStack() as stack:
        held = [stack.enter_context(store.reading()) for _ in range(KEPT_CONNECTIONS + MORE_CONNECTIONS)]
        late.start()
        assert held[0].scalar(OURS) == len(held)
        assert not answered.is_set()
    late.join(30)
    assert answered.is_set()

    def sessions() -> int | None:
        with store.reading() as connection:
            return connection.scalar(OURS)

    until(lambda: sessions() == KEPT_CONNECTIONS, 20, "end of the other sessions")  # takes a moment
    store.close()
