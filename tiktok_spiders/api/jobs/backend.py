"""What runs jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from tiktok_spiders.api.jobs.job import Job


@dataclass(frozen=True, slots=True)
class Seen:
    """How a job stands where it was given to."""

    state: Literal["waiting", "working", "gone"]
    """``waiting``: in a queue over there. ``gone``: nothing works on it, whatever the reason."""

    status: int | None = None
    """Exit status of the crawl that has gone, where that is known."""

    is_sure: bool = True
    """False if it may still work, unknown to the backend: then the run's beat tells."""


class Backend(Protocol):
    """Where crawls are run. Synchronous; may raise ``ScrapydDownError``, which says to come again."""

    name: str

    def room(self, open_jobs: int) -> int:
        """Return how many more can be begun, while so many of this process have not ended."""
        ...

    def ref(self, job: Job) -> str | None:
        """Return what a job of this attempt is to be known by, where that is known beforehand."""
        ...

    def start(self, job: Job) -> str | None:
        """Begin a crawl and return its ``ref``. Raises ``ScrapydError`` if it is refused for good."""
        ...

    def look(self, job: Job) -> Seen:
        """Return how a job stands."""
        ...

    def cancel(self, job: Job, *, force: bool) -> None:
        """Ask the crawl to end; ``force``: end it."""
        ...

    def log(self, job: Job, size: int) -> bytes | None:
        """Return the last so many bytes of its log; None where there is none."""
        ...

    def tidy(self) -> None:
        """Remove what is left of jobs long ago."""
        ...

    def close(self) -> None:
        """Let go of what this process holds; crawls go on."""
        ...
