"""Spans of days in UTC, as questions name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Query

from tiktok_spiders.api.days import Day
from tiktok_spiders.api.errors import ApiError

if TYPE_CHECKING:
    import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``start`` to ``end``, both included; None is open."""

    start: date | None = None
    end: date | None = None

    def holds(self, column: sa.ColumnElement[Any]) -> list[sa.ColumnElement[bool]]:
        """Return the conditions for a time to be in the span."""
        found = [] if self.start is None else [column >= _midnight(self.start)]
        if self.end is not None and self.end < date.max:
            found.append(column < _midnight(self.end + timedelta(days=1)))
        return found

    def shown(self) -> dict[str, date | None]:
        """Return it as answers give it."""
        return {"start": self.start, "end": self.end}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def span(
    start_date: Annotated[Day | None, Query(description="First day (UTC); none: from the beginning.")] = None,
    end_date: Annotated[Day | None, Query(description="Last day (UTC), included; none: to the end.")] = None,
) -> Span:
    """Return the span of a request. Raises ``ApiError`` where it ends before it starts."""
    if start_date and end_date and end_date < start_date:
        raise ApiError("INVALID_REQUEST", "end_date is before start_date")
    return Span(start_date, end_date)


Asked = Annotated[Span, Depends(span)]
"""A route's parameter: ``start_date`` and ``end_date``."""
