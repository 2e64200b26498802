"""The API in a test: in its process, or served by a process of its own as a user starts it."""

from __future__ import annotations

import os
import sys
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from scrapy.settings import Settings

from tests.launching import launch
from tests.waiting import until
from tiktok_spiders.api.app import create_app

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from fastapi import FastAPI

    from tiktok_spiders.api.state import State

ROOT = Path(__file__).parent.parent.parent
START_S = 30
END_S = 30
PEER = ("127.0.0.1", 50_000)
BASE = "http://127.0.0.1:8000"


def settings_of(database_url: str, folder: Path, **settings: Any) -> Settings:
    """Return the settings of an API with a store and a folder of its own, and no live workers."""
    own = {
        "TIKTOK_DATABASE_URL": database_url,
        "TIKTOK_API_FOLDER": str(folder / "api"),
        "TIKTOK_API_LIVE_WORKERS": 0,
        "SPIDER_MODULES": ["tiktok_spiders.spiders"],
    }
    return Settings({**own, **settings}, priority="cmdline")


class Client(httpx.AsyncClient):
    """A client of an application in this process, which a test may look into."""

    def __init__(self, app: FastAPI, peer: tuple[str, int], **options: Any) -> None:
        transport = httpx.ASGITransport(app, client=peer, raise_app_exceptions=False)
        super().__init__(transport=transport, **options)
        self.app = app

    @property
    def state(self) -> State:
        """What the parts of the application share."""
        state: State = self.app.state.tiktok
        return state


@asynccontextmanager
async def running(
    settings: Settings, *, peer: tuple[str, int] = PEER, base_url: str = BASE, **options: Any
) -> AsyncIterator[Client]:
    """Run the application in this event loop, and give a client whose address is ``peer``."""
    app = create_app(settings)
    async with app.router.lifespan_context(app), Client(app, peer, base_url=base_url, **options) as client:
        yield client


@contextmanager
def served(directory: Path, port: int, **environment: Any) -> Iterator[httpx.Client]:
    """Serve the API by ``scrapy serve`` as a process, give a client, and stop it at the end."""
    directory.mkdir(parents=True, exist_ok=True)
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SCRAPY_SETTINGS_MODULE": "tiktok_spiders.settings",
        "TIKTOK_DATABASE_URL": f"sqlite:///{directory / 'tiktok.db'}",
        "TIKTOK_API_FOLDER": str(directory / "api"),
        **{name: str(value) for name, value in environment.items()},
    }
    command = [sys.executable, "-m", "scrapy", "serve", "--port", str(port)]
    process = launch(command, cwd=directory, env=env)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            until(lambda: process.poll() is not None or _answers(client), START_S, "answer of the API")
            assert process.poll() is None, "the API has ended"
            yield client
    finally:
        process.terminate()
        process.wait(END_S)


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/openapi.json").status_code < 500
    except httpx.TransportError:
        return False
