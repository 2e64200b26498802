"""One piece of recurring work, and one time that it was due."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Literal, get_args

from tiktok_spiders.exceptions import ScheduleError
from tiktok_spiders.schedules.spans import show_span

CatchUp = Literal["skip", "once", "all"]
State = Literal["planned", "sending", "sent", "ended", "refused", "skipped", "missed"]

ACTIVE: tuple[State, ...] = ("planned", "sending", "sent")
"""States of a run whose job is still to come, or runs."""

CAUGHT_UP = "caught up"
BY_HAND = "run by hand"

SHORTEST_S = 60
LONGEST_S = 366 * 86_400

_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,63}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A spider with its arguments, and when it is due. Times are aware UTC."""

    name: str
    """Letters, digits, ``_.-``; the ids of its jobs begin with it."""

    spider: str
    arguments: dict[str, str] = field(default_factory=dict)
    """As they are given with ``-a``; never a secret: Scrapyd shows them."""

    settings: dict[str, str] = field(default_factory=dict)
    """Scrapy's settings for its jobs; never a secret."""

    every_s: int | None = None
    """Seconds from one run to the next; None with ``cron``."""

    cron: str | None = None
    """Five fields as crontab has them; None with ``every_s``."""

    timezone: str = "UTC"
    """IANA name of the zone that ``cron`` is meant in."""

    jitter_s: int = 0
    """Each run begins up to so many seconds after it is due."""

    catch_up: CatchUp = "once"
    """What becomes of runs that were due while no scheduler worked."""

    enabled: bool = True
    created_at: datetime
    next_run_at: datetime | None = None
    """When it is due next, jitter left out."""

    last_run_at: datetime | None = None
    """When it was due last and a job was planned."""

    def check(self) -> None:
        """Raise ``ScheduleError`` for values that are not allowed; the trigger is checked elsewhere."""
        if not _NAME.fullmatch(self.name):
            raise ScheduleError("a name has 1 to 64 letters, digits, dots, dashes and underscores")
        if self.catch_up not in get_args(CatchUp):
            raise ScheduleError(f"catch-up is {self.catch_up!r}; allowed: {', '.join(get_args(CatchUp))}")
        if self.every_s is not None and not SHORTEST_S <= self.every_s <= LONGEST_S:
            allowed = f"{show_span(SHORTEST_S)} to {LONGEST_S // 86_400}d"
            raise ScheduleError(f"every {show_span(self.every_s)} is not allowed; {allowed} is")
        if not 0 <= self.jitter_s <= 86_400 or (self.every_s is not None and self.jitter_s >= self.every_s):
            raise ScheduleError("jitter has to be shorter than the interval, and than a day")

    def fires_at(self, due_at: datetime) -> datetime:
        """Return when the run due at a time begins: the jitter of a run is always the same."""
        text = f"{self.name}/{self.created_at.isoformat()}/{due_at.isoformat()}"
        share = int.from_bytes(blake2b(text.encode(), digest_size=6).digest()) / 2**48
        return due_at + timedelta(milliseconds=int(share * self.jitter_s * 1000))

    def job_id(self, due_at: datetime) -> str:
        """Return the id of the job due at a time: the same wherever it is planned, so none runs twice."""
        fraction = f"-{due_at:%f}" if due_at.microsecond else ""  # only of runs by hand
        return f"{self.name}-{due_at:%Y%m%dT%H%M%S}{fraction}"

    @property
    def trigger(self) -> str:
        """Return what it is triggered by, as it is typed."""
        if self.cron is not None:
            return f"cron {self.cron} ({self.timezone})"
        return f"every {show_span(self.every_s or 0)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledRun:
    """One time that a schedule was due, or run by hand. Times are aware UTC."""

    job_id: str
    schedule: str
    spider: str
    state: State
    message: str | None = None
    due_at: datetime
    planned_at: datetime
    sent_at: datetime | None = None
    """When it was given to Scrapyd; in the state ``sending``, since when that is tried."""

    ended_at: datetime | None = None
    """When its job was seen to have ended."""
