"""One stand-in behind TikTok's host names, and the real clients in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.real_clients import Clients
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def _tiktok() -> Iterator[StandinProcess]:
    with StandinProcess("--proxies", "1") as standin:
        yield standin
        assert standin.proxy_counts()["exit-1"].get("refused", 0) == 0, "a client asked for a foreign host"


@pytest.fixture
def tiktok(_tiktok: StandinProcess) -> StandinProcess:
    """The stand-in with lists that look back without bound: clients give up on quiet accounts otherwise."""
    _tiktok.set_plan()
    _tiktok.set_switches(lookback_days=None)
    return _tiktok


@pytest.fixture
def clients(tiktok: StandinProcess, tmp_path: Path) -> Clients:
    """yt-dlp and gallery-dl behind the stand-in's proxy."""
    return Clients(tiktok.proxy, tiktok.ca, tmp_path)
