"""What scrapyd-deploy builds and sends."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest
from packaging.version import Version

from tests.deploy.checkout import PACKAGES, ROOT, clean_environ, deploy
from tests.deploy.server import PASSWORD, PROJECT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.deploy.server import Scrapyd


@pytest.fixture(scope="module")
def egg(scrapyd: Scrapyd) -> Path:
    """The egg as Scrapyd keeps it."""
    (path,) = scrapyd.directory.glob(f"eggs/{PROJECT}/1000.egg")
    return path


def test_it_holds_every_file_of_the_packages_and_no_other(egg: Path, checkout: Path) -> None:
    with zipfile.ZipFile(egg) as archive:
        names = set(archive.namelist())
    ours = {
        path.relative_to(checkout).as_posix()
        for package in PACKAGES
        for path in (checkout / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert ours - names == set()
    assert {name for name in ours if not name.endswith(".py")} >= {
        "tiktok_spiders/py.typed",
        "tiktok_spiders/store/migrations/script.py.mako",
        "tiktok_standin/script.js",
        "tiktok_standin/shop_script.js",
    }
    assert {PurePosixPath(name).parts[0] for name in names} == {*PACKAGES, "EGG-INFO"}


def test_its_modules_are_compiled(egg: Path) -> None:
    with zipfile.ZipFile(egg) as archive:
        assert any(name.endswith(".pyc") and "/migrations/versions/" in name for name in archive.namelist())


PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
import tiktok_spiders
assert tiktok_spiders.__file__.startswith(sys.argv[1]), tiktok_spiders.__file__
from tiktok_spiders.browser.guard import Guard
from tiktok_spiders.store import Store, migrate
from tiktok_standin import sdk, shop_routes
store = Store.open("sqlite:///new.db")
assert migrate.current(store.engine) == migrate.head()
assert len(sdk._SCRIPT) > 1000 < len(shop_routes._SCRIPT)
guard = Guard()
guard.tell("remove", sys.argv[2])
guard.close(20)
print(guard._process.returncode)
"""


def test_what_is_read_by_path_is_read_from_the_zip(egg: Path, environment: Path, tmp_path: Path) -> None:
    leftover = tmp_path / "leftover"
    leftover.mkdir()
    command = [environment / "bin/python", "-c", PROGRAM, egg, leftover]
    done = subprocess.run(
        command, cwd=tmp_path, env=clean_environ(), capture_output=True, text=True, check=False, timeout=180
    )
    assert done.stdout.split() == ["0"], done.stderr
    assert not leftover.exists()


def test_the_newest_deployed_version_is_the_highest() -> None:
    days = ("20260101000000", "20260102093000", "20261231235959")
    assert sorted(days, key=Version) == list(days)


def git(place: Path, *words: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=place, check=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the deploying script, and a scrapyd-deploy that tells what it was asked."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "bin").mkdir()
    (tmp_path / "scripts/deploy.sh").write_text((ROOT / "scripts/deploy.sh").read_text())
    (tmp_path / "scrapy.cfg").write_text((ROOT / "scrapy.cfg").read_text())
    (tmp_path / "bin/scrapyd-deploy").write_text('#!/bin/sh\necho "$@" "{\\"status\\": \\"$STATUS\\"}"\n')
    (tmp_path / "bin/scrapyd-deploy").chmod(0o755)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "all", "--date=2026-01-02T03:04:05Z")
    return tmp_path


def run(repository: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "scripts/deploy.sh", *words],
        cwd=repository,
        env=clean_environ(**{"BIN": "bin", "STATUS": "ok", "SCRAPYD_PASSWORD": "p", **environ}),
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_version_is_the_commits_time(repository: Path) -> None:
    stamp = subprocess.run(
        ["git", "log", "-1", "--format=%cd", "--date=format-local:%Y%m%d%H%M%S"],
        cwd=repository,
        env=clean_environ(TZ="UTC0"),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    done = run(repository)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"local --version {stamp} ")


def test_changed_files_make_a_newer_version(repository: Path) -> None:
    (repository / "new.py").write_text("")
    found = re.match(r"local --version (\d{14}) ", run(repository).stdout)
    assert found is not None


@pytest.mark.parametrize(
    ("words", "environ", "said"),
    [
        (["local"], {"SCRAPYD_PASSWORD": ""}, "SCRAPYD_PASSWORD is not set"),
        (["remote"], {}, "SCRAPYD_URL is not set"),
        (["moon"], {}, "no section [deploy:moon]"),
        (["local"], {"STATUS": "error"}, "Scrapyd refused version"),
    ],
)
def test_what_is_lacking_is_said(
    repository: Path, words: list[str], environ: dict[str, str], said: str
) -> None:
    done = run(repository, *words, **environ)
    assert done.returncode == 1
    assert said in done.stderr


def test_a_broken_egg_is_refused(scrapyd: Scrapyd, checkout: Path) -> None:
    settings = checkout / "tiktok_spiders/settings.py"
    kept = settings.read_text()
    settings.write_text("raise RuntimeError('broken')\n")
    try:
        done = deploy(checkout, "remote", SCRAPYD_URL=scrapyd.url, SCRAPYD_PASSWORD=PASSWORD, VERSION="999")
    finally:
        settings.write_text(kept)
    assert done.returncode == 1
    assert "broken" in done.stdout + done.stderr
    # Scrapyd keeps what it could not list.
    scrapyd.post("delversion", [("project", PROJECT), ("version", "999")])
