"""The server opens its parts before it says that it serves, and closes them after a signal."""

from __future__ import annotations

import signal
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
import pytest
from fastapi import FastAPI

from tiktok_spiders.api.server import listen, run
from tiktok_spiders.exceptions import ConfigError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def _app(steps: list[str]) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        steps.append("opened")
        yield
        steps.append("closed")

    app = FastAPI(lifespan=lifespan)

    @app.get("/stop/{number}")
    async def stop(number: int) -> str:
        signal.raise_signal(number)
        steps.append("answered")
        return "well"

    return app


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_after_the_last_answer(number) -> None:
    steps: list[str] = []
    asking: list[threading.Thread] = []

    def say(line: str) -> None:
        steps.append("said")
        address = f"{line.removeprefix('serving ')}/stop/{number}"
        asking.append(threading.Thread(target=lambda: steps.append(httpx.get(address).json())))
        asking[0].start()

    with listen("127.0.0.1", 0) as bound:
        run(_app(steps), bound, say)
    asking[0].join(10)
    assert sorted(steps[-2:]) == ["closed", "well"]
    assert steps[:3] == ["opened", "said", "answered"]


def test_what_a_part_refuses_when_it_is_opened_is_raised() -> None:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        raise ConfigError("TIKTOK_SCRAPYD_URL is not set")
        yield

    with listen("127.0.0.1", 0) as bound, pytest.raises(ConfigError, match="SCRAPYD"):
        run(FastAPI(lifespan=lifespan), bound, print)
