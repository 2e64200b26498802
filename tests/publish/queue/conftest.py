"""The queue against the stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.publish.media_files import make_video
from tests.publish.queue.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.rig import Rig


@pytest.fixture(scope="session")
def one_second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of upright H.264."""
    return make_video(tmp_path_factory.mktemp("media") / "one-second.mp4")


@pytest.fixture
def video(one_second: Path, tmp_path: Path) -> Path:
    """A copy of that second that the test may change."""
    copy = tmp_path / "video.mp4"
    copy.write_bytes(one_second.read_bytes())
    return copy


@pytest.fixture
def desk(rig: Rig) -> Desk:
    """A queue, and ``me`` logged in as the stand-in's first creator."""
    return Desk(rig)
