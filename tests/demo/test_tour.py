from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from tiktok_spiders.demo import tour
from tiktok_spiders.demo.failure import DemoError
from tiktok_spiders.demo.tour import Tour, demo_environ

VIDEO = {"video_id": "7", "url": "https://www.tiktok.com/@a/video/7", "description": "hello"}
MADE = {"users.jsonl": [{"user_id": "1"}], "videos.jsonl": [], "videos.csv": [], "products.jsonl": []}


class FakeStandIn:
    web_url = "http://127.0.0.1:9"

    def __init__(self, log, environ):
        self.log = log

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return None


@pytest.fixture
def touring(tmp_path, monkeypatch):
    """Take the tour with commands that write what ``files`` says; return what was run and said."""

    def _touring(files, returncode=0):
        ran, said = [], []

        def run(command, env, **kwargs):
            ran.append((command[3:], env))
            if "--output" in command:
                pattern = command[command.index("--output") + 1]
                for name in command[command.index("--type") + 1].split(","):
                    path = tour.Path(pattern % {"type": name})
                    if path.name in files:
                        path.write_text("".join(json.dumps(row) + "\n" for row in files[path.name]))
            return SimpleNamespace(returncode=returncode)

        monkeypatch.setattr(tour, "StandIn", FakeStandIn)
        monkeypatch.setattr(tour.subprocess, "run", run)
        (tmp_path / "tiktok.db").write_bytes(b"x")
        Tour(tmp_path, 2, said.append).run()
        return ran, "\n".join(said)

    return _touring


def test_the_steps(touring, tmp_path):
    products = [{"product_id": "5"}] * 2
    ran, said = touring({**MADE, "videos.jsonl": [VIDEO] * 8, "products.jsonl": products})
    crawls = [command for command, _ in ran if command[0] == "crawl"]
    assert crawls[0][1:4] == ["user", "-a", f"users={','.join(tour.USERS[:2])}"]
    assert crawls[1][1:4] == ["video", "-a", "videos=7,7,7"]
    assert {env["TIKTOK_WEB_URL"] for _, env in ran} == {"http://127.0.0.1:9"}
    assert "$ scrapy crawl user -a users=" in said
    assert '"description": "hello"' in said
    assert str(tmp_path / "videos.csv") in said
    assert "8 rows" in said
    assert "2 rows" in said
    assert crawls[2][1:4] == ["shop", "-a", f"products={','.join(tour.PRODUCTS)}"]
    assert "scrapy crawl user -a users=HANDLE" in said


def test_a_command_that_fails_ends_the_tour(touring):
    with pytest.raises(DemoError, match="exit status 2"):
        touring({}, returncode=2)


def test_an_export_that_makes_no_file(touring):
    with pytest.raises(DemoError, match=r"videos\.jsonl"):
        touring({})


def test_nothing_collected_is_a_failure(touring):
    with pytest.raises(DemoError, match="0 videos"):
        touring(MADE)


def test_the_users_own_settings_stay_out(tmp_path):
    given = {
        "TIKTOK_DATABASE_URL": "postgresql://real",
        "TIKTOK_OTHER": "x",
        "HTTP_PROXY": "http://p",
        "HOME": "/h",
    }
    environ = demo_environ(given, tmp_path)
    assert environ["TIKTOK_DATABASE_URL"] == f"sqlite:///{tmp_path}/tiktok.db"
    assert environ["TIKTOK_DOWNLOAD_DELAY"] == "0"
    assert environ["TIKTOK_IDENTITIES"] == ""
    assert "127.0.0.1" in environ["no_proxy"]
    assert environ["HOME"] == "/h"
    assert "TIKTOK_OTHER" not in environ
