"""A store that is locked, full or gone while a crawl runs: it waits, or stops and loses nothing."""

from __future__ import annotations

import re
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from tests.crawling import Crawl, duplicates, terminate
from tests.killing import let_it_fetch
from tiktok_spiders.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.launching import Process
    from tests.postgres_server import PostgresServer
    from tests.standin_process import StandinProcess

USERS = ("daily.dune", "pinned_pine", "photo_fern", "twin.seconds", "odd.captions__", "mixed_marsh")
BEGUN = 12
"""Requests after which the store fails: profiles are stored, lists are not at their end."""


@pytest.fixture
def standin(shared_standin: StandinProcess) -> StandinProcess:
    """The shared stand-in, slow enough that a crawl can be met in its middle."""
    shared_standin.set_switches(latency_ms=30)
    return shared_standin


@contextmanager
def locked(crawl: Crawl) -> Iterator[None]:
    """Hold the write lock of a crawl's SQLite database, as another program may."""
    holder = sqlite3.connect(crawl.directory / "tiktok.db", isolation_level=None, timeout=30)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()


def begin(crawl: Crawl, standin: StandinProcess) -> Process:
    """Start the crawl and return when it has asked for some pages."""
    standin.clear_log()
    process = crawl.start("user", users=list(USERS), run="shaken")
    assert let_it_fetch(standin, process, BEGUN), process.communicate()
    return process


def wait_for(process: Process, words: str) -> str:
    """Read the log until a line holds these words."""
    assert process.stderr is not None
    read = ""
    while words not in read:
        line = process.stderr.readline()
        assert line, read
        read += line
    return read


def ended(crawl: Crawl, process: Process, before: str = "") -> str:
    """Return all that the process logged, and note its status."""
    _, rest = process.communicate(timeout=60)
    crawl.status = process.returncode
    return before + rest


def count(log: str, name: str) -> int:
    """Return a stat of the dump at the end of a log."""
    found = re.search(rf"'{re.escape(name)}': (\d+)", log)
    return int(found[1]) if found else 0


def stored(crawl: Crawl, query: str) -> list[tuple[str, ...]]:
    """Ask the crawl's database, whichever it is."""
    store = Store.open(crawl.database_url)
    try:
        with store.reading() as connection:
            return [tuple(row) for row in connection.execute(sa.text(query))]
    finally:
        store.close()


def assert_feed_is_stored(crawl: Crawl) -> None:
    """Whatever a feed holds, the store holds as well."""
    fed = {(video["video_id"],) for video in crawl.records("video")}
    assert fed <= set(stored(crawl, "SELECT video_id FROM videos"))
    told = {(verdict["target"], verdict["status"]) for verdict in crawl.records("verdict")}
    assert told <= set(stored(crawl, "SELECT target, status FROM verdicts"))


def assert_whole(crawl: Crawl, standin: StandinProcess) -> None:
    """The one run holds every video once, and says so."""
    ids = [key for (key,) in stored(crawl, "SELECT record_id FROM sightings WHERE record_type = 'video'")]
    assert duplicates(ids) == []
    assert sorted(ids) == sorted(key for name in USERS for key in standin.truth(name)["ids"])
    assert set(ids) == {key for (key,) in stored(crawl, "SELECT video_id FROM videos WHERE detail > 0")}
    assert stored(crawl, "SELECT name, finish_reason FROM runs") == [("shaken", "finished")]
    told = stored(crawl, "SELECT target, status FROM verdicts ORDER BY target")
    assert told == [(name, "complete") for name in sorted(USERS)]


def assert_it_waited(crawl: Crawl, log: str, standin: StandinProcess) -> None:
    """The crawl paused, went on, and brought everything."""
    assert crawl.status == 0
    assert "Traceback" not in log
    assert count(log, "tiktok/store/pauses") >= 1
    assert_feed_is_stored(crawl)
    assert_whole(crawl, standin)


def assert_stopped_by_the_store(crawl: Crawl, log: str) -> Path:
    """One line, status 1, and a file that only its owner reads; return the file."""
    assert crawl.status == 1
    assert "Traceback" not in log
    assert log.count("The store failed and the crawl stops: ") == 1
    assert "'finish_reason': 'store'" in log
    (file,) = crawl.directory.glob("unsaved-*.jsonl")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert f"scrapy store import {file}" in log
    return file


