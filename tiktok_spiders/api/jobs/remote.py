"""Jobs on Scrapyd, under ids of our own: an id is an attempt."""

from __future__ import annotations

from functools import cached_property
from secrets import token_hex
from typing import TYPE_CHECKING

from tiktok_spiders.api.jobs.backend import Seen
from tiktok_spiders.schedules.scrapyd import Scrapyd

if TYPE_CHECKING:
    from tiktok_spiders.api.jobs.job import Job
    from tiktok_spiders.config import Config

AT_ONCE = 100
"""Jobs that wait and work over there; Scrapyd decides how many work."""


class ScrapydBackend:
    """Scrapyd keeps its queue and works by its own settings; secrets are in its own environment."""

    name = "scrapyd"

    def __init__(self, config: Config) -> None:
        self._config = config

    @cached_property
    def _client(self) -> Scrapyd:
        return Scrapyd.from_config(self._config)

    def room(self, open_jobs: int) -> int:
        """Return how many more can be given to it."""
        return AT_ONCE - open_jobs

    def ref(self, job: Job) -> str | None:
        """Return an id for this attempt that nobody else has given to this Scrapyd."""
        return f"api-{job.id}-{job.attempts}-{token_hex(4)}"

    def start(self, job: Job) -> str | None:
        """Schedule the spider."""
        self._client.schedule(job.spider, job.ref or "", {**job.arguments, "run": job.run}, {})
        return job.ref

    def look(self, job: Job) -> Seen:
        """Ask for its state. One that Scrapyd does not know was lost with it, or has ended long ago."""
        state = self._client.state(job.ref or "")
        if state is None:
            return Seen("gone", is_sure=False)
        return Seen("waiting" if state == "pending" else "working" if state == "running" else "gone")

    def cancel(self, job: Job, *, force: bool) -> None:
        """Cancel it: by SIGTERM, or by SIGKILL."""
        self._client.cancel(job.ref or "", "KILL" if force else "TERM")

    def log(self, job: Job, size: int) -> bytes | None:
        """Return the end of its log."""
        return None if job.ref is None else self._client.log(job.spider, job.ref, size)

    def tidy(self) -> None:
        """Leave that to Scrapyd's own settings."""

    def close(self) -> None:
        """Close the connection."""
        if "_client" in self.__dict__:
            self._client.close()
