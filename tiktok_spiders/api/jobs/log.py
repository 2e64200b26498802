"""The end of a job's log, safe to show: bounded, without secrets and control characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiktok_spiders.terminal.printable import printable, printable_columns
from tiktok_spiders.vault import redact

if TYPE_CHECKING:
    from collections.abc import Iterable

BYTES_A_LINE = 512
"""So much of the log is read for each line that is wanted."""

LEAST_BYTES = 64 * 1024
LONGEST_LINE = 2000
LONGEST_ERROR = 500

_ERROR = re.compile(
    r"(?:\[[^\]]*\] (?:ERROR|CRITICAL): |^scrapy crawl: |^Usage: |^\w+(?:\.\w+)*(?:Error|Exception): )"
)
_HEAD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[[^\]]*\] \w+: ")


def bytes_for(lines: int) -> int:
    """Return how much of a log holds its last lines, as a rule."""
    return max(lines * BYTES_A_LINE, LEAST_BYTES)


def tail(raw: bytes, lines: int, secrets: Iterable[str], *, is_cut: bool) -> list[str]:
    """Return the last lines. ``is_cut``: the first one may have lost its start, and is left out."""
    text = raw.decode("utf-8", "replace").rstrip("\n")
    whole = text.split("\n")[1 if is_cut else 0 :] if text else []
    return [_shown(line, secrets) for line in whole[-lines:]]


def last_error(raw: bytes, secrets: Iterable[str]) -> str | None:
    """Return the newest line that tells of an error, without its time and place."""
    for line in reversed(raw.decode("utf-8", "replace").split("\n")):
        if _ERROR.search(line):
            told = _HEAD.sub("", line).removeprefix("scrapy crawl: ")
            return printable(redact(told, secrets), LONGEST_ERROR) or None
    return None


def _shown(line: str, secrets: Iterable[str]) -> str:
    safe = printable_columns(redact(line[: 4 * LONGEST_LINE], secrets))
    return safe if len(safe) <= LONGEST_LINE else f"{safe[: LONGEST_LINE - 1]}…"
