"""Requests are counted by the templates of their routes."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from starlette.staticfiles import StaticFiles

from tiktok_spiders.api.health.counting import HUNG_UP, Counting
from tiktok_spiders.api.health.requests import Requests

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


async def unasked() -> Any:
    raise AssertionError("nobody reads the request")


async def untold(message: Any) -> None:
    raise AssertionError(f"nobody answers: {message}")


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture
async def client(registry: CollectorRegistry, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.state.tiktok = SimpleNamespace(health=SimpleNamespace(requests=Requests(registry)))
    app.add_middleware(Counting)

    @app.get("/videos/{video_id}")
    def video(video_id: str) -> str:
        if video_id == "0":
            raise ZeroDivisionError
        return video_id

    app.mount("/static", StaticFiles(directory=tmp_path))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as made:
        yield made


def count(registry: CollectorRegistry, endpoint: str, status: int) -> float | None:
    labels = {"endpoint": endpoint, "status": str(status)}
    return registry.get_sample_value("tiktok_api_requests_total", labels)


async def test_one_label_stands_for_all_paths_of_a_route(
    client: httpx.AsyncClient, registry: CollectorRegistry
) -> None:
    for path in ("/videos/1", "/videos/2", "/videos/0"):
        await client.get(path)
    await client.post("/videos/1")
    template = "/videos/{video_id}"
    assert [count(registry, template, status) for status in (200, 405, 500)] == [2, 1, 1]
    seconds = registry.get_sample_value("tiktok_api_response_time_seconds_count", {"endpoint": template})
    assert seconds == 4
    assert registry.get_sample_value("tiktok_api_requests_open") == 0


@pytest.mark.parametrize(
    ("path", "endpoint"),
    [("/no/such/path", "unmatched"), ("/static/no-file", "/static"), ("/static/../x", "unmatched")],
)
async def test_what_has_no_route_has_no_path_as_label(
    client: httpx.AsyncClient, registry: CollectorRegistry, path: str, endpoint: str
) -> None:
    await client.get(path)
    assert count(registry, endpoint, 404) == 1


async def test_the_document_is_no_route_of_ours(
    client: httpx.AsyncClient, registry: CollectorRegistry
) -> None:
    await client.get("/openapi.json")
    assert count(registry, "other", 200) == 1


async def test_who_hangs_up_is_counted_too(registry: CollectorRegistry) -> None:
    begun = asyncio.Event()

    async def endless(_scope: Any, _receive: Any, _send: Any) -> None:
        begun.set()
        await asyncio.Event().wait()

    health = SimpleNamespace(requests=Requests(registry))
    app = SimpleNamespace(state=SimpleNamespace(tiktok=SimpleNamespace(health=health)))
    task = asyncio.ensure_future(Counting(endless)({"type": "http", "app": app}, unasked, untold))
    await begun.wait()
    assert registry.get_sample_value("tiktok_api_requests_open") == 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert count(registry, "unmatched", HUNG_UP) == 1


async def test_before_the_application_has_started_nothing_is_counted() -> None:
    passed = []

    async def inner(scope: Any, _receive: Any, _send: Any) -> None:
        passed.append(scope["type"])

    app = SimpleNamespace(state=SimpleNamespace())
    for kind in ("lifespan", "http"):
        await Counting(inner)({"type": kind, "app": app}, unasked, untold)
    assert passed == ["lifespan", "http"]


async def test_a_refusal_by_a_limit_is_counted_apart(registry: CollectorRegistry) -> None:
    requests = Requests(registry)
    requests.begin()
    requests.end("/videos", 429, 0.001)
    assert registry.get_sample_value("tiktok_api_limits_hit_total", {"endpoint": "/videos"}) == 1
