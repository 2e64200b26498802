"""A store of the test's own, the client, and the stand-in's official API."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.publish.open_control import OpenControl
from tests.publish.rig import KEY, Rig
from tiktok_spiders.store import Store
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.standin_process import StandinProcess


@pytest.fixture(scope="session")
def _empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of today's schema: a copy is made sooner than another one."""
    path = tmp_path_factory.mktemp("publish") / "empty.db"
    Store.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def database(_empty_database: Path, tmp_path: Path) -> Path:
    """The file of an empty database of the test's own."""
    return Path(shutil.copy(_empty_database, tmp_path / "publish.db"))


@pytest.fixture
def publish_store(database: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{database}")
    yield opened
    opened.close()


@pytest.fixture
def vault() -> Vault:
    return Vault.from_key(KEY)


@pytest.fixture
def official(shared_standin: StandinProcess) -> Iterator[OpenControl]:
    """The stand-in's official API as it is at its start."""
    control = OpenControl(shared_standin.url)
    control.reset()
    yield control
    control.reset()


@pytest.fixture
async def rig(official: OpenControl, publish_store: Store, vault: Vault) -> AsyncIterator[Rig]:
    """The client against the stand-in, nobody logged in."""
    made = Rig(official, publish_store, vault)
    yield made
    await made.api.aclose()
