"""A crawl that is killed or stopped, and started again: nothing lost, nothing twice."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.crawling import Crawl, duplicates, terminate
from tests.killing import crawl_with_kills

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres_server import PostgresServer
    from tests.standin_process import StandinProcess

OPEN = ("--users", "12", "--videos", "0-120", "--latency-ms", "15")


@pytest.fixture(scope="module")
def standin() -> Iterator[StandinProcess]:
    from tests.standin_process import StandinProcess

    with StandinProcess(*OPEN) as process:
        yield process


def assert_whole(crawl: Crawl, standin: StandinProcess) -> None:
    """Compare the whole run, as the store exports it, with the truth."""
    records = crawl.exported("video", run="killed")
    ids = [record["video_id"] for record in records]
    truth = [key for handle in standin.handles() for key in standin.truth(handle)["ids"]]
    assert sorted(ids) == sorted(truth)
    verdicts = crawl.exported("verdict", run="killed")
    assert duplicates(verdict["target"] for verdict in verdicts) == []
    for verdict in verdicts:
        listed = len(standin.truth(verdict["target"])["ids"])
        assert (verdict["status"], verdict["unique"], verdict["new"]) == ("complete", listed, listed)


def test_kill_9_loses_nothing(standin: StandinProcess, tmp_path: Path) -> None:
    crawl = Crawl(tmp_path, standin.url)
    killed = crawl_with_kills(crawl, standin, kills=4)
    assert_whole(crawl, standin)
    assert killed.kills >= 3
    assert max(killed.repeated) <= 2
    assert "Traceback" not in killed.stderr


def test_kill_9_loses_nothing_on_postgresql(
    standin: StandinProcess, tmp_path: Path, postgres: PostgresServer
) -> None:
    crawl = Crawl(tmp_path, standin.url, postgres.create_database())
    killed = crawl_with_kills(crawl, standin, kills=2, seed=2)
    assert_whole(crawl, standin)
    assert max(killed.repeated) <= 2


def test_sigterm_fetches_nothing_twice(standin: StandinProcess, tmp_path: Path) -> None:
    crawl = Crawl(tmp_path, standin.url)
    killed = crawl_with_kills(crawl, standin, kills=3, number=signal.SIGTERM, seed=3)
    assert_whole(crawl, standin)
    assert killed.repeated == [0] * len(killed.repeated)


def test_an_unnamed_run_that_died_is_resumed_and_a_finished_one_is_not(
    standin: StandinProcess, tmp_path: Path
) -> None:
    crawl = Crawl(tmp_path, standin.url)
    process = crawl.start("user", users="many_moths")
    while standin.stats()["requests"] < 20:
        assert process.poll() is None
    terminate(process, signal.SIGKILL)
    crawl.run("user", users="many_moths")
    assert crawl.rows("SELECT count(*) FROM runs") == [(1,)]
    assert crawl.rows("SELECT count(*) FROM videos WHERE detail > 0") == [(1500,)]
    crawl.run("user", users="many_moths", max_videos=1)
    assert crawl.rows("SELECT count(*) FROM runs") == [(2,)]


def test_a_named_run_that_is_finished_asks_nothing_and_says_so(
    standin: StandinProcess, tmp_path: Path
) -> None:
    crawl = Crawl(tmp_path, standin.url)
    crawl.run("user", users="daily.dune", run="once")
    standin.clear_log()
    crawl.run("user", users="daily.dune", run="once")
    assert standin.log() == []
    assert "Run once is finished: nothing is requested" in crawl.stderr
    assert crawl.status == 0


def test_a_stopped_run_says_what_is_open(standin: StandinProcess, tmp_path: Path) -> None:
    crawl = Crawl(tmp_path, standin.url)
    standin.clear_log()
    process = crawl.start("user", users=standin.handles(), run="stopped")
    while standin.stats()["requests"] < 25:
        assert process.poll() is None
    stderr = terminate(process)
    assert "finish_reason': 'shutdown'" in stderr
    open_rows = crawl.rows(
        "SELECT count(*) FROM verdicts WHERE stop_reason = 'shutdown' AND status = 'failed'"
    )
    assert open_rows[0][0] >= 1
    assert crawl.rows("SELECT finish_reason FROM runs") == [("shutdown",)]
