"""Run ``scrapy crawl`` as a process of its own, as a user does, and read what it left."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.launching import launch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.launching import Process

ROOT = Path(__file__).parent.parent


@dataclass
class Crawl:
    """A crawl in a directory of its own: its database, its feed and its processes."""

    directory: Path
    web_url: str
    database_url: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    status: int | None = None
    stderr: str = ""

    def __post_init__(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        self.database_url = self.database_url or f"sqlite:///{self.directory / 'tiktok.db'}"

    @property
    def feed(self) -> Path:
        return self.directory / "out.jsonl"

    def run(self, spider: str, *, timeout: float = 300, **arguments: Any) -> Crawl:
        """Crawl to the end."""
        began = time.monotonic()
        process = self.start(spider, **arguments)
        try:
            _, self.stderr = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            _, self.stderr = process.communicate()
            raise
        self.status, self.seconds = process.returncode, time.monotonic() - began
        return self

    def start(self, spider: str, **arguments: Any) -> Process:
        """Begin to crawl; targets may be a list, which becomes a file."""
        command = self.command(spider, **arguments)
        return launch(command, cwd=self.directory, env=self.environment(), stderr=True)

    def command(self, spider: str, **arguments: Any) -> list[str]:
        """Return the command line of a crawl."""
        command = [sys.executable, "-m", "scrapy", "crawl", spider, "-O", str(self.feed)]
        for name, value in arguments.items():
            command += ["-a", self._argument(name, value)]
        for name, value in self._settings().items():
            command += ["-s", f"{name}={value}"]
        return command

    def _argument(self, name: str, value: Any) -> str:
        if not isinstance(value, list):
            return f"{name}={value}"
        path = self.directory / f"{name}.txt"
        path.write_text("\n".join(value), encoding="utf-8")
        return f"{name}_file={path}"

    def _settings(self) -> dict[str, Any]:
        quick = {
            "TIKTOK_WEB_URL": self.web_url,
            "TIKTOK_DATABASE_URL": self.database_url,
            "TIKTOK_DOWNLOAD_DELAY": 0,
            "TIKTOK_BACKOFF": 0,
            "TIKTOK_IDENTITIES": 4,
            "TIKTOK_STOP_AFTER_BLOCKS": 0,
            "TIKTOK_BROWSER": "off",  # tests of the browser say otherwise
        }
        return quick | self.settings

    def environment(self) -> dict[str, str]:
        """Return the environment of the processes: this one's without this project's settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TIKTOK_")}
        paths = [str(ROOT), *filter(None, [kept.get("PYTHONPATH")])]
        return kept | {
            "SCRAPY_SETTINGS_MODULE": "tiktok_spiders.settings",
            "PYTHONPATH": os.pathsep.join(paths),
        }

    def records(self, record_type: str | None = None) -> list[dict[str, Any]]:
        """Return what the last process delivered to its feed."""
        lines = self.feed.read_text(encoding="utf-8").split("\n") if self.feed.exists() else []
        found = [json.loads(line) for line in lines if line]
        return [one for one in found if record_type in {None, one["record_type"]}]

    def verdicts(self) -> dict[str, dict[str, Any]]:
        """Return the feed's verdicts by target."""
        return {one["target"]: one for one in self.records("verdict")}

    def ids_by_author(self) -> dict[str, list[str]]:
        """Return the feed's video ids by the author's handle, in the order of delivery."""
        found: dict[str, list[str]] = {}
        for video in self.records("video"):
            found.setdefault(video["author_unique_id"], []).append(video["video_id"])
        return found

    def exported(self, record_type: str, **options: Any) -> list[dict[str, Any]]:
        """Return what ``scrapy store export`` gives, read back."""
        command = [sys.executable, "-m", "scrapy", "store", "export", "--type", record_type, "-o", "-"]
        command += ["-s", f"TIKTOK_DATABASE_URL={self.database_url}"]
        for name, value in options.items():
            command += [f"--{name}", str(value)]
        process = launch(command, cwd=self.directory, env=self.environment(), stdout=True, stderr=True)
        told, complaints = process.communicate(timeout=120)
        assert process.returncode == 0, complaints
        return [json.loads(line) for line in (told or "").split("\n") if line]

    def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Ask the SQLite database."""
        with sqlite3.connect(self.directory / "tiktok.db") as connection:
            rows = connection.execute(query, parameters).fetchall()
        connection.close()
        return rows


def duplicates(values: Iterable[Any]) -> list[Any]:
    """Return what stands more than once."""
    return [value for value, count in Counter(values).items() if count > 1]


def terminate(process: Process, number: int = signal.SIGTERM) -> str:
    """Send a signal to a process that this test started, and return what it wrote to stderr."""
    process.send_signal(number)
    _, stderr = process.communicate(timeout=60)
    return stderr
