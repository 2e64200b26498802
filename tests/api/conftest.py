"""A store of its own and the API on it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.api.running import Client, running, settings_of
from tiktok_spiders.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from scrapy.settings import Settings


@pytest.fixture(params=["sqlite", "postgresql"])
def both_urls(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database with the schema; a test with it runs on SQLite and on PostgreSQL."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("schema_url"))
    return f"sqlite:///{shutil.copy(request.getfixturevalue('empty_file'), tmp_path / 'store.db')}"


@pytest.fixture
def both(both_urls: str) -> Iterator[Store]:
    """An empty store, once on SQLite and once on PostgreSQL."""
    opened = Store.open(both_urls)
    yield opened
    opened.close()


@pytest.fixture
def database_url(tmp_path: Path, empty_file: Path) -> str:
    """The URL of an empty SQLite database with the schema."""
    return f"sqlite:///{shutil.copy(empty_file, tmp_path / 'store.db')}"


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """The API's store, for a test to fill."""
    opened = Store.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of an API without workers, which a test may change before ``api``."""
    return settings_of(database_url, tmp_path)


@pytest.fixture
async def api(settings: Settings) -> AsyncIterator[Client]:
    """A client of the API on loopback, without a key."""
    async with running(settings) as client:
        yield client
