"""Where proxies are listed: a setting, a file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.proxies.parse import parse_lines

if TYPE_CHECKING:
    from tiktok_spiders.proxies.proxy import Proxy

SETTING = "TIKTOK_PROXIES"
WRONG_SHOWN = 5
"""Bad lines that an error names; the rest are counted."""

_LOOKS_LIKE_A_PATH = re.compile(r"(?:~|\.{0,2}/).*|[^:@,]+\.(?:txt|lst|list|csv|conf)")


class Source(Protocol):
    """Something that lists proxies."""

    def read(self) -> list[Proxy]:
        """Return all proxies. Raises ``ConfigError`` where they cannot be read."""

    def changed(self) -> bool:
        """Tell whether ``read`` would return something else than last time."""


class ListSource:
    """Proxies written into the setting itself, separated by commas or line ends."""

    def __init__(self, text: str) -> None:
        self._text = text

    def read(self) -> list[Proxy]:
        """Return all proxies. Raises ``ConfigError`` naming each entry that is none."""
        entries = re.split(r"[,\n]", self._text)
        return _accepted(SETTING, [(f"entry {number}", one) for number, one in enumerate(entries, 1)])

    def changed(self) -> bool:
        """Return False: a setting stays."""
        return False


class FileSource:
    """Proxies in a text file, one a line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, ...] = ()

    def read(self) -> list[Proxy]:
        """Return all proxies. Raises ``ConfigError`` for a file that cannot be read, or with bad lines."""
        self._seen = self._stamp()
        try:
            lines = self._path.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            raise ConfigError(f"{SETTING} names the file {self._path}: {reason}") from None
        numbered = [(f"line {number}", line) for number, line in enumerate(lines, 1)]
        return _accepted(f"{SETTING} ({self._path})", numbered)

    def changed(self) -> bool:
        """Tell whether the file was written or replaced since it was read."""
        return self._stamp() != self._seen

    def _stamp(self) -> tuple[int, ...]:
        try:
            status = self._path.stat()
        except OSError:
            return ()
        return status.st_mtime_ns, status.st_size, status.st_ino


def source_of(text: str) -> Source:
    """Return the source that the value of ``TIKTOK_PROXIES`` means: a path of a file, else a list."""
    text = text.strip()
    path = Path(text).expanduser() if "\n" not in text and len(text) < 4096 else None
    if path is not None and (_LOOKS_LIKE_A_PATH.fullmatch(text) or path.is_file()):
        return FileSource(path)
    return ListSource(text)


def _accepted(where: str, lines: list[tuple[str, str]]) -> list[Proxy]:
    proxies, wrong = parse_lines(lines)
    if wrong:
        more = f"; and {len(wrong) - WRONG_SHOWN} more" if len(wrong) > WRONG_SHOWN else ""
        raise ConfigError(f"{where}: {'; '.join(wrong[:WRONG_SHOWN])}{more}")
    if not proxies:
        raise ConfigError(f"{where}: no proxy is listed")
    return proxies
