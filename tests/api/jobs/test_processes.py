"""Processes and folders of jobs, without any crawl."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.settings import Settings

from tiktok_spiders.api import crawling
from tiktok_spiders.api.jobs import progress
from tiktok_spiders.api.jobs.backend import Seen
from tiktok_spiders.api.jobs.job import Job
from tiktok_spiders.api.jobs.local import KEPT_S, LocalBackend
from tiktok_spiders.api.jobs.log import tail
from tiktok_spiders.api.jobs.progress import Progress, Progresses
from tiktok_spiders.api.nodes import is_dead_here, node_of, pid_here

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tiktok_spiders.store import Store


def job(**values: Any) -> Job:
    bare: dict[str, Any] = dict.fromkeys(Job.__slots__)
    given = {"id": 7, "spider": "user", "arguments": {}, "options": {}, "run": "api-7", "status": "running"}
    return Job(**bare | given | {"attempts": 1, "owner": "me", "created_at": datetime.now(UTC)} | values)


@pytest.fixture
def backend(tmp_path: Path) -> LocalBackend:
    given = {"TIKTOK_BROWSER": "off", "TIKTOK_HEADLESS": False, "TIKTOK_MS_TOKENS": ["a", "b"]}
    return LocalBackend(tmp_path / "jobs", Settings(given, priority="cmdline"), 2)


@pytest.fixture
def folder(backend: LocalBackend, tmp_path: Path) -> Path:
    made = tmp_path / "jobs/7"
    made.mkdir()
    return made


@pytest.fixture
def sleeping() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(["sleep", "60"], start_new_session=True)
    yield process
    process.kill()
    process.wait(10)


def test_a_crawl_that_lives_is_not_begun_again(backend: LocalBackend, folder: Path) -> None:
    with (folder / crawling.PROCESS).open("w", encoding="utf-8") as file:
        file.write("node")
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        assert backend.start(job()) == "node"
        assert backend.look(job(ref="node")) == Seen("working")
        assert backend.look(job(ref="another")) == Seen("gone", is_sure=False)
    assert backend.look(job(ref="node")) == Seen("gone")
    (folder / crawling.STATUS).write_text("2")
    assert backend.look(job(ref="node")) == Seen("gone", 2)


def test_nothing_is_known_of_another_machines_job(backend: LocalBackend) -> None:
    assert backend.look(job(ref="elsewhere/1/1")) == Seen("gone", is_sure=False)
    assert backend.log(job(), 100) is None
    backend.cancel(job(ref="elsewhere/1/1"), force=True)


def test_all_of_a_crawl_is_killed(backend: LocalBackend, sleeping: subprocess.Popen[bytes]) -> None:
    ref = node_of(sleeping.pid)
    assert (pid_here(ref), is_dead_here(ref)) == (sleeping.pid, False)
    backend.cancel(job(ref=ref), force=True)
    assert sleeping.wait(10) == -signal.SIGKILL
    assert (pid_here(ref), is_dead_here(ref)) == (None, True)
    backend.cancel(job(ref=ref), force=False)


def test_what_is_set_on_the_command_line_is_passed_on(backend: LocalBackend) -> None:
    passed = backend._environment()
    assert {name: passed[name] for name in ("TIKTOK_BROWSER", "TIKTOK_HEADLESS", "TIKTOK_MS_TOKENS")} == {
        "TIKTOK_BROWSER": "off",
        "TIKTOK_HEADLESS": "false",
        "TIKTOK_MS_TOKENS": "a,b",
    }
    assert passed["PATH"] == os.environ["PATH"]


def test_old_folders_go(backend: LocalBackend, folder: Path) -> None:
    newer = folder.parent / "8"
    newer.mkdir()
    (folder / crawling.LOG).write_text("old")
    for path in (folder / crawling.LOG, folder):
        os.utime(path, (0, newer.stat().st_mtime - KEPT_S - 60))
    backend.tidy()
    assert [each.name for each in folder.parent.iterdir()] == ["8"]


@pytest.mark.parametrize(("code", "status"), [(None, "0"), (2, "2"), ("words", "1")])
def test_a_crawl_leaves_its_status(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: Any, status: str
) -> None:
    def execute(argv: list[str]) -> None:
        assert argv[:5] == ["scrapy", "crawl", "user", "-a", "users=a b"]
        raise SystemExit(code)

    monkeypatch.setattr(crawling, "execute", execute)
    (folder / crawling.ORDER).write_text(json.dumps({"spider": "user", "arguments": {"users": "a b"}}))
    with pytest.raises(SystemExit):
        crawling.main(folder)
    assert (folder / crawling.STATUS).read_text() == status
    assert (folder / crawling.PROCESS).read_text() == node_of(os.getpid())


def test_a_tail_is_safe() -> None:
    raw = b"lost sessionid=abc\n  \x1b[2Jok secret-value\n" + b"x" * 5000 + b"\n"
    cut, long = tail(raw, 10, ("secret-value",), is_cut=True)
    assert cut == "  ok ***"
    assert (len(long), long[-1]) == (2000, "…")
    assert tail(raw, 3, (), is_cut=False)[0] == "lost sessionid=***"
    assert tail(b"", 3, (), is_cut=False) == []


def test_final_numbers_are_remembered_for_some(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "KEPT", 1)
    counting = Progresses(store)
    strange = [job(id=number, status="failed", arguments={"gone": "x"}) for number in (1, 2)]
    assert counting.of(strange) == dict.fromkeys((1, 2), Progress(0, 0, 0))
    assert list(counting._final) == [2]
