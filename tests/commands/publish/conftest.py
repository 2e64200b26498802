"""``scrapy publish`` against the stand-in, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.publish.conftest import database, official, one_second, video
from tests.publish.desk import Shell
from tests.publish.rig import KEY, Rig
from tiktok_spiders.publish.posts import PostStore
from tiktok_spiders.store import Store
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.publish.open_control import OpenControl

__all__ = ["database", "official", "one_second", "video"]


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


@pytest.fixture
def logged_in(log_in: Callable[..., None]) -> None:
    """``me`` is logged in as the stand-in's first creator."""
    log_in()


@pytest.fixture
def queue(database: Path) -> Iterator[PostStore]:
    """The posts of the database that the command works with."""
    store = Store.open(f"sqlite:///{database}")
    yield PostStore(store, Vault.from_key(KEY))
    store.close()
