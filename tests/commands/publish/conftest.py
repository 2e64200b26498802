"""``scrapy publish`` against the stand-in, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.publish.conftest import _empty_database, database, official
from tests.publish.desk import Shell
from tests.publish.media_files import make_video
from tests.publish.rig import KEY, Rig
from tiktok_spiders.store import Store
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.publish.open_control import OpenControl

__all__ = ["_empty_database", "database", "official"]


@pytest.fixture
def shell(official: OpenControl, database: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """The command with nobody logged in; TikTok processes posts at once."""
    official.switch(processing_s=0, pull_s=0, moderation_s=0)
    return Shell(official, database, capsys)


@pytest.fixture
def log_in(official: OpenControl, database: Path) -> Callable[..., None]:
    """Log somebody in without a page: ``log_in("creator.two", "two", scopes=[…])``."""

    def _log_in(handle: str = "creator.one", name: str = "me", **values: object) -> None:
        store = Store.open(f"sqlite:///{database}")
        try:
            Rig(official, store, Vault.from_key(KEY)).log_in(handle, name, **values)
        finally:
            store.close()

    return _log_in


@pytest.fixture(scope="session")
def _second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_video(tmp_path_factory.mktemp("media") / "second.mp4")


@pytest.fixture
def video(_second: Path, tmp_path: Path) -> Path:
    """A second of upright H.264."""
    copy = tmp_path / "video.mp4"
    copy.write_bytes(_second.read_bytes())
    return copy
