"""Jobs as processes: made by HTTP, run by ``scrapy crawl``, seen to their end."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

    from tests.standin_process import StandinProcess

OVER = {"completed", "failed", "cancelled"}


async def ended(api: httpx.AsyncClient, job_id: int, seconds: float = 30) -> dict[str, Any]:
    deadline = time.monotonic() + seconds
    while True:
        job: dict[str, Any] = (await api.get(f"/api/v1/jobs/{job_id}")).json()
        if job["status"] in OVER:
            return job
        assert time.monotonic() < deadline, job
        await asyncio.sleep(0.05)


async def test_a_job_runs_to_its_end(api: httpx.AsyncClient, shared_standin: StandinProcess) -> None:
    handle = shared_standin.handles()[0]
    made = await api.post("/api/v1/jobs", json={"url": f"{shared_standin.url}/@{handle}"})
    assert made.status_code == 201, made.text
    job = await ended(api, made.json()["job_id"])
    assert (job["status"], job["progress"]) == ("completed", 100), (
        await api.get(made.headers["Location"] + "/log")
    ).text
    assert job["videos_scraped"] == len(shared_standin.truth(handle)["ids"])
