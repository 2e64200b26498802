"""A real Scrapyd as a process of its own, in an environment and a directory of its own."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from base64 import b64encode
from typing import TYPE_CHECKING, Any, Self
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from tests.deploy.checkout import ROOT, clean_environ
from tests.process_tree import left_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROJECT = "tiktok_spiders"
PASSWORD = "password-of-this-test"
START_TIMEOUT = 90.0
LOOK_EVERY = 0.25


class Scrapyd:
    """Scrapyd with ``scrapyd/scrapyd.conf``. ``environ``: what the operator sets, secrets included."""

    def __init__(self, environment: Path, directory: Path, command: list[str], **environ: str) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "scrapyd/scrapyd.conf", directory)
        self.temporary = directory / "t"
        self.temporary.mkdir(exist_ok=True)
        self.directory = directory
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        own = {"SCRAPYD_HTTP_PORT": str(self.port), "SCRAPYD_PASSWORD": PASSWORD}
        given = clean_environ(**own, TMPDIR=str(self.temporary), **environ)
        given["PATH"] = f"{environment / 'bin'}:{given['PATH']}"
        self._log = (directory / "server.log").open("wb")
        self.process = subprocess.Popen(
            command, cwd=directory, env=given, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log
        )

    def __enter__(self) -> Self:
        try:
            self._await_ready()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the jobs that still run, then the server."""
        if self.process.poll() is None:
            for job in self._running():
                self.cancel(job)
            self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._log.close()

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
        deadline = time.monotonic() + timeout
        while not (found := condition()):
            assert time.monotonic() < deadline, self.told()
            time.sleep(LOOK_EVERY)
        return found

    def pid(self, job: str) -> int:
        """Return the process id of a running job."""
        jobs = self.get("listjobs", project=PROJECT)["running"]
        return next(int(each["pid"]) for each in jobs if each["id"] == job)

    def left_of(self, pid: int) -> list[str]:
        """Return the command lines of what is left of a job that had this process id."""
        left = [each for each in left_of(pid, self.temporary) if each.pid != self.process.pid]
        return [" ".join(each.cmdline()[:4]) for each in left]

    def log(self, spider: str, job: str) -> str:
        """Return a job's log, asked as an operator does."""
        return self.fetch(Request(f"{self.url}logs/{PROJECT}/{spider}/{job}.log")).decode()

    def told(self) -> str:
        """Return what the server wrote."""
        return (self.directory / "server.log").read_text(errors="replace")[-8000:]

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

    def _await_ready(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while True:
            try:
                self.get("daemonstatus")
            except URLError:
                assert self.process.poll() is None, self.told()
                assert time.monotonic() < deadline, self.told()
                time.sleep(LOOK_EVERY)
            else:
                return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
