"""An API with live workers, against the stand-in."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.running import Client, running, settings_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from tests.standin_process import StandinProcess


@pytest.fixture
def looking(
    tmp_path: Path, database_url: str, shared_standin: StandinProcess
) -> Callable[..., AbstractAsyncContextManager[Client]]:
    """Run an API with one worker, without delay and browser: ``async with looking(TIKTOK_…=…) as api``."""

    @asynccontextmanager
    async def look(**settings: Any) -> AsyncIterator[Client]:
        given = quick(shared_standin.url) | settings
        async with running(settings_of(database_url, tmp_path, **given), timeout=60) as client:
            yield client

    return look


def quick(url: str) -> dict[str, Any]:
    """Return settings for quick look-ups at a stand-in."""
    return {
        "TIKTOK_API_LIVE_WORKERS": 1,
        "TIKTOK_WEB_URL": url,
        "TIKTOK_SHOP_URL": url,
        "TIKTOK_DOWNLOAD_DELAY": 0,
        "TIKTOK_BACKOFF": 0,
        "TIKTOK_BROWSER": "off",
        "LOG_LEVEL": "WARNING",
    }
