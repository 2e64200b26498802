"""The store on both databases."""

from __future__ import annotations

import shutil
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
    path = tmp_path / "store.db"
    if has_schema:
        shutil.copy(request.getfixturevalue("empty_file"), path)
    return f"sqlite:///{path}"


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


@pytest.fixture
def sqlite_store(tmp_path: Path, empty_file: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{shutil.copy(empty_file, tmp_path / 'store.db')}")
    yield opened
    opened.close()
