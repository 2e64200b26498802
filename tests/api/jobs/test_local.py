"""Jobs as processes: made by HTTP, run by ``scrapy crawl``, seen to their end."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from tests.api.jobs.following import HANDLE, SLOW, busiest, ended, made, until
from tests.api.running import running
from tiktok_spiders.api.nodes import pid_here

if TYPE_CHECKING:
    import httpx
    from scrapy.settings import Settings

    from tests.standin_process import StandinProcess


async def test_a_job_runs_to_its_end(api: httpx.AsyncClient, shared_standin: StandinProcess) -> None:
    videos = len(shared_standin.truth(HANDLE)["ids"])
    job_id = await made(api, url=f"{shared_standin.url}/@{HANDLE}", options={"max_videos": None})
    job = await ended(api, job_id)
    assert (job["status"], job["progress"], job["error"]) == ("completed", 100, None)
    assert (job["videos_scraped"], job["total_videos"]) == (videos, videos)
    assert job["created_at"] <= job["started_at"] <= job["completed_at"]
    assert (job["type"], job["spider"], job["run"]) == ("user", "user", f"api-{job_id}")

    path = f"/api/v1/jobs/{job_id}"
    (verdict,) = (await api.get(f"{path}/verdicts")).json()["verdicts"]
    assert (verdict["status"], verdict["unique"]) == ("complete", videos)
    log = (await api.get(f"{path}/log", params={"lines": 5})).json()["lines"]
    assert len(log) == 5
    assert log[-1] == f"Was that all? Yes: the one answer is complete, {videos} items."

    lines = (await api.get(f"{path}/result")).text.splitlines()
    found = [json.loads(line)["record_type"] for line in lines]
    assert found.count("video") == videos
    assert {"user", "verdict"} <= set(found)
    table = await api.get(f"{path}/result", params={"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert sorted(row["video_id"] for row in rows) == sorted(shared_standin.truth(HANDLE)["ids"])
    assert table.headers["content-disposition"] == f'attachment; filename="job-{job_id}.csv"'


async def test_cancelling(settings: Settings, shared_standin: StandinProcess) -> None:
    settings.set("TIKTOK_API_JOB_PROCESSES", 1, priority="cmdline")
    async with running(settings) as api:
        await _cancel(api, shared_standin)


async def _cancel(api: Any, shared_standin: StandinProcess) -> None:
    handle, videos = busiest(shared_standin)
    shared_standin.set_plan(SLOW)
    first = await made(api, spider="user", arguments={"users": [handle], "run": "mine"})
    second = await made(api, url=f"@{handle}")
    job = await until(api, first, lambda job: job["videos_scraped"] > 0)
    assert job["total_videos"] == videos
    assert 0 < job["progress"] < 100
    assert job["progress"] == 100 * job["videos_scraped"] // videos

    dropped = await api.delete(f"/api/v1/jobs/{second}")
    assert (dropped.status_code, dropped.json()["status"]) == (200, "cancelled")
    pid = pid_here(api.app.state.tiktok.jobs.get(first).ref)
    asked = await api.delete(f"/api/v1/jobs/{first}")
    assert (asked.status_code, asked.json()["status"], pid is not None) == (202, "running", True)
    job = await ended(api, first)
    assert (job["status"], job["error"], job["run"]) == ("cancelled", None, "local.mine")
    assert pid_here(api.app.state.tiktok.jobs.get(first).ref) is None
    again = await api.delete(f"/api/v1/jobs/{first}")
    assert (again.status_code, again.json()["error"]["details"]) == (409, {"status": "cancelled"})


async def test_a_refused_crawl_fails_with_its_reason(settings: Settings) -> None:
    settings.set("TIKTOK_PROXIES", "http://someone:secret-of-proxy@127.0.0.1:1,nowhere", priority="cmdline")
    async with running(settings) as api:
        job = await ended(api, await made(api, spider="trending", arguments={"max_videos": 1}))
        assert job["status"] == "failed"
        assert "TIKTOK_PROXIES" in job["error"]
        told = (await api.get(f"/api/v1/jobs/{job['id']}/log")).text
        assert "secret-of-proxy" not in told + job["error"]
