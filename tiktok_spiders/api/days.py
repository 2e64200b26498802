"""Days and moments as requests name them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator


def _iso_day(value: Any) -> Any:
    if not isinstance(value, str) or len(value) != len("2000-01-01"):
        raise ValueError("a date is written as 2026-01-31")
    return value


def _iso_moment(value: Any) -> Any:
    if not isinstance(value, str) or "-" not in value[1:]:
        raise ValueError("a moment is written as 2026-01-31T12:00:00Z")
    return value


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


Day = Annotated[date, BeforeValidator(_iso_day)]
"""A day as ISO 8601 writes it; a number of seconds, which pydantic would take as well, is refused."""

Moment = Annotated[datetime, BeforeValidator(_iso_moment), AfterValidator(_in_utc)]
"""A moment as ISO 8601 writes it, in UTC where it names no zone."""
