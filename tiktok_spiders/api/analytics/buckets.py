"""Time cut into hours or days of UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Mapping

Period = Literal["day", "week", "month"]

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_CUT = {"day": (_HOUR, 24), "week": (_DAY, 7), "month": (_DAY, 30)}
"""Length of a bucket, and how many there are, the one under way included."""

_ISO_LENGTH = {_HOUR: len("2026-01-31T12"), _DAY: len("2026-01-31")}


@dataclass(frozen=True, slots=True)
class Buckets:
    """``count`` buckets of length ``step``; the last one is that of the moment ``until``."""

    step: timedelta
    count: int
    until: datetime

    @classmethod
    def of(cls, period: Period, until: datetime) -> Buckets:
        """Return the 24 hours, 7 days or 30 days up to a moment."""
        return cls(*_CUT[period], until)

    @property
    def since(self) -> datetime:
        """The beginning of the first one."""
        is_day = self.step == _DAY
        begun = self.until.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        return (begun.replace(hour=0) if is_day else begun) - (self.count - 1) * self.step

    def holds(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
        """Return the condition for a time to be in one of them and not after ``until``."""
        return sa.and_(column >= self.since, column <= self.until)

    def of_time(self, column: sa.ColumnElement[Any], dialect: str) -> sa.ColumnElement[Any]:
        """Return what a query groups by; `key` reads it."""
        if dialect == "sqlite":  # times are ISO text there
            return sa.func.substr(sa.type_coerce(column, sa.Text), 1, _ISO_LENGTH[self.step], type_=sa.Text)
        word: sa.ColumnElement[str] = sa.literal_column("'hour'" if self.step == _HOUR else "'day'")
        return sa.func.date_trunc(word, sa.func.timezone(sa.literal_column("'UTC'"), column))

    def key(self, found: Any) -> datetime:
        """Return the beginning of the bucket that `of_time` gave."""
        moment = datetime.fromisoformat(found) if isinstance(found, str) else found
        return moment.replace(tzinfo=UTC)

    def rows(self, found: Mapping[datetime, tuple[int, int]]) -> list[dict[str, Any]]:
        """Return a row for each bucket, the oldest first; one of which nothing is known has zeros."""
        begun = [self.since + at * self.step for at in range(self.count)]
        return [
            {"date": self._shown(each), "value": value, "videos": videos}
            for each in begun
            for value, videos in [found.get(each, (0, 0))]
        ]

    def _shown(self, begun: datetime) -> str:
        return begun.strftime("%Y-%m-%dT%H:00:00Z") if self.step == _HOUR else begun.date().isoformat()
