"""TikTokApi, unmodified, with a real Chromium behind the stand-in's proxy.

Its addresses are fixed to www.tiktok.com, so it cannot use the stand-in's loopback address.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.chromium import BROWSER, needs_browser
from tests.e2e.real_clients import printed_by
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = Path(__file__).with_name("tiktokapi_client.py")
HANDLE = "daily.dune"

pytestmark = needs_browser


@pytest.fixture(scope="module")
def standin_() -> Iterator[StandinProcess]:
    """A stand-in of its own: Chromium itself asks the proxy for foreign hosts."""
    with StandinProcess("--proxies", "1") as process:
        yield process


@pytest.fixture(scope="module")
def found(standin_: StandinProcess, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the program printed."""
    home = tmp_path_factory.mktemp("tiktokapi")
    return printed_by(PROGRAM, standin_.proxy, str(BROWSER), HANDLE, home=home)


def test_it_lists_what_is_trending(standin_: StandinProcess, found: dict[str, Any]) -> None:
    assert len({item_id for item_id, _ in found["trending"]}) == 30
    for item_id, handle in found["trending"][:5]:
        assert item_id in standin_.truth(handle)["ids"]


def test_it_reads_an_account(standin_: StandinProcess, found: dict[str, Any]) -> None:
    truth = standin_.truth(HANDLE)
    assert found["profile"]["user"]["secUid"] == truth["user"]["sec_uid"]
    assert found["profile"]["stats"]["videoCount"] == truth["video_count"]


def test_its_lists_of_posts_are_empty_as_on_the_real_one(
    standin_: StandinProcess, found: dict[str, Any]
) -> None:
    assert found["videos"] is None
    assert standin_.stats()["by_endpoint"]["post/item_list"] == 1
    assert standin_.stats()["refusals"] == {"signature absent": 1}
