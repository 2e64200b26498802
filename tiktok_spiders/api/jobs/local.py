"""Jobs as processes on this machine. They outlive the API: whoever starts it next goes on watching them."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from tiktok_spiders.api.crawling import LOG, ORDER, PROCESS, STATUS
from tiktok_spiders.api.jobs.backend import Seen
from tiktok_spiders.api.nodes import node_of, pid_here
from tiktok_spiders.config import setting_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scrapy.settings import BaseSettings

    from tiktok_spiders.api.jobs.job import Job

KEPT_S = 30 * 24 * 3600
"""How long files of a job stay after their last change."""

CMDLINE = 40
"""Scrapy's priority of what was given on the command line."""


class LocalBackend:
    """A process a job. ``folder``: where each job has one of its own."""

    name = "local"

    def __init__(self, folder: Path, settings: BaseSettings, at_once: int) -> None:
        self._folder, self._settings, self._at_once = folder, settings, at_once
        self._children: dict[int, subprocess.Popen[bytes]] = {}
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def room(self, open_jobs: int) -> int:
        """Return how many more can be begun."""
        return self._at_once - open_jobs

    def ref(self, job: Job) -> str | None:
        """Return None: a process is known when it lives."""
        return None

    def start(self, job: Job) -> str | None:
        """Start the crawl, unless one of an API process that died just now is at it."""
        folder = self._of(job)
        folder.mkdir(mode=0o700, exist_ok=True)
        with _locked(folder / PROCESS) as lock:
            if lock is None:
                return _read(folder / PROCESS)
            child = self._spawn(job, folder, lock)
            self._children[job.id] = child
            ref = node_of(child.pid)
            os.truncate(lock, 0)
            os.pwrite(lock, ref.encode(), 0)
            return ref

    def look(self, job: Job) -> Seen:
        """Tell whether the process lives; who holds the lock of its file does, whoever started it."""
        folder = self._of(job)
        child = self._children.get(job.id)
        if child is not None:
            child.poll()  # or it stays a zombie
        if not (folder / PROCESS).exists() or (job.ref and _read(folder / PROCESS) != job.ref):
            return Seen("gone", is_sure=False)
        with _locked(folder / PROCESS) as lock:
            if lock is None:
                return Seen("working")
        self._children.pop(job.id, None)
        status = _read(folder / STATUS)
        return Seen("gone", int(status) if status else None)

    def cancel(self, job: Job, *, force: bool) -> None:
        """Send SIGTERM to the crawl, or SIGKILL to all that came of it."""
        pid = pid_here(job.ref or _read(self._of(job) / PROCESS))
        if pid is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            if force:
                os.killpg(pid, signal.SIGKILL)
            else:
                os.kill(pid, signal.SIGTERM)

    def log(self, job: Job, size: int) -> bytes | None:
        """Return the end of the log."""
        try:
            with (self._of(job) / LOG).open("rb") as file:
                file.seek(max(file.seek(0, os.SEEK_END) - size, 0))
                return file.read(size)
        except OSError:
            return None

    def tidy(self) -> None:
        """Remove the folders in which nothing has changed for 30 days and nothing works."""
        for folder in self._folder.iterdir():
            newest = max((each.stat().st_mtime for each in (folder, *folder.glob("*"))), default=0.0)
            if time.time() - newest < KEPT_S:
                continue
            with _locked(folder / PROCESS) as lock:
                if lock is not None:
                    shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Forget the processes; they go on."""
        for child in self._children.values():
            if child.poll() is None:
                child.returncode = 0  # or its object warns that the process still runs, as it shall
        self._children.clear()

    def _of(self, job: Job) -> Path:
        return self._folder / str(job.id)

    def _spawn(self, job: Job, folder: Path, lock: int) -> subprocess.Popen[bytes]:
        (folder / STATUS).unlink(missing_ok=True)
        order = {"spider": job.spider, "arguments": {**job.arguments, "run": job.run}}
        _write_private(folder / ORDER, json.dumps(order))
        with _private(folder / LOG).open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - this Python, and a path made of a number
                [sys.executable, "-m", "tiktok_spiders.api.crawling", str(folder)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment(),
                start_new_session=True,
                pass_fds=[lock],
            )

    def _environment(self) -> dict[str, str]:
        """Return the API's own environment, with what was set on its command line."""
        given = {
            name: _text(self._settings.get(name))
            for name in setting_names()
            if (self._settings.getpriority(name) or 0) >= CMDLINE and self._settings.get(name) is not None
        }
        return {**os.environ, **given}


@contextmanager
def _locked(path: Path) -> Iterator[int | None]:
    """Give the descriptor of a file locked for this process and its children; None if another has it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield descriptor
    finally:
        os.close(descriptor)


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8") or None
    except OSError:
        return None


def _private(path: Path) -> Path:
    """Return the path of a file that is there and is its owner's alone."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    return path


def _write_private(path: Path, text: str) -> None:
    _private(path).write_text(text, encoding="utf-8")


def _text(value: Any) -> str:
    """Return a setting as it is written in the environment."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    return str(value)
