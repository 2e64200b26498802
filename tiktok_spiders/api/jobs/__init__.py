"""Jobs: crawls in the background, queued in the store, run as processes here or on Scrapyd."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

from tiktok_spiders.api.jobs.jobs import Jobs
from tiktok_spiders.api.jobs.local import LocalBackend
from tiktok_spiders.api.jobs.loop import Loop
from tiktok_spiders.api.jobs.remote import ScrapydBackend
from tiktok_spiders.api.jobs.routes import router
from tiktok_spiders.api.jobs.table import JobTable
from tiktok_spiders.api.jobs.watcher import Watcher
from tiktok_spiders.api.nodes import here
from tiktok_spiders.config import secrets_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import APIRouter

    from tiktok_spiders.api.jobs.backend import Backend
    from tiktok_spiders.api.state import State

ROUTERS: tuple[APIRouter, ...] = (router,)


@asynccontextmanager
async def opened(state: State) -> AsyncIterator[None]:
    """See to jobs while the API is open. Crawls outlive it, and are found again."""
    config, table, secrets = state.config, JobTable(state.store), secrets_of(state.settings)
    local = LocalBackend(state.folder / "jobs", state.settings, config.api_job_processes)
    backends: dict[str, Backend] = {"local": local, "scrapyd": ScrapydBackend(config)}
    chosen, by = config.api_job_backend, f"{here()}#{uuid4().hex[:8]}"
    loop = Loop(Watcher(state.store, table, backends, backend=chosen, by=by, secrets=secrets))
    state.jobs = Jobs(state.store, table, backends, backend=chosen, secrets=secrets, wake=loop.wake)
    try:
        yield
    finally:
        await loop.stop()
        for backend in backends.values():
            backend.close()
