"""Find a browser on this machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tiktok_spiders.browser.errors import BrowserUnavailableError

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge")
"""Programs looked for in PATH."""


def find_browser(executable: str | None, engine: str, own: str) -> str:
    """Return the path of the browser's program.

    ``executable`` is the setting ``TIKTOK_BROWSER_EXECUTABLE``; it goes before what PATH has, and that before
    ``own``, where Playwright keeps its download of this engine. Raises ``BrowserUnavailableError``.
    """
    if executable:
        return _named(executable)
    found = next(filter(None, map(shutil.which, NAMES)), None) if engine == "chromium" else None
    if found:
        return found
    if Path(own).is_file():
        return own
    package = " or the Debian package chromium" if engine == "chromium" else ""
    raise BrowserUnavailableError(
        f"no {engine} was found: install it with `playwright install {engine}`{package}, "
        "or name one by TIKTOK_BROWSER_EXECUTABLE"
    )


def _named(executable: str) -> str:
    path = shutil.which(executable)
    if path is None or not os.access(path, os.X_OK):
        raise BrowserUnavailableError(f"TIKTOK_BROWSER_EXECUTABLE is {executable!r}: not a program")
    return path
