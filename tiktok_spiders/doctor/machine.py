"""Python, packages, the browser and the working directory."""

from __future__ import annotations

import importlib
import os
import platform
import shutil
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from tiktok_spiders.doctor.finding import Finding, fail, ok, warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MINIMUM = (3, 11)
PACKAGES = {
    "Scrapy": "scrapy",
    "msgspec": "msgspec",
    "pydantic": "pydantic",
    "SQLAlchemy": "sqlalchemy",
    "alembic": "alembic",
    "psycopg": "psycopg",
    "pyarrow": "pyarrow",
    "python-dotenv": "dotenv",
    "rich": "rich",
    "aiohttp": "aiohttp",
    "cryptography": "cryptography",
}
"""Distributions that a crawl or an export needs, and the module that proves each."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge")
"""Commands that are looked for on the path, the first found wins."""

FREE_WARN = 2**30
FREE_FAIL = 100 * 2**20

_INSTALL = "pip install -r requirements.txt (make setup does it in .venv)"


def check_python(current: Sequence[int] = sys.version_info[:3]) -> Finding:
    """Tell whether Python is new enough."""
    found = f"{platform.python_implementation()} {'.'.join(map(str, current[:3]))} at {sys.executable}"
    if tuple(current[:2]) < MINIMUM:
        return fail("python", f"{found} is too old", "use Python 3.11 or newer")
    return ok("python", found)


def check_packages(packages: Mapping[str, str] = PACKAGES) -> Finding:
    """Import every package; one that is there and broken counts as missing."""
    broken = [f"{name} ({reason})" for name, module in packages.items() if (reason := _broken(module))]
    if broken:
        return fail("packages", f"cannot import {', '.join(broken)}", _INSTALL)
    return ok("packages", ", ".join(f"{name} {_version(name)}" for name in packages))


def check_browser(environ: Mapping[str, str] = os.environ) -> Finding:
    """Look for a browser; without one, only plain requests are made."""
    named = environ.get("TIKTOK_BROWSER_EXECUTABLE")
    if named:
        if os.access(named, os.X_OK) and Path(named).is_file():
            return ok("browser", f"{named} (TIKTOK_BROWSER_EXECUTABLE)")
        return fail(
            "browser",
            f"TIKTOK_BROWSER_EXECUTABLE is {named}, which cannot be run",
            "name the browser's program, or unset it to have one found",
        )
    found = next(_browsers(environ), None)
    if found is None:
        return warn(
            "browser",
            "none found; only plain requests can be made",
            "apt install chromium, or set TIKTOK_BROWSER_EXECUTABLE to a Chromium or Chrome",
        )
    return ok("browser", found)


def check_directory(directory: Path) -> Iterator[Finding]:
    """Tell whether output can be written in ``directory``, and whether there is room for it."""
    try:
        with tempfile.TemporaryFile(dir=directory):
            pass
    except OSError as error:
        yield fail("directory", f"cannot write in {directory}: {error.strerror}", "start where you may write")
        return
    yield _room("directory", directory)


def _room(check: str, directory: Path) -> Finding:
    free = shutil.disk_usage(directory).free
    detail = f"{directory} is writable, {free / 2**30:.1f} GiB free"
    if free < FREE_FAIL:
        return fail(check, detail, "free some space: a full disk pauses and then ends a crawl")
    if free < FREE_WARN:
        return warn(check, detail, "free some space before a long crawl")
    return ok(check, detail)


def _broken(module: str) -> str | None:
    try:
        importlib.import_module(module)
    except ImportError as error:
        return "not installed" if isinstance(error, ModuleNotFoundError) else str(error)
    return None


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(unknown version)"


def _browsers(environ: Mapping[str, str]) -> Iterator[str]:
    path = environ.get("PATH", os.defpath)
    yield from filter(None, (shutil.which(name, path=path) for name in BROWSERS))
    home = Path(environ.get("HOME", "/nonexistent"))
    own = Path(environ.get("PLAYWRIGHT_BROWSERS_PATH") or home / ".cache" / "ms-playwright")
    yield from (f"{program} (Playwright's)" for program in sorted(own.glob("chromium-*/chrome-*/chrome")))
