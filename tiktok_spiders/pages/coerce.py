"""Values as TikTok sends them, made into the types of the records.

Every function takes the value, the name of the field (``video/play_count``) and a `Misread`; it gives None
for an absent value and for one that fails, and only the latter is counted. None of them raises.

Counters stand in ``counters.py``, addresses of files in ``links.py``, text offsets in ``offsets.py``.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import isfinite

MAX_SAFE_INTEGER = 2**53 - 1
"""Larger integers may have been rounded by a parser that uses doubles."""

_HTTP = ("https://", "http://")
_MILLISECONDS_FROM = 10**11
EARLIEST = 1_388_534_400
"""2014-01-01 UTC, before which there was no TikTok."""

_LATEST = 253_402_300_799  # the last second that a datetime holds
_LARGE = 1e300
_DAY = timedelta(days=1)
_MONEY = re.compile(r"[0-9]+(\.[0-9]+)?")


class Misread(dict[str, int]):
    """Values that could not be coerced: ``record/field`` → how often."""

    __slots__ = ()

    def add(self, field: str) -> None:
        """Count one value of ``field`` that failed."""
        self[field] = self.get(field, 0) + 1


def identifier(value: object, field: str, misread: Misread) -> str | None:
    """Return digits as text. ``""`` and ``0`` are absent; integers above 2^53 − 1 are refused."""
    if type(value) is str:
        if value.isdigit() and value.isascii():
            return value if value != "0" else None
        if not value:
            return None
    elif value is None or (type(value) is int and value == 0):
        return None
    elif type(value) is int and 0 < value <= MAX_SAFE_INTEGER:
        return str(value)
    misread.add(field)
    return None


def count(value: object, field: str, misread: Misread) -> int | None:
    """Return an integer ≥ 0, from an integer or decimal text."""
    if type(value) is int:
        if value >= 0:
            return value
    elif value is None:
        return None
    elif type(value) is str and value.isdigit() and value.isascii() and len(value) < 20:
        return int(value)
    misread.add(field)
    return None


def positive(value: object, field: str, misread: Misread) -> int | None:
    """Return a count whose 0 means "not told": width, height."""
    if type(value) is int and value > 0:
        return value
    return count(value, field, misread) or None


def integer(value: object, field: str, misread: Misread) -> int | None:
    """Return an integer of either sign, from an integer or decimal text; ``""`` is absent."""
    if type(value) is int:
        return value
    if value is None or value == "":
        return None
    if type(value) is str and value.isascii() and value.removeprefix("-").isdigit() and len(value) < 20:
        return int(value)
    misread.add(field)
    return None


def real(value: object, field: str, misread: Misread) -> float | None:
    """Return a finite float from a number or its text; ``""`` is absent."""
    if type(value) is float and -_LARGE < value < _LARGE:
        return value
    if type(value) is float or type(value) is int or type(value) is str:
        if value == "":
            return None
        try:
            number = float(value)
        except (ValueError, OverflowError):
            number = float("nan")
        if isfinite(number):
            return number
    elif value is None:
        return None
    misread.add(field)
    return None


def flag(value: object, field: str, misread: Misread) -> bool | None:
    """Return a boolean from true, false, 0 or 1. Absent is None, never false."""
    if value is True or value is False:
        return value
    if value is None:
        return None
    if type(value) is int and 0 <= value <= 1:
        return value == 1
    misread.add(field)
    return None


def nonzero(value: object, field: str, misread: Misread) -> bool | None:
    """Return whether a number that TikTok uses as a flag is not 0; booleans pass."""
    if type(value) is int:
        return value != 0
    return flag(value, field, misread)


def text(value: object, field: str, misread: Misread) -> str | None:
    """Return the text as sent; ``""`` is absent. NUL, which no database keeps, becomes U+FFFD."""
    if type(value) is str:
        return value.replace("\0", "\ufffd") if "\0" in value else value or None
    if value is not None:
        misread.add(field)
    return None


def text_kept(value: object, field: str, misread: Misread) -> str | None:
    """Return what `text` does, but ``""`` is known to be empty, and stays."""
    if type(value) is str:
        return value.replace("\0", "\ufffd") if "\0" in value else value
    if value is not None:
        misread.add(field)
    return None


def texts(value: object, field: str, misread: Misread) -> tuple[str, ...] | None:
    """Return the non-empty texts of a list; None for an absent list, ``()`` for an empty one."""
    if type(value) is list:
        return tuple([member for each in value if (member := text(each, field, misread))])
    if value is not None:
        misread.add(field)
    return None


def language(value: object, field: str, misread: Misread) -> str | None:
    """Return a language code as sent; ``un`` (unknown) and ``""`` are absent."""
    code = text(value, field, misread)
    return None if code == "un" else code


def region(value: object, field: str, misread: Misread) -> str | None:
    """Return an upper-case ISO 3166-1 alpha-2 code; ``un`` and ``""`` are absent."""
    code = text(value, field, misread)
    if code is None or code == "un":
        return None
    if len(code) == 2 and code.isascii() and code.isalpha():
        return code.upper()
    misread.add(field)
    return None


def url(value: object, field: str, misread: Misread) -> str | None:
    """Return an ``http(s)`` address, of a list the first such; ``""`` and ``[]`` are absent."""
    if type(value) is str:
        if value.startswith(_HTTP):
            return value
    elif type(value) is list:
        for each in value:
            if type(each) is str and each.startswith(_HTTP):
                return each
    if value:
        misread.add(field)
    return None


def urls(value: object, field: str, misread: Misread) -> tuple[str, ...]:
    """Return all ``http(s)`` addresses of a list (or a single one)."""
    if type(value) is not list:
        value = [value]
    found = []
    for each in value:
        if type(each) is str and each.startswith(_HTTP):
            found.append(each)
        elif each:
            misread.add(field)
    return tuple(found)


def money(value: object, field: str, misread: Misread) -> Decimal | None:
    """Return an exact amount from decimal text. A masked one (``2?``) fails; ``""`` is absent."""
    if type(value) is str and _MONEY.fullmatch(value):
        return Decimal(value)
    if value is not None and value != "":
        misread.add(field)
    return None


def moment(
    value: object, field: str, misread: Misread, scraped_at: datetime, *, future: bool = False
) -> datetime | None:
    """Return aware UTC from seconds, milliseconds (≥ 10^11) or ISO text.

    0 and ``""`` are absent; a time before 2014 fails, and so does one later than a day after ``scraped_at``
    unless ``future`` (schedules, expiries, releases).
    """
    if value is None:
        return None
    seconds = value if type(value) is int else _seconds_of(value)
    if seconds == 0:
        return None
    if seconds >= _MILLISECONDS_FROM:
        seconds //= 1000
    if EARLIEST <= seconds <= _LATEST:
        result = datetime.fromtimestamp(seconds, UTC)
        if future or result <= scraped_at + _DAY:
            return result
    misread.add(field)
    return None


def _seconds_of(value: object) -> int:
    """Return epoch seconds (or milliseconds) of decimal or ISO text; 0 for ``""``, −1 for what is neither."""
    if type(value) is not str or len(value) > 40:
        return -1
    if not value or (value.isdigit() and value.isascii()):
        return int(value or 0)
    try:
        parsed = datetime.fromisoformat(value)
        return int((parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return -1
