"""What dies is found again: the API in the middle of a job, and the job's own process."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx

from tests.api.jobs.conftest import quick
from tests.api.jobs.following import HANDLE, HANGING, OVER
from tests.api.running import ROOT
from tests.launching import launch
from tests.waiting import until
from tiktok_spiders.api.jobs.table import JobTable
from tiktok_spiders.api.nodes import pid_here

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.launching import Process
    from tests.standin_process import StandinProcess
    from tiktok_spiders.store import Store


@contextmanager
def _served(directory: Path, port: int, **environment: Any) -> Iterator[tuple[httpx.Client, Process]]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "tiktok_spiders.settings"}
    env |= {name: str(value) for name, value in environment.items()}
    process = launch([sys.executable, "-m", "scrapy", "serve", "--port", str(port)], cwd=directory, env=env)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            until(lambda: process.poll() is not None or _answers(client), 30, "answer of the API")
            yield client, process
    finally:
        process.terminate()
        process.wait(30)


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/api/v1/spiders").status_code == 200
    except httpx.TransportError:
        return False


def test_a_job_survives_the_api_and_its_own_process(
    store: Store, database_url: str, tmp_path: Path, free_port: int, shared_standin: StandinProcess
) -> None:
    videos = len(shared_standin.truth(HANDLE)["ids"])
    shared_standin.set_plan(HANGING)
    environment = {
        "TIKTOK_DATABASE_URL": database_url,
        "TIKTOK_API_FOLDER": tmp_path / "api",
        "TIKTOK_API_LIVE_WORKERS": 0,
        **quick(shared_standin),
    }
    table = JobTable(store)

    def job(client: httpx.Client) -> dict[str, Any]:
        told: dict[str, Any] = client.get(made.headers["Location"]).json()
        return told

    with _served(tmp_path, free_port, **environment) as (client, process):
        made = client.post("/api/v1/jobs", json={"url": f"{shared_standin.url}/@{HANDLE}"})
        until(lambda: job(client)["videos_scraped"] > 0, 120, "video")
        process.kill()
        process.wait(10)
    row = table.get(made.json()["job_id"])
    assert row is not None
    crawl = pid_here(row.ref)
    assert crawl is not None, "the crawl went down with the API"

    with _served(tmp_path, free_port, **environment) as (client, _):
        until(lambda: _claimed(table, row.id) != row.claimed_by, 30, "new watcher")
        assert (job(client)["status"], job(client)["attempts"]) == ("running", 1)
        os.killpg(crawl, signal.SIGKILL)
        shared_standin.set_plan()
        until(lambda: job(client)["status"] in OVER, 120, "end")
        done = job(client)
    assert (done["status"], done["progress"], done["attempts"]) == ("completed", 100, 2)
    assert (done["videos_scraped"], done["total_videos"]) == (videos, videos)


def _claimed(table: JobTable, job_id: int) -> str | None:
    row = table.get(job_id)
    return None if row is None else row.claimed_by
