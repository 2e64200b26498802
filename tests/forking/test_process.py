"""A forked process is like one of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.forking.process import ForkedProcess

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Start = "Callable[[str], ForkedProcess]"


@pytest.fixture
def start(tmp_path: Path) -> Callable[[str], ForkedProcess]:
    """Start a module of this text."""

    def _start(code: str) -> ForkedProcess:
        (tmp_path / "sample.py").write_text(code, encoding="utf-8")
        command = [sys.executable, "-m", "sample", "one", "two"]
        environment = {"PATH": os.environ["PATH"], "OWN": "yes"}
        return ForkedProcess(command, cwd=tmp_path, env=environment, stdout=True, stderr=True)

    return _start


def test_it_has_its_own_surroundings(start: Start, tmp_path: Path) -> None:
    process = start("import os, sys; print(os.getpid(), os.getcwd(), sys.argv[1:], sorted(os.environ))")
    out, err = process.communicate(timeout=30)
    assert out == f"{process.pid} {tmp_path} ['one', 'two'] ['OWN', 'PATH']\n"
    assert (err, process.returncode) == ("", 0)


@pytest.mark.parametrize(("code", "status"), [("raise SystemExit(3)", 3), ("1 / 0", 1), ("pass", 0)])
def test_its_status_is_told(start: Start, code: str, status: int) -> None:
    process = start(code)
    _, err = process.communicate(timeout=30)
    assert process.returncode == process.poll() == status
    assert ("ZeroDivisionError" in (err or "")) == (status == 1)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_signal_ends_it(start: Start, number: int) -> None:
    process = start("import time; print('up', flush=True); time.sleep(60)")
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    assert process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        process.communicate(timeout=0.01)
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode == -number


def test_two_draw_different_numbers(start: Start) -> None:
    drawn = [start("import random; print(random.random())").communicate(timeout=30)[0] for _ in range(2)]
    assert drawn[0] != drawn[1]


def test_only_modules_are_forked(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a module"):
        ForkedProcess(["ls", "-l", "x"], cwd=tmp_path, env={})
