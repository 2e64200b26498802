"""What one check found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    """As it should be."""

    WARN = "warn"
    """Crawls work, with something missing."""

    FAIL = "fail"
    """A crawl with these settings does not work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the report."""

    check: str
    """What was looked at: ``python``, ``database``, …"""

    level: Level
    """ok, warn or fail."""

    detail: str
    """What was found. Never holds a password or a token."""

    mend: str | None = None
    """What to do about it; None for ok."""


def ok(check: str, detail: str) -> Finding:
    """Return a finding that needs nothing."""
    return Finding(check=check, level=Level.OK, detail=detail)


def warn(check: str, detail: str, mend: str) -> Finding:
    """Return a finding that a crawl survives."""
    return Finding(check=check, level=Level.WARN, detail=detail, mend=mend)


def fail(check: str, detail: str, mend: str) -> Finding:
    """Return a finding that stops a crawl."""
    return Finding(check=check, level=Level.FAIL, detail=detail, mend=mend)
