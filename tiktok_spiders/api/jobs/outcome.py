"""What the end of a crawl means for its job; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktok_spiders.api.jobs.job import Job, Status

MOST_ATTEMPTS = 5
"""So often a crawl is begun for a job before it is given up."""

REFUSED = 2
FINISHED, STOPPED = "finished", frozenset({None, "shutdown"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a job. ``pending``: its run goes on with another crawl."""

    status: Status
    asks_log: bool = False
    """Whether the log may tell the reason."""

    error: str | None = None
    """The reason, unless the log tells a better one."""


def outcome_of(job: Job, status: int | None, *, run_reason: str | None) -> Outcome:
    """Return what a crawl that has gone leaves.

    ``status``: its exit status, None if it was killed or nobody knows. ``run_reason``: ``finish_reason`` of
    the run; None while it is not closed.
    """
    if run_reason == FINISHED and not status:
        return Outcome("completed")
    if job.cancel_requested_at is not None:
        return Outcome("cancelled")
    if error := _error(status, run_reason):
        return Outcome("failed", asks_log=True, error=error)
    if job.attempts < MOST_ATTEMPTS:
        return Outcome("pending")
    return Outcome("failed", error=f"the crawl was killed or stopped {job.attempts} times")


def _error(status: int | None, run_reason: str | None) -> str | None:
    if status == REFUSED:
        return "the crawl was refused"
    if run_reason not in STOPPED:
        return "an error came up" if run_reason == FINISHED else f"the run ended by {run_reason}"
    return f"the crawl ended with status {status}" if status and run_reason is None else None
