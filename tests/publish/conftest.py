"""A store of the test's own, the client, and the stand-in's official API."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from tests.publish.inbox import Inbox
from tests.publish.media_files import make_video
from tests.publish.open_control import OpenControl
from tests.publish.rig import KEY, Rig
from tiktok_spiders.commands.publish_actions.listen import application
from tiktok_spiders.publish.opening import Publishing
from tiktok_spiders.store import Store
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.standin_process import StandinProcess


@pytest.fixture
def database(empty_file: Path, tmp_path: Path) -> Path:
    """The file of an empty database of the test's own."""
    return Path(shutil.copy(empty_file, tmp_path / "publish.db"))


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


@pytest.fixture
def at_once(rig: Rig) -> Rig:
    """A stand-in that does everything at once."""
    rig.official.switch(processing_s=0, pull_s=0, moderation_s=0)
    return rig


@pytest.fixture
async def inbox(official: OpenControl, publish_store: Store, vault: Vault) -> AsyncIterator[Inbox]:
    """A receiver of webhooks at an address of its own."""
    rig = Rig(official, publish_store, vault)
    desk = Publishing.of(rig.settings, publish_store, vault, clock=rig.clock)
    made = Inbox(rig, desk)
    runner = web.AppRunner(application(made.receiver))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/webhook"
    official.switch(webhooks="manual")
    yield made
    await runner.cleanup()
    await rig.api.aclose()
    await desk.api.aclose()


@pytest.fixture(scope="session")
def one_second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of upright H.264."""
    return make_video(tmp_path_factory.mktemp("media") / "one-second.mp4")


@pytest.fixture
def video(one_second: Path, tmp_path: Path) -> Path:
    """A copy of that second that the test may change."""
    return Path(shutil.copy(one_second, tmp_path / "video.mp4"))
