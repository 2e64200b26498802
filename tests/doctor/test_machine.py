from __future__ import annotations

import os
import shutil
import sys
from types import SimpleNamespace

import pytest

from tiktok_spiders.doctor import machine
from tiktok_spiders.doctor.finding import Level


def test_python():
    assert machine.check_python().level is Level.OK
    old = machine.check_python((3, 10, 9))
    assert old.level is Level.FAIL
    assert "3.10.9" in old.detail
    assert "3.11" in old.mend


def test_packages():
    assert machine.check_packages().level is Level.OK


def test_a_package_that_is_missing_or_broken(tmp_path, monkeypatch):
    (tmp_path / "broken_wheel.py").write_text("raise ImportError('libpq.so.5 is missing')")
    monkeypatch.syspath_prepend(tmp_path)
    finding = machine.check_packages({"Nothing": "no_such_module", "Broken": "broken_wheel"})
    assert finding.level is Level.FAIL
    assert "Nothing (not installed)" in finding.detail
    assert "Broken (libpq.so.5 is missing)" in finding.detail
    assert "requirements.txt" in finding.mend


def test_a_module_without_a_distribution(monkeypatch):
    assert "(unknown version)" in machine.check_packages({"No-such-distribution": "json"}).detail


@pytest.fixture
def program(tmp_path):
    def _program(name):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
        return str(path)

    return _program


def test_the_named_browser(program, tmp_path):
    named = program("my-browser")
    finding = machine.check_browser({"TIKTOK_BROWSER_EXECUTABLE": named})
    assert (finding.level, named in finding.detail) == (Level.OK, True)
    gone = machine.check_browser({"TIKTOK_BROWSER_EXECUTABLE": str(tmp_path / "gone"), "PATH": str(tmp_path)})
    assert gone.level is Level.FAIL
    assert machine.check_browser({"TIKTOK_BROWSER_EXECUTABLE": str(tmp_path)}).level is Level.FAIL


@pytest.mark.parametrize("name", machine.BROWSERS)
def test_a_browser_on_the_path(program, name):
    found = program(f"bin/{name}")
    assert machine.check_browser({"PATH": os.path.dirname(found)}).detail == found  # noqa: PTH120


def test_playwrights_own_browser(program, tmp_path):
    found = program("browsers/chromium-1200/chrome-linux64/chrome")
    environ = {"PATH": "/nonexistent", "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "browsers")}
    assert machine.check_browser(environ).detail.startswith(found)
    found = program(".cache/ms-playwright/chromium-1200/chrome-linux/chrome")
    assert machine.check_browser({"PATH": "/nonexistent", "HOME": str(tmp_path)}).detail.startswith(found)


def test_no_browser():
    finding = machine.check_browser({"PATH": "/nonexistent"})
    assert finding.level is Level.WARN
    assert "TIKTOK_BROWSER_EXECUTABLE" in finding.mend


@pytest.mark.parametrize(
    ("free", "level"), [(10 * 2**30, Level.OK), (500 * 2**20, Level.WARN), (2**20, Level.FAIL)]
)
def test_room(tmp_path, monkeypatch, free, level):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    (finding,) = machine.check_directory(tmp_path)
    assert finding.level is level
    assert not list(tmp_path.iterdir())


def test_a_directory_that_cannot_be_written():
    (finding,) = machine.check_directory(machine.Path("/proc"))
    assert finding.level is Level.FAIL


def test_the_version_is_this_interpreters():
    assert sys.executable in machine.check_python().detail
