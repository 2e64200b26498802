"""Spans of time as people type them: ``6h``, ``1d12h``, ``90s``."""

from __future__ import annotations

import re

from tiktok_spiders.exceptions import ScheduleError

_UNITS = {"w": 604_800, "d": 86_400, "h": 3600, "m": 60, "s": 1}
_SPAN = re.compile(r"(?:[0-9]{1,9}[wdhms])+")
_PART = re.compile(r"(\d+)([wdhms])")


def parse_span(text: str) -> int:
    """Return seconds; a number without a unit is seconds. Raises ``ScheduleError``."""
    given = text.strip().lower()
    if given.isascii() and given.isdigit() and len(given) < 10:
        return int(given)
    if not _SPAN.fullmatch(given):
        raise ScheduleError(f"{text!r} is no span of time; write 30m, 6h, 1d12h or a number of seconds")
    return sum(int(number) * _UNITS[unit] for number, unit in _PART.findall(given))


def show_span(seconds: int) -> str:
    """Return seconds as ``parse_span`` reads them."""
    parts = []
    for unit, size in _UNITS.items():
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"
