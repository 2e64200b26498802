from __future__ import annotations

import logging
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tiktok_spiders.browser import home
from tiktok_spiders.browser.home import MARK, BrowserHome, own_authorities

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

from tiktok_standin.tls import Authority


@pytest.fixture
def browser_home() -> Iterator[BrowserHome]:
    made = BrowserHome()
    yield made
    made.remove()
    assert not made.path.exists()


@pytest.fixture
def authority(tmp_path: Path) -> str:
    return str(Authority(tmp_path / "ca").ca_path)


def test_the_browser_sees_no_setting_and_another_home(
    browser_home: BrowserHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIKTOK_SECRET_KEY", "secret")
    environment = browser_home.environment("m")
    assert environment["HOME"] == str(browser_home.path)
    assert environment["TMPDIR"].startswith(environment["HOME"])
    assert environment[MARK] == "m"
    assert "secret" not in environment.values()


def test_a_long_path_is_not_the_browsers_temporary_directory(browser_home: BrowserHome) -> None:
    browser_home.path = browser_home.path / ("x" * 60)
    assert "TMPDIR" not in browser_home.environment("m")
    browser_home.path = browser_home.path.parent


def test_only_authorities_that_the_system_does_not_know_are_own(
    authority: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = own_authorities(authority)
    assert len(own) == 1
    monkeypatch.setattr(home, "_SYSTEM", (authority,))
    assert own_authorities(authority) == []
    other = Authority(tmp_path / "other").ca_path
    both = tmp_path / "both.pem"
    both.write_bytes(other.read_bytes() + own[0].replace(b"\n", b"\r\n"))
    assert own_authorities(str(both)) == [other.read_bytes().strip()]
    assert own_authorities(None) == own_authorities(str(tmp_path / "none")) == []


@pytest.mark.skipif(shutil.which("certutil") is None, reason="needs certutil")
def test_own_authorities_are_in_the_database(browser_home: BrowserHome, authority: str) -> None:
    assert browser_home.trust(authority) == 1
    database = f"sql:{browser_home.path}/.pki/nssdb"
    listed = subprocess.run(["certutil", "-d", database, "-L"], capture_output=True, text=True, check=True)
    assert "own-0" in listed.stdout
    assert "C,," in listed.stdout


def test_nothing_is_made_without_an_own_authority(browser_home: BrowserHome) -> None:
    assert browser_home.trust(None) == 0
    assert not (browser_home.path / ".pki").exists()


def test_a_lack_of_certutil_is_said(
    browser_home: BrowserHome,
    authority: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with caplog.at_level(logging.WARNING):
        assert browser_home.trust(authority) == 0
    assert "libnss3-tools" in caplog.text
