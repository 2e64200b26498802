"""Pages and records a second of ``user`` against bare Scrapy on the same pages."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
CONCURRENCY = 16
USERS, VIDEOS, ROUNDS = 32, 600, 5

COMMON = {
    "CONCURRENT_REQUESTS": CONCURRENCY,
    "AUTOTHROTTLE_ENABLED": "False",
    "ROBOTSTXT_OBEY": "False",
    "TELNETCONSOLE_ENABLED": "False",
    "REMOTE_CONTROL_ENABLED": "False",
}


def measure(*, users: int = USERS, videos: int = VIDEOS, rounds: int = ROUNDS) -> dict[str, Any]:
    """Run each variant ``rounds`` times in turn and return the medians."""
    with StandinProcess("--bulk", str(videos), "--users", str(users)) as standin:
        variants: dict[str, Callable[[], float]] = {
            "bare": lambda: _bare(standin),
            "jsonl": lambda: _ours(standin, store=False),
            "sqlite": lambda: _ours(standin, store=True),
        }
        for run in variants.values():
            run()  # the stand-in renders and keeps its pages at the first round
        rates: dict[str, list[float]] = {name: [] for name in variants}
        for _ in range(rounds):
            for name, run in variants.items():
                rates[name].append(run())
    medians = {name: statistics.median(found) for name, found in rates.items()}
    return {
        "pages_per_second": medians,
        "records_per_second": {name: rate * 15 for name, rate in medians.items()},
        "share_of_bare": {name: round(rate / medians["bare"], 3) for name, rate in medians.items()},
        "all": rates,
    }


def _bare(standin: StandinProcess) -> float:
    accounts = ",".join(standin.truth(handle)["user"]["sec_uid"] for handle in standin.handles())
    settings = COMMON | {"DOWNLOAD_DELAY": 0, "CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENCY}
    command = ["runspider", str(ROOT / "benchmarks" / "bare_spider.py"), "-a", f"web={standin.url}"]
    command += ["-a", f"accounts={accounts}", "-a", "now=1893456000000"]
    return _rate(_scrapy(command, settings, project=False), "downloader/response_count")


def _ours(standin: StandinProcess, *, store: bool) -> float:
    settings = COMMON | {
        "TIKTOK_WEB_URL": standin.url,
        "TIKTOK_DOWNLOAD_DELAY": 0,
        "TIKTOK_IDENTITIES": CONCURRENCY,
        "TIKTOK_ROBOTSTXT_OBEY": "false",
        "TIKTOK_STORE_ENABLED": str(store).lower(),
        "TIKTOK_PROGRESS": "off",
    }
    with tempfile.TemporaryDirectory() as folder:
        settings["TIKTOK_DATABASE_URL"] = f"sqlite:///{folder}/tiktok.db"
        command = ["crawl", "user", "-a", f"users={','.join(standin.handles())}", "-O", f"{folder}/out.jsonl"]
        return _rate(_scrapy(command, settings, project=True), "tiktok/outcome/ok")


def _scrapy(command: list[str], settings: dict[str, Any], *, project: bool) -> str:
    full = [sys.executable, "-m", "scrapy", *command]
    for name, value in settings.items():
        full += ["-s", f"{name}={value}"]
    folder = ROOT if project else Path(tempfile.gettempdir())
    done = subprocess.run(full, cwd=folder, capture_output=True, text=True, check=True, timeout=600)
    return done.stderr


def _rate(log: str, counter: str) -> float:
    pages = re.search(rf"'{counter}': (\d+)", log)
    seconds = re.search(r"'elapsed_time_seconds': ([\d.]+)", log)
    if pages is None or seconds is None:
        raise RuntimeError(log[-4000:])
    return int(pages[1]) / float(seconds[1])


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
