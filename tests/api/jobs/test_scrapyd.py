"""Jobs on a real Scrapyd, which has the project beside it instead of an egg."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.jobs.conftest import quick
from tests.api.jobs.following import HANDLE, HANGING, ended, made, until
from tests.api.running import ROOT, running, settings_of
from tests.deploy.server import PASSWORD, PROJECT, Scrapyd
from tests.waiting import reached

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.settings import Settings

    from tests.standin_process import StandinProcess


@pytest.fixture
def scrapyd(tmp_path: Path, database_url: str, shared_standin: StandinProcess) -> Iterator[Scrapyd]:
    given = {name: str(value) for name, value in quick(shared_standin).items()}
    own = {"PYTHONPATH": str(ROOT), "TIKTOK_DATABASE_URL": database_url, **given}
    directory = tmp_path / "scrapyd"
    server = Scrapyd(Path(sys.prefix), directory, [sys.executable, "-m", "scrapyd", "--pidfile="], **own)
    conf = directory / "scrapyd.conf"
    conf.write_text(conf.read_text(encoding="utf-8").replace("max_proc = 4", "max_proc = 1"))
    (directory / "scrapy.cfg").write_text(f"[settings]\n{PROJECT} = tiktok_spiders.settings\n")
    with server:
        yield server


@pytest.fixture
def settings(database_url: str, tmp_path: Path, shared_standin: StandinProcess, scrapyd: Scrapyd) -> Settings:
    return settings_of(
        database_url,
        tmp_path,
        **quick(shared_standin),
        TIKTOK_API_JOB_BACKEND="scrapyd",
        TIKTOK_SCRAPYD_URL=scrapyd.url.rstrip("/"),
        TIKTOK_SCRAPYD_PASSWORD=PASSWORD,
    )


async def test_jobs_outlive_a_scrapyd_that_dies(
    settings: Settings, scrapyd: Scrapyd, shared_standin: StandinProcess
) -> None:
    videos = len(shared_standin.truth(HANDLE)["ids"])
    async with running(settings) as api:
        shared_standin.set_plan(HANGING)
        job_id = await made(api, url=f"@{HANDLE}")
        job = await until(api, job_id, lambda job: job["videos_scraped"] > 0)
        assert (job["status"], job["total_videos"]) == ("running", videos)
        log = (await api.get(f"/api/v1/jobs/{job_id}/log", params={"lines": 1000})).json()["lines"]
        assert any("Spider opened" in line for line in log), log
        waiting = await made(api, spider="user", arguments={"users": HANDLE, "run": "other"})
        assert (await api.get(f"/api/v1/jobs/{waiting}")).json()["status"] == "pending"
        await _sent(api, waiting)
        assert (await api.delete(f"/api/v1/jobs/{waiting}")).status_code == 202
        assert (await ended(api, waiting))["status"] == "cancelled"

        ref = api.state.jobs.get(job_id).ref
        crawl = scrapyd.pid(ref)
        scrapyd.stop(signal.SIGKILL)
        os.kill(crawl, signal.SIGKILL)
        shared_standin.set_plan()
        scrapyd.start()
        job = await ended(api, job_id)
    assert (job["status"], job["attempts"], job["videos_scraped"]) == ("completed", 2, videos)


async def _sent(api: Any, job_id: int) -> None:
    """Return when Scrapyd has a job in its queue."""
    await reached(lambda: api.state.jobs.get(job_id).ref, 60, "reference")


async def test_a_job_that_scrapyd_refuses_fails(settings: Settings) -> None:
    settings.set("TIKTOK_SCRAPYD_PROJECT", "strange", priority="cmdline")
    async with running(settings) as api:
        job = await ended(api, await made(api, url="@nasa"))
    assert job["status"] == "failed"
    assert "project 'strange' not found" in job["error"]
