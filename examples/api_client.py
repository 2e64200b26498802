"""A typed client of the HTTP API, to be copied.

Try it: ``python examples/api_client.py http://127.0.0.1:8000 [KEY]``. It needs ``httpx`` and
``msgspec``. Fields that are not declared here are ignored: an API that tells more does not break it.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime  # noqa: TC003 - msgspec reads it
from typing import TYPE_CHECKING, Any, Self, TypeVar

import httpx
import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")


class User(msgspec.Struct, kw_only=True):
    """Who published a video, or an account."""

    id: str | None
    username: str | None
    followers: int | None = None


class Video(msgspec.Struct, kw_only=True):
    """A video; what is not known is None, never 0."""

    id: str
    url: str | None
    description: str | None
    created_at: datetime | None
    views: int | None
    likes: int | None
    hashtags: list[str] | None
    user: User | None


class Verdict(msgspec.Struct, kw_only=True):
    """Whether that was all."""

    status: str
    stop_reason: str | None


class UserAnswer(msgspec.Struct, kw_only=True):
    """An account, looked up now."""

    user: User
    cached: bool
    scraper_type: str
    verdict: Verdict | None


class VideosPage(msgspec.Struct, kw_only=True):
    """A page of stored videos."""

    videos: list[Video]
    has_more: bool
    next_cursor: str | None
    total: int | None = None


class JobMade(msgspec.Struct, kw_only=True):
    """A job that was queued."""

    job_id: int


class Job(msgspec.Struct, kw_only=True):
    """How far a job is."""

    id: int
    status: str
    progress: float | None
    error: str | None


class ApiError(Exception):
    """What the API refused; ``retry_after`` in seconds, where it makes sense to ask again."""

    def __init__(self, answer: httpx.Response) -> None:
        error = answer.json()["error"]
        super().__init__(f"{error['code']}: {error['message']}")
        self.status, self.code, self.details = answer.status_code, error["code"], error["details"]
        after = answer.headers.get("Retry-After")
        self.retry_after = None if after is None else float(after)


class Client:
    """Asks the API. ``key``: of `scrapy key add NAME`; none is needed on the machine that serves it."""

    def __init__(self, url: str, key: str | None = None, *, timeout: float = 90) -> None:
        headers = {} if key is None else {"X-API-Key": key}
        self._http = httpx.Client(base_url=f"{url}/api/v1", headers=headers, timeout=timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def user(self, username: str) -> UserAnswer:
        """Look up an account, now or from the cache."""
        return self._ask(UserAnswer, "GET", f"/user/{username}/info")

    def videos(self, **filters: str | int) -> Iterator[Video]:
        """Give all stored videos that match, page by page."""
        cursor: dict[str, str] = {}
        while True:
            page = self._ask(VideosPage, "GET", "/videos", params={"limit": 100, **filters, **cursor})
            yield from page.videos
            if not page.has_more or page.next_cursor is None:
                return
            cursor = {"cursor": page.next_cursor}

    def crawl(self, spider: str, **arguments: str | int) -> Job:
        """Queue a job; `wait` for it."""
        made = self._ask(JobMade, "POST", "/jobs", json={"spider": spider, "arguments": arguments})
        return self.job(made.job_id)

    def job(self, job_id: int) -> Job:
        """Return how far a job is."""
        return self._ask(Job, "GET", f"/jobs/{job_id}")

    def wait(self, job: Job, every: float = 2) -> Job:
        """Return the job when it has ended, however it did."""
        while job.status in {"pending", "running"}:
            time.sleep(every)
            job = self.job(job.id)
        return job

    def _ask(self, answer: type[T], method: str, path: str, **options: Any) -> T:
        response = self._http.request(method, path, **options)
        if response.is_error:
            raise ApiError(response)
        return msgspec.json.decode(response.content, type=answer)


def main(url: str, key: str | None = None) -> None:
    """Tell of the most viewed videos that are stored."""
    with Client(url, key) as client:
        for video in client.videos(sort="views"):
            sys.stdout.write(f"{video.views} {video.url}\n")


if __name__ == "__main__":
    main(*sys.argv[1:3])
