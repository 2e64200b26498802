"""A job, as its row tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import datetime

Status = Literal["pending", "running", "completed", "failed", "cancelled"]
OPEN: tuple[Status, ...] = ("pending", "running")
"""A job in one of these has not ended; the others are final."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One row of ``api_jobs``."""

    id: int
    owner: str
    """Name of the principal that made it."""

    spider: str
    arguments: dict[str, str]
    """As the client gave them, without ``run``."""

    url: str | None
    type: str
    options: dict[str, Any]
    run: str
    """Name of the run, which every attempt goes on with."""

    status: Status
    backend: str | None
    """``local`` or ``scrapyd``, once it has been given to one."""

    ref: str | None
    """The process ``host/pid/start time``, or Scrapyd's id of the job."""

    attempts: int
    """How often a crawl was begun for it."""

    error: str | None
    cancel_requested_at: datetime | None
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    claimed_by: str | None
    """The API process that sees to it: ``host/pid/start time#suffix``."""

    claimed_until: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.status not in OPEN
