"""What tests of pools share."""

from __future__ import annotations

import pytest

from tests.identities.clock import Clock


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until it is advanced."""
    return Clock()
