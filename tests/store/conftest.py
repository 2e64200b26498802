"""The store on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tiktok_spiders.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, with the schema for a test that wants it open as ``store``.

    A test with it runs once on SQLite and once on PostgreSQL.
    """
    has_schema = "store" in request.fixturenames
    if request.param == "postgresql":
        return str(request.getfixturevalue("schema_url" if has_schema else "postgres_url"))
    if has_schema:
        return str(request.getfixturevalue("sqlite_url"))
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = Store.open(store_url)
    yield opened
    opened.close()


@pytest.fixture
def own_store(store_url: str) -> Iterator[Store]:
    """A store whose schema a test may change."""
    opened = Store.open(store_url)
    yield opened
    opened.close()
