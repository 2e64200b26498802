"""The queue against the stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.publish.queue.desk import Desk

if TYPE_CHECKING:
    from tests.publish.rig import Rig


@pytest.fixture
def desk(rig: Rig) -> Desk:
    """A queue, and ``me`` logged in as the stand-in's first creator."""
    return Desk(rig)
