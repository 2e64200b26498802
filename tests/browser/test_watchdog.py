from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tiktok_spiders.browser import guard as guard_module
from tiktok_spiders.browser import watchdog
from tiktok_spiders.browser.guard import Guard
from tiktok_spiders.browser.home import MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SLEEP = (sys.executable, "-c", "import time; time.sleep(60)")


@pytest.fixture
def sleeper() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start processes that sleep, each in a group of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def _start(*words: str, **environment: str) -> subprocess.Popen[bytes]:
        started.append(
            subprocess.Popen([*SLEEP, *words], env={**os.environ, **environment}, start_new_session=True)
        )
        return started[-1]

    yield _start
    for each in started:
        each.kill()
        each.wait()


@pytest.fixture
def listen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Run the watchdog here: ``listen("group 1\\n...")`` is what it is told before the pipe closes."""
    monkeypatch.setattr(watchdog, "GRACE", 0.2)
    kept = os.dup(0)

    def _listen(text: str) -> None:
        reading, writing = os.pipe()
        os.write(writing, text.encode())
        os.close(writing)
        os.dup2(reading, 0)
        os.close(reading)
        watchdog.main(f"{MARK}=none", os.getppid())

    yield _listen
    os.dup2(kept, 0)
    os.close(kept)


def test_marked_processes_and_directories_go_with_the_guard(sleeper: Any, tmp_path: Path) -> None:
    guard = Guard()
    marked, other = sleeper(**{MARK: guard.mark}), sleeper()
    guard.tell("remove", tmp_path)
    guard.close(20)
    assert marked.wait(5) == -signal.SIGKILL
    assert other.poll() is None
    assert not tmp_path.exists()


def test_a_watchdog_in_a_zip_does_the_same(
    sleeper: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "egg.zip", "w") as egg:
        egg.write(watchdog.__file__, "watchdog.py")
    with zipfile.ZipFile(tmp_path / "egg.zip") as egg:
        monkeypatch.setattr(guard_module, "_PROGRAM", zipfile.Path(egg, "watchdog.py"))
        guard = Guard()
    marked = sleeper(**{MARK: guard.mark})
    guard.close(20)
    assert marked.wait(5) == -signal.SIGKILL


def test_a_guard_whose_watchdog_was_killed_still_works(tmp_path: Path) -> None:
    guard = Guard()
    os.kill(guard.pid, signal.SIGKILL)
    guard._process.wait()
    guard.tell("remove", tmp_path)
    guard.close(1)


def test_a_watchdog_that_hangs_is_killed() -> None:
    guard = Guard()
    os.kill(guard.pid, signal.SIGSTOP)
    guard.close(0.1)
    assert guard._process.returncode == -signal.SIGKILL


def test_groups_are_ended_unless_they_are_gone(sleeper: Any, listen: Any) -> None:
    kept, ended = sleeper(), sleeper()
    listen(f"group {ended.pid}\ngroup {kept.pid}\ngone {kept.pid}\nunknown 1\n")
    assert ended.wait(5) == -signal.SIGKILL
    assert kept.poll() is None


def test_only_a_driver_is_ended_by_its_number(sleeper: Any, listen: Any) -> None:
    driver, reused = sleeper("run-driver"), sleeper()
    listen(f"driver {driver.pid}\ndriver {reused.pid}\n")
    assert driver.wait(5) == -signal.SIGKILL
    assert reused.poll() is None


def test_a_profile_that_nobody_removes_is_removed(sleeper: Any, listen: Any, tmp_path: Path) -> None:
    ours, foreign = tmp_path / "playwright_profile", tmp_path / "foreign"
    ours.mkdir()
    foreign.mkdir()
    browser = sleeper(f"--user-data-dir={ours}", f"--user-data-dir={foreign}")
    listen(f"group {browser.pid}\n")
    assert (ours.exists(), foreign.exists()) == (False, True)


def test_without_proc_told_groups_are_ended(
    sleeper: Any, listen: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "PROC", tmp_path / "none")
    group = sleeper()
    listen(f"group {group.pid}\ngroup 999999999\n")
    assert group.wait(5) == -signal.SIGKILL


def test_the_watchdog_sees_that_its_parent_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.monotonic()
    watchdog.main(f"{MARK}=none", os.getppid() + 1)
    assert time.monotonic() - began < 2
