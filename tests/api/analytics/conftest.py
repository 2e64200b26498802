"""A store that is SQLite once and PostgreSQL once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tiktok_spiders.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def either(both_urls: str) -> Iterator[Store]:
    opened = Store.open(both_urls)
    yield opened
    opened.close()
