"""A real Scrapyd as a process of its own, in an environment and a directory of its own."""

from __future__ import annotations

import json
import shutil
from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from tests.deploy.checkout import ROOT, clean_environ
from tests.own_server import OwnServer
from tests.process_tree import left_of
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROJECT = "tiktok_spiders"
PASSWORD = "password-of-this-test"


class Scrapyd(OwnServer):
    """Scrapyd with ``scrapyd/scrapyd.conf``. ``environ``: what the operator sets, secrets included."""

    name = "Scrapyd"
    start_timeout_s = 90
    look_every_s = 0.25

    def __init__(self, environment: Path, directory: Path, command: list[str], **environ: str) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        super().__init__(directory)
        shutil.copy(ROOT / "scrapyd/scrapyd.conf", directory)
        self.temporary = directory / "t"
        self.temporary.mkdir(exist_ok=True)
        self.directory = directory
        self._environment, self._environ = environment, environ
        self._started_by = command

    @property
    def url(self) -> str:
        """The address, which ends in a slash."""
        return f"http://127.0.0.1:{self.port}/"

    def close(self) -> None:
        """End the jobs that still run, then the server; what it wrote stays."""
        if self.process is not None and self.process.poll() is None:
            for job in self._running():
                self.cancel(job)
        self._end()

    def get(self, name: str, **query: str) -> dict[str, Any]:
        """Ask; answers that say ``error`` raise ``AssertionError``."""
        return self._ask(Request(f"{self.url}{name}.json?{urlencode(query)}"))

    def post(self, name: str, pairs: list[tuple[str, str]]) -> dict[str, Any]:
        """Tell; answers that say ``error`` raise ``AssertionError``."""
        return self._ask(Request(f"{self.url}{name}.json", data=urlencode(pairs).encode()))

    def schedule(self, spider: str, settings: dict[str, Any] | None = None, **arguments: Any) -> str:
        """Schedule a spider; return the job's id."""
        pairs = [("project", PROJECT), ("spider", spider)]
        pairs += [(name, str(value)) for name, value in arguments.items()]
        pairs += [("setting", f"{name}={value}") for name, value in (settings or {}).items()]
        job: str = self.post("schedule", pairs)["jobid"]
        return job

    def cancel(self, job: str) -> str | None:
        """Cancel a job; return the state that it was in."""
        state: str | None = self.post("cancel", [("project", PROJECT), ("job", job)])["prevstate"]
        return state

    def state(self, job: str) -> str | None:
        """Return ``pending``, ``running``, ``finished`` or None."""
        found: str | None = self.get("status", job=job)["currstate"]
        return found

    def wait(self, *jobs: str, timeout: float = 300) -> None:
        """Return when all jobs have finished."""
        left = set(jobs)

        def _all_finished() -> bool:
            left.difference_update({job for job in left if self.state(job) == "finished"})
            return not left

        self.wait_for(_all_finished, timeout)

    def wait_for(self, condition: Callable[[], Any], timeout: float = 180) -> Any:
        """Return what a condition gives as soon as it is true."""
        try:
            return until(condition, timeout, "such a thing", every=self.look_every_s)
        except AssertionError as error:
            raise AssertionError(self.told()) from error

    def pid(self, job: str) -> int:
        """Return the process id of a running job."""
        jobs = self.get("listjobs", project=PROJECT)["running"]
        return next(int(each["pid"]) for each in jobs if each["id"] == job)

    def left_of(self, pid: int) -> list[str]:
        """Return the command lines of what is left of a job that had this process id."""
        own = self.process.pid if self.process else None
        left = [each for each in left_of(pid, self.temporary) if each.pid != own]
        return [" ".join(each.cmdline()[:4]) for each in left]

    def log(self, spider: str, job: str) -> str:
        """Return a job's log, asked as an operator does."""
        return self.fetch(Request(f"{self.url}logs/{PROJECT}/{spider}/{job}.log")).decode()

    def fetch(self, request: Request, password: str = PASSWORD) -> bytes:
        """Send a request with a password; empty: without any."""
        if password:
            request.add_header("Authorization", "Basic " + b64encode(f"tiktok:{password}".encode()).decode())
        with build_opener(ProxyHandler({})).open(request, timeout=30) as answer:
            body: bytes = answer.read()
        return body

    def _ask(self, request: Request) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.fetch(request))
        assert answer["status"] == "ok", answer
        return answer

    def _running(self) -> list[str]:
        try:
            return [each["id"] for each in self.get("listjobs")["running"]]
        except (URLError, AssertionError):
            return []

    def _command(self) -> list[str]:
        return self._started_by

    def _options(self) -> dict[str, Any]:
        own = {"SCRAPYD_HTTP_PORT": str(self.port), "SCRAPYD_PASSWORD": PASSWORD}
        given = clean_environ(**own, TMPDIR=str(self.temporary), **self._environ)
        given["PATH"] = f"{self._environment / 'bin'}:{given['PATH']}"
        return {"cwd": self.directory, "env": given}

    def _answers(self) -> bool:
        try:
            self.get("daemonstatus")
        except URLError:
            return False
        return True
