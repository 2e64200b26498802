"""Follow a job by HTTP."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from tests.standin_process import StandinProcess

OVER = {"completed", "failed", "cancelled"}
SLOW = {"kind": "slow", "where": "creator/item_list", "ms": 700}
HANGING = {"kind": "slow", "where": "creator/item_list", "ms": 25_000, "after": 1}
"""The first page comes, the second one not for long."""

HANDLE = "daily.dune"
"""An account of several pages."""


async def ended(api: httpx.AsyncClient, job_id: int) -> dict[str, Any]:
    return await until(api, job_id, lambda job: job["status"] in OVER)


async def until(
    api: httpx.AsyncClient, job_id: int, is_so: Callable[[dict[str, Any]], bool], seconds: float = 120
) -> dict[str, Any]:
    """Return a job as soon as it is so."""
    deadline = time.monotonic() + seconds
    while True:
        job: dict[str, Any] = (await api.get(f"/api/v1/jobs/{job_id}")).json()
        if is_so(job):
            return job
        assert time.monotonic() < deadline, job
        await asyncio.sleep(0.05)


async def made(api: httpx.AsyncClient, **body: Any) -> int:
    answer = await api.post("/api/v1/jobs", json=body)
    assert answer.status_code == 201, answer.text
    job_id: int = answer.json()["job_id"]
    return job_id


def busiest(standin: StandinProcess) -> tuple[str, int]:
    """Return the account with the most videos, and their number."""
    counts = {handle: len(standin.truth(handle)["ids"]) for handle in standin.handles()}
    handle = max(counts, key=lambda each: counts[each])
    return handle, counts[handle]
