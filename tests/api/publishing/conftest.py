"""The API with publishing, in front of the stand-in's official API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.publishing.publisher import Publisher
from tests.api.running import BASE, running, settings_of
from tests.publish.media_files import make_video
from tests.publish.open_control import OpenControl
from tests.publish.rig import APP, KEY, SECRET

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from scrapy.settings import Settings

    from tests.standin_process import StandinProcess


REDIRECT = f"{BASE}/auth/tiktok/callback"


@pytest.fixture(scope="session")
def one_second(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A second of upright H.264."""
    return make_video(tmp_path_factory.mktemp("media") / "one-second.mp4").read_bytes()


@pytest.fixture
def official(shared_standin: StandinProcess) -> Iterator[OpenControl]:
    """The stand-in's official API as it is at its start, and quick."""
    control = OpenControl(shared_standin.url)
    control.reset()
    control.app(redirect_uris=[REDIRECT])
    control.switch(processing_s=0, pull_s=0, moderation_s=0)
    yield control
    control.reset()


@pytest.fixture
def publish_values(official: OpenControl) -> dict[str, Any]:
    return {
        "TIKTOK_OPEN_API_URL": official.url,
        "TIKTOK_AUTH_URL": official.url,
        "TIKTOK_CLIENT_KEY": APP,
        "TIKTOK_CLIENT_SECRET": SECRET,
        "TIKTOK_SECRET_KEY": KEY,
        "TIKTOK_RATE_LIMIT_PER_MINUTE": 100_000,
    }


@pytest.fixture
def settings(database_url: str, tmp_path: Path, publish_values: dict[str, Any]) -> Settings:
    return settings_of(database_url, tmp_path, **publish_values)


@pytest.fixture
async def publisher(settings: Settings, official: OpenControl, one_second: bytes) -> AsyncIterator[Publisher]:
    """A client on loopback that publishes."""
    async with running(settings) as client:
        yield Publisher(client, official, one_second)
