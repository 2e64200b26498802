from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

import pytest

from tests.browser.fake import identity
from tests.browser.ours import Browser
from tiktok_spiders.browser import driver
from tiktok_spiders.browser.errors import BrowserUnavailableError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.usefixtures("reactor")]


def fake_browser(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


async def test_a_browser_that_does_not_start_is_said(tmp_path: Path) -> None:
    executable = fake_browser(tmp_path / "browser", "exit 3")
    async with Browser("http://127.0.0.1", TIKTOK_BROWSER_EXECUTABLE=executable) as browser:
        await browser.renew(identity("one"))
        for _ in range(2):
            with pytest.raises(BrowserUnavailableError, match="does not start"):
                await browser.get("/")


async def test_other_engines_are_passed_through(caplog: pytest.LogCaptureFixture) -> None:
    async with Browser("http://127.0.0.1", TIKTOK_BROWSER="firefox") as browser:
        await browser.renew(identity("one"))
        with (
            caplog.at_level(logging.WARNING),
            pytest.raises(BrowserUnavailableError, match="install firefox"),
        ):
            await browser.get("/")
    assert "TIKTOK_BROWSER=firefox is passed through, untested" in caplog.text


async def test_an_owner_that_was_closed_closes_again() -> None:
    browser = Browser("http://127.0.0.1")
    await browser.owner.close()
    await browser.owner.close()


async def test_nodes_own_options_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NODE_OPTIONS", raising=False)
    monkeypatch.setenv("MALLOC_ARENA_MAX", "7")
    with driver._small_heap():
        assert os.environ["NODE_OPTIONS"].startswith("--max-semi-space-size")
        assert os.environ["MALLOC_ARENA_MAX"] == "7"
    assert "NODE_OPTIONS" not in os.environ
    monkeypatch.setenv("NODE_OPTIONS", "--mine")
    with driver._small_heap():
        assert os.environ["NODE_OPTIONS"] == "--mine"
