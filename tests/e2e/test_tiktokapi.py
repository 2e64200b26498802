"""TikTokApi, unmodified, with a real Chromium behind the stand-in's proxy.

Its addresses are fixed to www.tiktok.com, so it cannot use the stand-in's loopback address.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.real_clients import GUARD
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = Path(__file__).with_name("tiktokapi_client.py")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HANDLE = "daily.dune"
TIMEOUT = 60.0

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def standin_() -> Iterator[StandinProcess]:
    """A stand-in of its own: Chromium itself asks the proxy for foreign hosts."""
    with StandinProcess("--proxies", "1") as process:
        yield process


@pytest.fixture(scope="module")
def found(standin_: StandinProcess, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the program printed."""
    home = tmp_path_factory.mktemp("tiktokapi")
    env = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(GUARD), "PYTHONUTF8": "1"}
    command = [sys.executable, str(PROGRAM), standin_.proxy, str(BROWSER), HANDLE]
    with subprocess.Popen(
        command, env=env, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        try:
            out, err = process.communicate(timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    assert process.returncode == 0, err.decode()
    answered: dict[str, Any] = json.loads(out)
    return answered


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
