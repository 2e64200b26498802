from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tiktok_spiders.browser.errors import BrowserUnavailableError
from tiktok_spiders.browser.find import find_browser

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only directory of PATH."""
    path = tmp_path / "bin"
    path.mkdir()
    monkeypatch.setenv("PATH", str(path))
    return path


def program(path: Path) -> str:
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_the_setting_goes_first(programs: Path, tmp_path: Path) -> None:
    program(programs / "chromium")
    named = program(tmp_path / "mine")
    assert find_browser(named, "chromium", "") == named


def test_the_path_goes_before_playwrights_own(programs: Path, tmp_path: Path) -> None:
    own = program(tmp_path / "own")
    assert find_browser(None, "chromium", own) == own
    chrome = program(programs / "google-chrome")
    assert find_browser(None, "chromium", own) == chrome
    chromium = program(programs / "chromium")
    assert find_browser("", "chromium", own) == chromium


def test_other_engines_are_playwrights_own(programs: Path, tmp_path: Path) -> None:
    program(programs / "chromium")
    own = program(tmp_path / "own")
    assert find_browser(None, "firefox", own) == own


def test_a_setting_that_names_no_program_is_refused(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_text("")
    for wrong in (str(plain), str(tmp_path / "none")):
        with pytest.raises(BrowserUnavailableError, match="TIKTOK_BROWSER_EXECUTABLE is"):
            find_browser(wrong, "chromium", "")


def test_without_a_browser_the_error_says_how_to_get_one(programs: Path) -> None:
    with pytest.raises(BrowserUnavailableError, match=r"`playwright install chromium` or the Debian package"):
        find_browser(None, "chromium", "/nowhere")
    with pytest.raises(
        BrowserUnavailableError, match=r"`playwright install webkit`, or name one by TIKTOK_BROWSER"
    ):
        find_browser(None, "webkit", "/nowhere")
