"""An API whose store has something of everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.dashboard.filled import fill

if TYPE_CHECKING:
    from tiktok_spiders.store import Store


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store