def bring_in(crawl: Crawl, file: Path, standin: StandinProcess) -> None:
    """Import what could not be stored, run the same again, and find everything."""
    assert_feed_is_stored(crawl)
    standin.set_switches(latency_ms=0)
    command = [sys.executable, "-m", "scrapy", "store", "import", str(file)]
    command += ["-s", f"TIKTOK_DATABASE_URL={crawl.database_url}"]
    subprocess.run(command, cwd=crawl.directory, env=crawl.environment(), check=True, capture_output=True)
    crawl.run("user", users=list(USERS), run="shaken")
    assert crawl.status == 0
    assert_whole(crawl, standin)


def test_a_lock_is_waited_for(standin: StandinProcess, tmp_path: Path) -> None:
    crawl = Crawl(tmp_path, standin.url, settings={"TIKTOK_STORE_WAIT": 20})
    process = begin(crawl, standin)
    with locked(crawl):
        before = wait_for(process, "The store does not answer")
    log = ended(crawl, process, before)
    assert_it_waited(crawl, log, standin)
    assert not list(tmp_path.glob("unsaved-*"))


def test_a_longer_lock_stops_the_crawl_and_loses_nothing(standin: StandinProcess, tmp_path: Path) -> None:
    crawl = Crawl(tmp_path, standin.url, settings={"TIKTOK_STORE_WAIT": 1})
    process = begin(crawl, standin)
    with locked(crawl):
        log = ended(crawl, process)
    file = assert_stopped_by_the_store(crawl, log)
    bring_in(crawl, file, standin)


def test_a_full_disk_stops_the_crawl_and_loses_nothing(
    standin: StandinProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crawl = Crawl(tmp_path, standin.url, settings={"TIKTOK_STORE_WAIT": 1})
    Store.open(crawl.database_url).close()
    ((pages,),) = crawl.rows("PRAGMA page_count")
    with monkeypatch.context() as full:
        full.setattr("tests.launching.forks", False)  # a forked process reads no sitecustomize
        full.setenv("PYTHONPATH", str(Path(__file__).parent / "full_disk"))
        full.setenv("SQLITE_PAGES", str(pages + 40))
        crawl.run("user", users=list(USERS), run="shaken")
    file = assert_stopped_by_the_store(crawl, crawl.stderr)
    assert "full" in crawl.stderr
    bring_in(crawl, file, standin)


def test_a_server_that_comes_back_is_waited_for(
    standin: StandinProcess, tmp_path: Path, postgres: PostgresServer
) -> None:
    crawl = Crawl(tmp_path, standin.url, postgres.create_database(), settings={"TIKTOK_STORE_WAIT": 20})
    process = begin(crawl, standin)
    postgres.stop()
    before = wait_for(process, "The store does not answer")
    postgres.start()
    log = ended(crawl, process, before)
    assert_it_waited(crawl, log, standin)


def test_a_server_that_stays_away_stops_the_crawl_and_loses_nothing(
    standin: StandinProcess, tmp_path: Path, postgres: PostgresServer
) -> None:
    crawl = Crawl(tmp_path, standin.url, postgres.create_database(), settings={"TIKTOK_STORE_WAIT": 1})
    process = begin(crawl, standin)
    postgres.stop()
    log = ended(crawl, process)
    postgres.start()
    file = assert_stopped_by_the_store(crawl, log)
    bring_in(crawl, file, standin)


def test_sigterm_while_paused_ends_soon_and_loses_nothing(standin: StandinProcess, tmp_path: Path) -> None:
    crawl = Crawl(tmp_path, standin.url, settings={"TIKTOK_STORE_WAIT": 600})
    process = begin(crawl, standin)
    with locked(crawl):
        before = wait_for(process, "The store does not answer")
        began = time.monotonic()
        log = before + terminate(process)
        assert time.monotonic() - began < 12
    assert process.returncode == 1
    assert "Traceback" not in log
    (file,) = tmp_path.glob("unsaved-*.jsonl")
    bring_in(crawl, file, standin)
