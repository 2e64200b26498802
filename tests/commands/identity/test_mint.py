"""``scrapy identity mint`` and ``check``, which ask TikTok."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.commands.identity.shelves import KEY

if TYPE_CHECKING:
    from tests.standin_process import StandinProcess
    from tiktok_spiders.identities.shelf import Shelf

ROOT = Path(__file__).parents[3]


def scrapy(tmp_path: Path, web_url: str, *argv: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TIKTOK_")}
    environment = kept | {
        "SCRAPY_SETTINGS_MODULE": "tiktok_spiders.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [kept.get("PYTHONPATH")])]),
        "TIKTOK_WEB_URL": web_url,
        "TIKTOK_SECRET_KEY": KEY,
        "TIKTOK_DATABASE_URL": f"sqlite:///{tmp_path}/s.db",
        "TIKTOK_DOWNLOAD_DELAY": "0",
    }
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *argv],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_mint_and_check(tmp_path: Path, shared_standin: StandinProcess, shelf: Shelf) -> None:
    done = scrapy(tmp_path, shared_standin.url, "identity", "mint", "2")
    assert (done.returncode, done.stderr) == (0, "")
    made = {row.name: row.identity for row in shelf.read()}
    assert sorted(made) == sorted(done.stdout.split())
    for one in made.values():
        assert one is not None
        assert one.is_minted
        assert one.jar.value("ttwid")
        assert one.odin_id
    done = scrapy(tmp_path, shared_standin.url, "identity", "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(done.stdout.splitlines()) == sorted(f"{name}\tok" for name in made)
    assert [row.identity.uses for row in shelf.read() if row.identity] == [2, 2]


def test_mint_where_nobody_answers(tmp_path: Path, free_port: int, shelf: Shelf) -> None:
    done = scrapy(tmp_path, f"http://127.0.0.1:{free_port}", "identity", "mint")
    assert (done.returncode, done.stdout) == (1, "")
    assert "not minted, unreachable" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert shelf.read() == []


def test_check_of_nobody(run) -> None:
    assert run("check") == (0, "", "")
