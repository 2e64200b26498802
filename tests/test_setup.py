"""The Makefile, the set-up script and the requirements agree with each other and with the project."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
TARGETS = {"help", "demo", "test", "check", "bench", "docs", "deploy", "setup", "clean"}


def pins(name):
    lines = (ROOT / name).read_text().splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-r"))]


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_help_names_every_target():
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    rows = dict(line.split(maxsplit=1) for line in shown.splitlines())
    assert set(rows) == TARGETS
    assert all(len(text) > 10 for text in rows.values())


@pytest.mark.parametrize("script", ["scripts/setup.sh", "scripts/deploy.sh", ".ci/run"])
def test_scripts_are_sound(script):
    path = ROOT / script
    assert os.access(path, os.X_OK)
    assert path.read_text().startswith("#!/usr/bin/env bash\n")
    assert "\nset -eu\n" in path.read_text()
    subprocess.run(["bash", "-n", path], check=True)


def test_ci_runs_nothing_that_the_makefile_does_not_name():
    (targets,) = re.findall(r"^for target in (.+); do$", (ROOT / ".ci/run").read_text(), re.MULTILINE)
    assert set(targets.split()) <= TARGETS


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_everything_is_pinned(name):
    for pin in pins(name):
        assert re.fullmatch(r"==[\w.]+", str(pin.specifier)), pin


def test_the_pins_satisfy_the_project():
    pinned = {
        pin.name.lower().replace("_", "-"): next(iter(pin.specifier)).version
        for pin in pins("requirements.txt")
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for needed in map(Requirement, project["dependencies"]):
        assert needed.specifier.contains(pinned[needed.name.lower()]), needed


def test_the_tests_run_with_what_is_pinned():
    for pin in pins("requirements.txt"):
        if pin.name != "setuptools" and (pin.marker is None or pin.marker.evaluate()):
            assert pin.specifier.contains(version(pin.name)), pin


@pytest.fixture
def checkout(tmp_path):
    """A directory with the set-up script, empty requirements and a Python that notes what it is asked."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/setup.sh", tmp_path / "scripts")
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("# nothing\n")
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\n[ "$1" = -c ] || echo "$@" >> "$(dirname "$0")/asked"\n')
    python.chmod(0o755)
    return tmp_path


def setup(checkout, *parts, **environ):
    environ = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(checkout),
        "POSTGRESQL": str(checkout / "none"),
        **environ,
    }
    return subprocess.run(
        ["bash", "scripts/setup.sh", *parts],
        cwd=checkout,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def asked(checkout):
    path = checkout / ".venv/bin/asked"
    return path.read_text().splitlines() if path.exists() else []


def test_packages_are_installed_once_until_a_requirement_changes(checkout):
    assert setup(checkout, "runtime").returncode == 0
    assert setup(checkout).returncode == 0
    assert [line.split()[-1] for line in asked(checkout)] == ["requirements.txt"]
    (checkout / "requirements.txt").write_text("# changed\n")
    assert setup(checkout, "runtime", "dev").returncode == 0
    assert [line.split()[-1] for line in asked(checkout)][1:] == ["requirements.txt", "requirements-dev.txt"]


def test_an_unknown_part_is_refused(checkout):
    done = setup(checkout, "everything")
    assert done.returncode == 1
    assert "runtime, dev, system or nginx" in done.stderr


def test_no_python_is_said(checkout, tmp_path):
    shutil.rmtree(checkout / ".venv")
    tools = checkout / "tools"
    tools.mkdir()
    for name in ("bash", "dirname", "id"):
        (tools / name).symlink_to(shutil.which(name))
    done = setup(checkout, "runtime", PATH=str(tools))
    assert done.returncode == 1
    assert "no Python 3.11 or newer found" in done.stderr


def imported(package):
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0]


@pytest.mark.parametrize("package", ["tiktok_spiders", "middlewares", "pipelines", "tiktok_standin"])
def test_what_the_code_imports_is_required_at_run_time(package):
    required = {canonicalize_name(pin.name) for pin in pins("requirements.txt")}
    homes = packages_distributions()
    names = set(imported(package)) - sys.stdlib_module_names
    distributions = {name: {canonicalize_name(home) for home in homes.get(name, ())} for name in names}
    lacking = {name for name, found in distributions.items() if not found & required and found}
    assert lacking == set()


@pytest.fixture
def machine(checkout):
    """Make a PATH with the tools that the script calls, a user id and an apt-get that notes its arguments."""
    tools = checkout / "tools"
    tools.mkdir()
    for name in ("bash", "dirname", "xargs", "echo", "cat"):
        (tools / name).symlink_to(shutil.which(name))

    def _machine(*programs, uid, apt_fails=False):
        scripts = {"id": f"echo {uid}", "apt-get": f'echo "$@" >> {tools}/asked; exit {int(apt_fails)}'}
        for name, body in {**scripts, **dict.fromkeys(programs, ":")}.items():
            (tools / name).write_text(f"#!{tools}/bash\n{body}\n")
            (tools / name).chmod(0o755)
        return str(tools)

    return _machine


def test_root_gets_the_system_packages_that_are_missing(checkout, machine):
    done = setup(checkout, "system", PATH=machine("google-chrome", "initdb", uid=0))
    assert done.returncode == 0, done.stderr
    update, install = (checkout / "tools/asked").read_text().splitlines()
    assert update.split()[0] == "update"
    assert install.split()[-2:] == ["libnss3-tools", "redis-server"]


def test_nobody_else_does_but_is_told(checkout, machine):
    done = setup(checkout, "system", PATH=machine("chromium", "certutil", uid=1000))
    assert done.returncode == 0
    assert "sudo apt-get install redis-server postgresql" in done.stderr
    assert not (checkout / "tools/asked").exists()


def test_packages_that_cannot_be_had_never_fail_the_setup(checkout, machine):
    done = setup(checkout, "system", PATH=machine(uid=0, apt_fails=True))
    assert done.returncode == 0
    assert "could not install all of" in done.stderr


def test_nothing_missing_asks_for_nothing(checkout, machine):
    done = setup(checkout, "system", PATH=machine("chromium", "certutil", "redis-server", "initdb", uid=0))
    assert done.returncode == 0
    assert not (checkout / "tools/asked").exists()
