"""Workers as processes of their own that share a run."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.crawling import Crawl
from tests.waiting import until
from tiktok_spiders.store import Store
from tiktok_spiders.store.export import Selection, exported, find_run

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.standin_process import StandinProcess

SLOW_MS, BRISK_MS = 1500, 250
ROBOTS = "robots"


@dataclass
class Fleet:
    """Workers on one store and one Redis; each has a directory and a feed of its own."""

    directory: Path
    web_url: str
    redis_url: str
    database_url: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    crawls: list[Crawl] = field(default_factory=list)
    processes: list[subprocess.Popen[str]] = field(default_factory=list)
    stderr: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.database_url = self.database_url or f"sqlite:///{self.directory / 'tiktok.db'}"

    def worker(self, **settings: Any) -> Crawl:
        """Return a worker that has not started."""
        own = {
            "TIKTOK_REDIS_URL": self.redis_url,
            "TIKTOK_DISTRIBUTED": "true",
            "TIKTOK_LEASE_S": 5,
            "TIKTOK_SECRET_KEY": "a key ring of one text that only tests have",
            **self.settings,
            **settings,
        }
        place = self.directory / f"worker-{len(self.crawls)}"
        crawl = Crawl(place, self.web_url, self.database_url, own)
        self.crawls.append(crawl)
        return crawl

    def start(self, spider: str = "user", *, settings: dict[str, Any] | None = None, **arguments: Any) -> Any:
        """Start a worker; return its process."""
        process = self.worker(**(settings or {})).start(spider, **arguments)
        self.processes.append(process)
        return process

    def start_together(self, world: StandinProcess, count: int = 2, **arguments: Any) -> list[Any]:
        """Start workers on all accounts; return their processes when each of them has begun to work.

        Until then the world is slow, so that none has done it all alone.
        """
        world.set_switches(latency_ms=SLOW_MS)
        started = [self.start(users=world.handles(), **arguments) for _ in range(count)]
        until(lambda: len(world.log(ROBOTS)) >= count, 150, f"{count} workers that have begun")
        world.set_switches(latency_ms=BRISK_MS)
        return started

    def wait(self, timeout: float = 150) -> list[str]:
        """Wait for all workers that live; return what they wrote to stderr."""
        open_ones = [one for one in self.processes if one.stderr is not None and not one.stderr.closed]
        told = [process.communicate(timeout=timeout)[1] for process in open_ones]
        self.stderr += told
        sys.stdout.write("\n".join(told))  # shown where a test fails
        return told

    def stop(self) -> None:
        """Kill what is left."""
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.communicate()

    def stored(self, record_type: str, run: str | None = None) -> list[Any]:
        """Return what the store holds of one type, of a named run if one is named."""
        with contextlib.closing(Store.open(self.database_url)) as store:
            selection = Selection(run_id=find_run(store, run) if run else None)
            return [one for chunk in exported(store, record_type, selection) for one in chunk]

    def delivered(self, record_type: str) -> list[dict[str, Any]]:
        """Return what all feeds hold."""
        return [one for crawl in self.crawls for one in crawl.records(record_type)]
