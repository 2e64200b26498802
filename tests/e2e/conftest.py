"""One stand-in behind TikTok's host names, and the real clients in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.real_clients import Clients
from tests.shop_truth import Shop
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


@pytest.fixture(scope="session")
def shop_site() -> Iterator[StandinProcess]:
    """A TikTok with a Shop; a test that changes its plan or its day sets them back."""
    with StandinProcess("--users", "12") as standin:
        yield standin


@pytest.fixture(scope="session")
def shop(shop_site: StandinProcess) -> Shop:
    """What is true of the Shop."""
    return Shop(shop_site)


@pytest.fixture(scope="module")
def sources() -> Iterator[StandinProcess]:
    """A TikTok of twenty accounts with few videos and many lists across accounts, always the same."""
    with StandinProcess("--users", "20", "--videos", "0-60", "--now", "1790194400") as standin:
        yield standin
