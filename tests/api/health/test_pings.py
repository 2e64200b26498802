"""Services are asked for one small thing, for a short time."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import redis.asyncio
from scrapy.settings import Settings

from tiktok_spiders.api.health.pings import Pings
from tiktok_spiders.config import Config
from tiktok_spiders.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator


def pings(store: Any, client: Any = None, patience_s: float = 5, **settings: Any) -> Pings:
    state: Any = SimpleNamespace(store=store, redis=client, config=Config.from_settings(Settings(settings)))
    return Pings(state, patience_s)


async def statuses(asked: Pings) -> dict[str, str]:
    return {name: ping.status for name, ping in (await asked.all()).items()}


async def test_a_database_answers(both_urls: str) -> None:
    store = Store.open(both_urls)
    try:
        found = await pings(store).all()
    finally:
        store.close()
    assert found["database"].status == "up"
    assert found["database"].response_time_ms is not None
    assert found["redis"].status == found["scrapyd"].status == "not_configured"


async def test_one_that_hangs_is_down_after_a_short_time() -> None:
    over = threading.Event()

    @contextmanager
    def reading() -> Iterator[None]:
        over.wait(60)
        yield

    try:
        found = await statuses(pings(SimpleNamespace(reading=reading), patience_s=0.05))
    finally:
        over.set()
    assert found["database"] == "down"


async def test_redis_answers_until_it_is_gone(store: Store, redis_url: str, free_port: int) -> None:
    for url, status in ((redis_url, "up"), (f"redis://127.0.0.1:{free_port}/0", "down")):
        async with redis.asyncio.Redis.from_url(url) as client:
            assert (await statuses(pings(store, client)))["redis"] == status


class _Scrapyd(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(f"{self.path} {self.headers.get('Authorization', '')}")
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"status": "ok"}')

    def log_message(self, *_args: object) -> None: ...


async def test_scrapyd_is_asked_only_if_jobs_run_there(store: Store) -> None:
    asked: list[str] = []
    with HTTPServer(("127.0.0.1", 0), type("Handler", (_Scrapyd,), {"asked": asked})) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        given = {
            "TIKTOK_SCRAPYD_URL": f"http://127.0.0.1:{server.server_port}",
            "TIKTOK_SCRAPYD_PASSWORD": "secret",
        }
        try:
            assert (await statuses(pings(store, **given)))["scrapyd"] == "not_configured"
            there = {**given, "TIKTOK_API_JOB_BACKEND": "scrapyd"}
            assert (await statuses(pings(store, **there)))["scrapyd"] == "up"
        finally:
            await asyncio.to_thread(server.shutdown)
            thread.join()
    assert [each.split()[0] for each in asked] == ["/daemonstatus.json"]
    assert "Basic" in asked[0]


async def test_a_scrapyd_that_is_not_there_is_down(store: Store, free_port: int) -> None:
    url = f"http://127.0.0.1:{free_port}"
    asked = pings(store, TIKTOK_SCRAPYD_URL=url, TIKTOK_API_JOB_BACKEND="scrapyd")
    assert (await statuses(asked))["scrapyd"] == "down"
