"""Scrapyd's HTTP API as its clients see it, with a clock of the test's: answers as those of Scrapyd 1.6."""

from __future__ import annotations

import asyncio
import threading
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Callable

    from multidict import MultiDictProxy

_OWN = {"project", "spider", "jobid", "setting"}


@dataclass(frozen=True, slots=True)
class Job:
    id: str
    spider: str
    at: datetime
    arguments: dict[str, str]
    settings: list[str]


class FakeScrapyd:
    """Listens on loopback, in a thread. ``stop`` and ``start`` may be called in between; the port stays."""

    project = "tiktok_spiders"
    spiders = ("hashtag", "search", "shop", "sound", "trending", "user", "video")

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.jobs: list[Job] = []
        self.lasts_s = 30.0
        """Seconds that a job takes."""
        self.forgotten: set[str] = set()
        self.answer: tuple[int, str] | None = None
        """Status and body of all answers, instead of the usual ones."""
        self.swallows = False
        """Whether the next answer to ``schedule`` is lost on its way."""
        self.credentials: str | None = None
        """User and password, with a colon between; None: nobody is asked for them."""
        self.hangs = False
        self.asked = 0
        self._port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.AppRunner | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)

    def stop(self) -> None:
        if self._runner is not None:
            asyncio.run_coroutine_threadsafe(self._end(self._runner), self._loop).result(10)
            self._runner = None

    def state(self, job_id: str) -> str | None:
        job = next((job for job in self.jobs if job.id == job_id and job_id not in self.forgotten), None)
        if job is None:
            return None
        return "running" if self._now() < job.at + timedelta(seconds=self.lasts_s) else "finished"

    async def _start(self) -> None:
        app = web.Application(middlewares=[self._guard])
        app.router.add_post("/schedule.json", self._schedule)
        app.router.add_get("/status.json", self._status)
        app.router.add_get("/listjobs.json", self._listjobs)
        app.router.add_get("/daemonstatus.json", self._daemonstatus)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]

    @staticmethod
    async def _end(runner: web.AppRunner) -> None:
        await runner.cleanup()
        left = asyncio.all_tasks() - {asyncio.current_task()}  # of calls that hang
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.asked += 1
        if self.hangs:
            await asyncio.sleep(60)
        if self.credentials is not None and self._given(request) != self.credentials:
            return web.Response(status=401, text="Unauthorized")
        if self.answer is not None:
            status, body = self.answer
            return web.Response(status=status, text=body, content_type="application/json")
        response: web.StreamResponse = await handler(request)
        return response

    def _given(self, request: web.Request) -> str:
        return b64decode(request.headers.get("Authorization", "").removeprefix("Basic ")).decode()

    async def _schedule(self, request: web.Request) -> web.Response:
        form = await request.post()
        if refusal := self._refusal(form):
            return web.json_response({"node_name": "n", "status": "error", "message": refusal})
        job_id = str(form["jobid"])
        arguments = {name: str(value) for name, value in form.items() if name not in _OWN}
        settings = [str(value) for value in form.getall("setting", [])]
        self.jobs.append(Job(job_id, str(form["spider"]), self._now(), arguments, settings))
        if self.swallows:
            self.swallows = False
            assert request.transport is not None
            request.transport.abort()
        return web.json_response({"node_name": "n", "status": "ok", "jobid": job_id})

    def _refusal(self, form: MultiDictProxy[Any]) -> str | None:
        if form["project"] != self.project:
            return f"project '{form['project']}' not found"
        return None if form["spider"] in self.spiders else f"spider '{form['spider']}' not found"

    async def _status(self, request: web.Request) -> web.Response:
        state = self.state(request.query["job"])
        return web.json_response({"node_name": "n", "status": "ok", "currstate": state})

    async def _listjobs(self, request: web.Request) -> web.Response:
        found: dict[str, list[dict[str, str]]] = {"pending": [], "running": [], "finished": []}
        for job in self.jobs:
            if state := self.state(job.id):
                found[state].append({"id": job.id, "spider": job.spider})
        return web.json_response({"node_name": "n", "status": "ok", **found})

    async def _daemonstatus(self, request: web.Request) -> web.Response:
        return web.json_response(
            {"node_name": "n", "status": "ok", "pending": 0, "running": 0, "finished": 0}
        )
