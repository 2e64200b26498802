from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from tests.store.make import NOON, begin, row, run
from tiktok_spiders.exceptions import ArgumentError
from tiktok_spiders.store.run_table import is_alive

if TYPE_CHECKING:
    from tiktok_spiders.store import Store

HERE = f"{socket.gethostname()}/{os.getpid()}"


@pytest.fixture
def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_run_ids_are_version_7_uuids_in_order_of_time(store: Store) -> None:
    run_id = begin(store, name="a")
    assert UUID(run_id).version == 7
    made = datetime.fromtimestamp((UUID(run_id).int >> 80) / 1000, UTC)
    assert abs(made - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_named_run_is_made_once_and_shared(store: Store) -> None:
    given = {"spider": "user", "arguments": {}, "name": "n", "version": "1"}
    first = store.begin_run(node=HERE, **given)
    second = store.begin_run(node="elsewhere/1", **given)
    assert (second.run_id, first.resumed, second.resumed) == (first.run_id, False, True)
    assert row(store, "runs")["node"] == "elsewhere/1"


def test_a_named_run_that_is_finished_says_so(store: Store) -> None:
    run_id = begin(store, name="n")
    store.end_run(run(run_id, finish_reason="shutdown", finished_at=NOON))
    assert not store.begin_run(spider="user", arguments={}, name="n", node=HERE, version="1").finished
    assert row(store, "runs")["finish_reason"] is None
    store.end_run(run(run_id, finish_reason="finished", finished_at=NOON, requests=7))
    again = store.begin_run(spider="user", arguments={}, name="n", node=HERE, version="1")
    assert (again.run_id, again.finished) == (run_id, True)
    assert row(store, "runs")["requests"] == 7


def test_a_name_belongs_to_one_spider(store: Store) -> None:
    begin(store, name="n", spider="user")
    with pytest.raises(ArgumentError, match="run=n: this run is of the spider user, not video"):
        begin(store, name="n", spider="video")


def test_an_unnamed_start_resumes_what_a_dead_process_left(store: Store, dead_pid: int) -> None:
    here = socket.gethostname()
    arguments = {"users": "a", "max_videos": 3}
    left = begin(store, node=f"{here}/{dead_pid}", arguments=arguments)
    assert begin(store, node=HERE, arguments={"users": "b"}) != left
    assert begin(store, node=HERE, arguments=arguments, spider="video") != left
    assert begin(store, node=HERE, arguments=arguments) == left
    assert begin(store, node=HERE, arguments=arguments) != left


def test_an_unnamed_start_resumes_what_was_shut_down_but_not_what_is_finished(store: Store) -> None:
    first = begin(store, node=HERE)
    store.end_run(run(first, finish_reason="shutdown", finished_at=NOON))
    assert begin(store, node=HERE) == first
    store.end_run(run(first, finish_reason="finished", finished_at=NOON))
    assert begin(store, node=HERE) != first


def test_the_newest_of_several_is_resumed(store: Store, dead_pid: int) -> None:
    node = f"{socket.gethostname()}/{dead_pid}"
    old = begin(store, node=HERE)
    new = begin(store, node=HERE)
    for run_id in (old, new):
        store.beat(run_id, node=node)
    assert begin(store, node=HERE) == new


@pytest.mark.parametrize(
    ("node", "beat", "alive"),
    [
        ("elsewhere/1", timedelta(seconds=59), True),
        ("elsewhere/1", timedelta(seconds=61), False),
        ("elsewhere/1", None, False),
        (HERE, timedelta(days=1), True),
        (f"{HERE}/1", timedelta(0), False),
        (f"{socket.gethostname()}/1", timedelta(days=1), True),
        (f"{socket.gethostname()}/{10**30}", timedelta(0), True),
        (None, None, False),
    ],
    # The process's own id must not name a test: the workers that share the tests have different ones.
    ids=["recent", "old", "never", "here", "reused", "other", "beyond", "none"],
)
def test_whether_a_process_lives(node: str | None, beat: timedelta | None, alive: bool) -> None:
    last = None if beat is None else NOON - beat
    assert is_alive(node, HERE, last, NOON) is alive


def test_a_beat_notes_time_and_columns(store: Store) -> None:
    run_id = begin(store)
    store.beat(run_id, requests=5, items_by_type={"video": 2})
    stored = row(store, "runs")
    assert (stored["requests"], stored["items_by_type"]) == (5, {"video": 2})
    assert datetime.now(UTC) - stored["last_beat_at"] < timedelta(minutes=1)


def test_an_end_keeps_the_first_start(store: Store) -> None:
    run_id = begin(store, name="n", job_id="j")
    store.end_run(run(run_id, finish_reason="finished", finished_at=NOON, targets_by_status={"complete": 1}))
    stored = row(store, "runs")
    assert (stored["name"], stored["job_id"], stored["finish_reason"]) == ("n", "j", "finished")
    assert stored["started_at"] != NOON
    assert stored["targets_by_status"] == {"complete": 1}
