"""A store of the test's own, the client, and the stand-in's official API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.publish.open_control import OpenControl
from tests.publish.rig import KEY, Rig
from tiktok_spiders.store import Store
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from tests.standin_process import StandinProcess


@pytest.fixture
def publish_store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/publish.db")
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
