"""A small world, and workers that share it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.distributed.fleet import Fleet
from tests.distributed.shared_run import WORLD
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="package")
def _world() -> Iterator[StandinProcess]:
    with StandinProcess(*WORLD) as process:
        yield process


@pytest.fixture
def world(_world: StandinProcess) -> StandinProcess:
    """A stand-in with an empty log."""
    _world.set_switches(latency_ms=60)
    _world.clear_log()
    return _world


@pytest.fixture
def fleet(world: StandinProcess, redis_url: str, tmp_path: Path) -> Iterator[Fleet]:
    """Workers on an empty Redis and a SQLite file."""
    made = Fleet(tmp_path, world.url, redis_url)
    yield made
    made.stop()
