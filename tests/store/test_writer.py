from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from tests.narrow import all_are
from tests.store.make import begin, checkpoint, row, rows, video
from tests.waiting import turns
from tiktok_spiders.exceptions import StoreBusyError, StoreError
from tiktok_spiders.items import Video
from tiktok_spiders.store import Page, Store, Written
from tiktok_spiders.store.spill import read_spill
from tiktok_spiders.store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.postgres_server import PostgresServer


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += max(seconds, 0.01)
        await asyncio.sleep(0)


class Far:
    """A store that is busy for its first ``busy`` writes, and refuses the page of the video ``bad``."""

    def __init__(self, busy: int = 0) -> None:
        self.busy = busy
        self.batches: list[list[str]] = []

    def write(self, pages: Sequence[Page]) -> list[Written]:
        if self.busy:
            self.busy -= 1
            raise StoreBusyError("locked")
        ids = [video.video_id for page in pages for video in all_are(Video, page.records)]
        if "bad" in ids:
            raise StoreError("bad page")
        self.batches.append(ids)
        return [Written(new=1) for _ in pages]


def _pages(*ids: str) -> list[Page]:
    return [Page(records=(video(each),)) for each in ids]


def _writer(store: Any, clock: Clock, **values: Any) -> Writer:
    return Writer(store, sleep=clock.sleep, clock=clock, **values)


async def test_pages_are_stored_and_told_of(store: Store) -> None:
    run_id = begin(store)
    writer = Writer(store)
    page = Page(records=(video("71", run_id=run_id),), checkpoint=checkpoint(run_id))
    assert (await writer.submit(page)).new == 1
    assert len(rows(store, "videos")) == 1
    await writer.close()


async def test_what_waits_is_committed_together_in_order() -> None:
    far, clock = Far(), Clock()
    writer = _writer(far, clock, max_records=3)
    await asyncio.gather(*(writer.submit(page) for page in _pages("1", "2", "3", "4", "5")))
    assert far.batches == [["1", "2", "3"], ["4", "5"]]


async def test_a_page_above_the_bound_goes_alone() -> None:
    far = Far()
    writer = _writer(far, Clock(), max_records=1)
    await asyncio.gather(*(writer.submit(page) for page in _pages("1", "2")))
    assert far.batches == [["1"], ["2"]]


async def test_one_bad_page_does_not_hurt_the_others() -> None:
    far = Far()
    writer = _writer(far, Clock())
    results = await asyncio.gather(
        *(writer.submit(page) for page in _pages("1", "bad", "2")), return_exceptions=True
    )
    assert [str(each) if isinstance(each, BaseException) else each.new for each in results] == [
        1,
        "bad page",
        1,
    ]
    assert far.batches == [["1"], ["2"]]
    assert writer.unsaved() == _pages("bad")


async def test_a_busy_store_is_waited_for() -> None:
    far, clock, calls = Far(busy=3), Clock(), list[str]()
    writer = _writer(
        far, clock, wait=60, on_pause=lambda: calls.append("pause"), on_resume=lambda: calls.append("resume")
    )
    assert (await writer.submit(_pages("1")[0])).new == 1
    assert calls == ["pause", "resume"]
    assert clock.now == pytest.approx(0.1 + 0.2 + 0.4)


async def test_after_the_wait_everybody_is_told_and_the_pages_are_kept(tmp_path: Path) -> None:
    far, clock = Far(busy=10**6), Clock()
    writer = _writer(far, clock, wait=5, max_records=1)
    pages = _pages("1", "2", "3")
    results = await asyncio.gather(*(writer.submit(page) for page in pages[:2]), return_exceptions=True)
    assert [str(each) for each in results] == ["locked, for longer than TIKTOK_STORE_WAIT (5 s)"] * 2
    assert clock.now == pytest.approx(5, abs=0.1)
    with pytest.raises(StoreError, match="TIKTOK_STORE_WAIT"):
        await writer.submit(pages[2])
    assert writer.unsaved() == pages
    assert writer.spill(tmp_path / "unsaved.jsonl") == 3
    assert list(read_spill(tmp_path / "unsaved.jsonl")) == pages


async def test_close_waits_for_all_pages_and_a_cancelled_caller_loses_none() -> None:
    far = Far(busy=1)
    writer = _writer(far, Clock())
    caller = asyncio.create_task(writer.submit(_pages("1")[0]))
    await turns()
    caller.cancel()
    await writer.close()
    assert far.batches == [["1"]]
    assert caller.cancelled() or caller.cancelling()


async def test_a_locked_file_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tiktok_spiders.store.engine._PRAGMAS", ("busy_timeout=1", "foreign_keys=ON"))
    store = Store.open(f"sqlite:///{tmp_path}/store.db")
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    paused = asyncio.Event()
    writer = Writer(store, on_pause=paused.set)
    waiting = asyncio.create_task(writer.submit(_pages("71")[0]))
    await asyncio.wait_for(paused.wait(), 10)
    assert rows(store, "videos") == []
    other.execute("COMMIT")
    assert (await waiting).new == 1
    other.close()
    store.close()


async def test_a_full_disk_is_waited_for_and_nothing_is_half_written(sqlite_store: Store) -> None:
    run_id = begin(sqlite_store)
    with sqlite_store.engine.connect() as connection:
        full = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    _limit(sqlite_store, full)
    writer = Writer(sqlite_store, on_pause=lambda: _limit(sqlite_store, 10**6))
    records = tuple(video(str(number), description="x" * 5000, run_id=run_id) for number in range(30))
    written = await writer.submit(Page(records=records, checkpoint=checkpoint(run_id)))
    assert (written.new, written.rejected) == (30, ())


def _limit(store: Store, pages: int) -> None:
    with store.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


async def test_a_server_that_goes_away_is_waited_for(postgres: PostgresServer, postgres_url: str) -> None:
    store = Store.open(postgres_url)
    begin(store)
    postgres.stop()
    writer = Writer(store, on_pause=postgres.start)
    assert (await writer.submit(_pages("71")[0])).new == 1
    assert row(store, "videos")["video_id"] == "71"
    store.close()


async def test_pages_that_come_soon_after_one_another_share_a_commit(tmp_path: Path) -> None:
    far, clock = Far(), Clock()
    writer = _writer(far, clock, gather=0.05)
    first = asyncio.create_task(writer.submit(_pages("1")[0]))
    await turns(2)
    await asyncio.gather(first, writer.submit(_pages("2")[0]))
    assert [len(batch) for batch in far.batches] == [2]
