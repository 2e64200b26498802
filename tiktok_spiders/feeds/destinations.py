"""Whether feeds can be written, before anything is collected for them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from tiktok_spiders.exceptions import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable


def check_destinations(feeds: Iterable[str | Path]) -> None:
    """Raise ``ConfigError`` for a feed whose file could not be written. Other storages are left to Scrapy."""
    for feed in feeds:
        path = _file(str(feed))
        reason = None if path is None else _obstacle(path)
        if reason:
            raise ConfigError(f"feed {str(feed)!r} cannot be written: {reason}")


def _file(uri: str) -> Path | None:
    """Return the file that a feed's address names; the part before a placeholder for one that has any."""
    parts = urlsplit(uri)
    if parts.scheme == "file":
        uri = url2pathname(parts.path)
    elif parts.scheme:
        return None
    fixed, placeholder, _ = uri.partition("%(")
    return Path(fixed).parent / "_" if placeholder else Path(uri)


def _obstacle(path: Path) -> str | None:
    if path.is_dir():
        return "it is a directory"
    if path.exists():
        return None if os.access(path, os.W_OK) else "no permission to write the file"
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    if not folder.is_dir():
        return f"{folder} is not a directory"
    return None if os.access(folder, os.W_OK | os.X_OK) else f"no permission to write in {folder}"
