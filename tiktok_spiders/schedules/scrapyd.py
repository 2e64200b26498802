"""A client of the part of Scrapyd's HTTP API that recurring work needs."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

import httpx

from tiktok_spiders.exceptions import ScrapydDownError, ScrapydError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tiktok_spiders.config import Config

TIMEOUT = httpx.Timeout(20, connect=5)
"""Seconds; the first ``schedule`` after a deployment takes Scrapyd a second or two."""

_NOT_ASKED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol)


class Scrapyd:
    """One project on one Scrapyd. Every method raises ``ScrapydError`` and ``ScrapydDownError``."""

    def __init__(
        self, url: str, project: str, auth: tuple[str, str] | None = None, timeout: httpx.Timeout = TIMEOUT
    ) -> None:
        self.url, self.project = url, project
        # Not the environment: its proxies are for crawling. SSL_CERT_FILE counts all the same.
        self._http = httpx.Client(
            base_url=url, auth=auth, timeout=timeout, trust_env=False, verify=ssl.create_default_context()
        )

    @classmethod
    def from_config(cls, config: Config) -> Self:
        """Return a client of the Scrapyd that the settings name."""
        password = config.scrapyd_password
        auth = None if password is None else (config.scrapyd_username, password)
        return cls(config.scrapyd_url, config.scrapyd_project, auth)

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def schedule(
        self, spider: str, job_id: str, arguments: Mapping[str, str], settings: Mapping[str, str]
    ) -> None:
        """Queue a job under an id of our own."""
        form: dict[str, Any] = {
            **arguments,
            "project": self.project,
            "spider": spider,
            "jobid": job_id,
            "setting": [f"{name}={value}" for name, value in settings.items()],
        }
        self._ask("POST", "schedule", data=form)

    def state(self, job_id: str) -> str | None:
        """Return ``pending``, ``running``, ``finished``, or None for a job that Scrapyd does not know."""
        found: str | None = self._ask("GET", "status", params={"job": job_id}).get("currstate")
        return found

    def jobs(self) -> dict[str, list[str]]:
        """Return the ids of the project's jobs: ``pending``, ``running`` and ``finished``."""
        answer = self._ask("GET", "listjobs", params={"project": self.project})
        states = ("pending", "running", "finished")
        return {state: [job["id"] for job in answer.get(state, ())] for state in states}

    def cancel(self, job_id: str, signal: str = "TERM") -> str | None:
        """Take a job from the queue, or send its process a signal; return the state that it was in."""
        form = {"project": self.project, "job": job_id, "signal": signal}
        found: str | None = self._ask("POST", "cancel", data=form).get("prevstate")
        return found

    def log(self, spider: str, job_id: str, size: int) -> bytes | None:
        """Return the last ``size`` bytes of a job's log; None where there is none."""
        path = f"/logs/{quote(self.project)}/{quote(spider)}/{quote(job_id)}.log"
        try:
            # Scrapyd's server refuses a range that is longer than the file.
            found = self._end_of(path, size, {"Range": f"bytes=-{size}"})
            return found if found is not None else self._end_of(path, size, {})
        except httpx.HTTPError as error:
            raise ScrapydDownError(f"Scrapyd at {self.url} does not answer: {error}") from None

    def _end_of(self, path: str, size: int, headers: dict[str, str]) -> bytes | None:
        with self._http.stream("GET", path, headers=headers) as response:
            return _last(response.iter_bytes(), size) if response.is_success else None

    def check(self) -> None:
        """Ask whether it is there."""
        self._ask("GET", "daemonstatus")

    def _ask(self, method: str, name: str, **options: Any) -> dict[str, Any]:
        try:
            response = self._http.request(method, f"/{name}.json", **options)
        except httpx.HTTPError as error:
            reason = str(error) or type(error).__name__
            asked = not isinstance(error, _NOT_ASKED)
            raise ScrapydDownError(f"Scrapyd at {self.url} does not answer: {reason}", asked=asked) from None
        return self._answer(name, response)

    def _answer(self, name: str, response: httpx.Response) -> dict[str, Any]:
        if response.status_code in {401, 403}:
            names = "TIKTOK_SCRAPYD_USERNAME and TIKTOK_SCRAPYD_PASSWORD"
            raise ScrapydDownError(f"Scrapyd at {self.url} refuses {names}", asked=False)
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if response.status_code != 200 or not isinstance(answer, dict) or "status" not in answer:
            what = f"HTTP status {response.status_code} to {name}.json"
            raise ScrapydDownError(f"Scrapyd at {self.url} answers with {what}")
        if answer["status"] != "ok":
            raise ScrapydError(f"Scrapyd refuses {name}: {answer.get('message', 'without a reason')}")
        return answer


def _last(parts: Iterable[bytes], size: int) -> bytes:
    """Return the end of a stream: not every server gives a range."""
    kept = b""
    for part in parts:
        kept = (kept + part)[-size:]
    return kept
