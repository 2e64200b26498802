"""The command as a process: stopped in order, and killed while another one waits."""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from queue import Queue
from typing import TYPE_CHECKING, Self

import pytest

from tests.crawling import ROOT
from tests.launching import launch
from tests.schedules.conftest import add, states
from tests.schedules.fake_scrapyd import FakeScrapyd

if TYPE_CHECKING:
    from tiktok_spiders.store import Store

PASSWORD = "MARK-password-0123456789"


class Process:
    """``scrapy worker`` with short times, and the lines that it writes."""

    def __init__(self, url: str, scrapyd: str) -> None:
        settings = {"TIKTOK_DATABASE_URL": url, "TIKTOK_SCRAPYD_URL": scrapyd, "SCRAPYD_PASSWORD": PASSWORD}
        environ = {name: value for name, value in os.environ.items() if not name.startswith("TIKTOK_")}
        command = [sys.executable, "-m", "tests.schedules.short_worker"]
        self.process = launch(command, cwd=ROOT, env=environ | settings, stderr=True)
        self.lines: list[str] = []
        self._queue: Queue[str] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join(10)
        assert self.process.stderr is not None
        self.process.stderr.close()

    def await_line(self, words: str) -> None:
        while not any(words in line for line in self.lines):
            line = self._queue.get(timeout=60)
            assert line, f"it ended without {words!r}:\n{''.join(self.lines)}"
            self.lines.append(line)

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._queue.put(line)
        self._queue.put("")


@pytest.fixture
def scrapyd():
    with FakeScrapyd(lambda: datetime.now(UTC)) as server:
        server.credentials = f"tiktok:{PASSWORD}"
        yield server


@pytest.fixture
def start(store_url, scrapyd):
    with ExitStack() as stack:
        yield lambda: stack.enter_context(Process(store_url, scrapyd.url))


def due_now(store: Store, name: str) -> None:
    now = datetime.now(UTC)
    add(store, name, created_at=now - timedelta(hours=1), next_run_at=now.replace(microsecond=0))


def test_a_killed_scheduler_is_replaced(both, scrapyd, start):
    first = start()
    first.await_line("This scheduler works")
    second = start()
    second.await_line("another one works")
    due_now(both, "one")
    first.await_line("was given to Scrapyd")
    first.stop(signal.SIGKILL)
    due_now(both, "two")
    second.await_line("This scheduler works")
    second.await_line("was given to Scrapyd")
    assert [job.id.partition("-")[0] for job in scrapyd.jobs] == ["one", "two"]
    assert states(both, "one") == states(both, "two") == ["sent"]
    third = start()
    third.await_line("another one works")
    assert second.stop(signal.SIGTERM) == 0
    second.await_line("The scheduler has stopped; jobs that run go on")
    third.await_line("This scheduler works")
    assert third.stop(signal.SIGINT) == 0
    assert {scrapyd.state(job.id) for job in scrapyd.jobs} == {"running"}
    assert not re.search("MARK|HTTP Request|Traceback", "".join(first.lines + second.lines + third.lines))
