"""Publishing as a user does it: processes, a browser, a spider; and no secret in anything that is left."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import psutil
import pytest
from playwright.sync_api import sync_playwright

from tests.publish.desk import publish_settings
from tests.publish.media_files import make_video
from tests.publish.open_control import OpenControl
from tests.standin_process import StandinProcess
from tests.waiting import until
from tiktok_spiders.publish.rotation import SEALED
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SECRET = "MARKclientsecret0123456789abcdef"
KEY = "MARKsecretkey-0123456789-0123456789-0123456789"
ADDRESS = re.compile(r"^http://127\.0\.0\.1:\d+/v2/auth/authorize/\?\S+$")


class User:
    """Somebody at a shell, with an app at the stand-in."""

    def __init__(self, directory: Path, url: str) -> None:
        self.directory, self.official = directory, OpenControl(url)
        self.database = directory / "tiktok.db"
        self.said: list[str] = []
        self.commands: set[str] = set()
        given = publish_settings(url, self.database) | {
            "TIKTOK_CLIENT_SECRET": SECRET,
            "TIKTOK_SECRET_KEY": KEY,
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TIKTOK_")}
        self._environ = kept | {name: str(value) for name, value in given.items()}
        self._environ |= {"SCRAPY_SETTINGS_MODULE": "tiktok_spiders.settings", "PYTHONPATH": str(ROOT)}

    def start(self, *argv: str) -> subprocess.Popen[str]:
        """Begin a command."""
        return subprocess.Popen(
            [sys.executable, "-m", "scrapy", *argv],
            cwd=self.directory, env=self._environ, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def end(self, process: subprocess.Popen[str]) -> tuple[int, str, str]:
        """Wait for its end, watching which command lines there are meanwhile."""
        done = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(done,))
        watcher.start()
        try:
            out, err = process.communicate(timeout=120)
        finally:
            done.set()
            watcher.join()
        self.said += [out, err]
        return process.returncode, out, err

    def run(self, *argv: str) -> tuple[int, str, str]:
        """Run a command to its end."""
        return self.end(self.start(*argv))

    def _watch(self, done: threading.Event) -> None:
        while not done.wait(0.05):
            for process in psutil.process_iter():
                try:
                    self.commands.add(" ".join(process.cmdline()))
                except psutil.Error:
                    continue


@pytest.fixture(scope="module")
def standin() -> Iterator[StandinProcess]:
    with StandinProcess() as process:
        yield process


@pytest.fixture(scope="module")
def user(standin: StandinProcess, tmp_path_factory: pytest.TempPathFactory) -> User:
    made = User(tmp_path_factory.mktemp("user"), standin.url)
    made.official.app(client_secret=SECRET)
    made.official.switch(processing_s=0, pull_s=0, moderation_s=0)
    return made


def in_the_browser(address: str) -> str:
    """Allow everything on TikTok's page; return what the page says after it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        try:
            page = browser.new_page()
            page.goto(address)
            page.select_option("#account", "creator.two")
            page.click("#authorize")
            page.wait_for_selector("#said")
            return page.inner_text("#said")
        finally:
            browser.close()


@pytest.fixture(scope="module")
def left(user: User) -> dict[str, bytes]:
    """A newcomer's way: login in a browser, a post, a draft, a time, a crawl. What is left, by its place."""
    process = user.start("publish", "login", "--no-browser")
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    assert ADDRESS.match(address), "the address alone on a line"
    assert in_the_browser(address) == "Logged in as main (Creator Two ✨). You can close this page."
    status, _, err = user.end(process)
    assert (status, "Logged in as main" in err) == (0, True)
    video = make_video(user.directory / "video.mp4")
    agreed = ("--privacy", "SELF_ONLY", "--accept-music-terms")
    debug = ("-s", "LOG_LEVEL=DEBUG")
    status, out, err = user.run("publish", "post", str(video), *agreed, *debug)
    assert (status, out) == (0, "post 1 of main: published\n"), err
    user.official.faults({"kind": "status", "where": "upload", "first": None})
    status, out, _ = user.run(
        "publish", "post", str(video), "--draft", "-s", "TIKTOK_PUBLISH_CHUNK_TRIES=1", *debug
    )
    assert status == 3, out
    secrets = secrets_in(user.database)
    user.official.faults()
    assert user.run("publish", "post", str(video), *agreed, "--caption", "x", "--at", "2020-01-01")[0] == 0
    status, _, err = user.run("crawl", "publish", "-O", "out.jsonl", *debug)
    assert status == 0, err
    files = {path.name: path.read_bytes() for path in user.directory.iterdir() if path.suffix != ".mp4"}
    said, commands = "\n".join(user.said).encode(), "\n".join(user.commands).encode()
    return {**files, "said": said, "processes": commands, "secrets": "\n".join(secrets).encode()}


pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")


def test_a_new_user_logs_in_with_a_real_browser(left: dict[str, bytes], user: User) -> None:
    assert "Logged in as main (Creator Two ✨).".encode() in left["said"]
    assert [one["handle"] for one in user.official.ask("GET", "/logins")] == ["creator.two"]


def test_the_spider_yields_a_record_for_each(left: dict[str, bytes], user: User) -> None:
    records: list[dict[str, Any]] = [json.loads(line) for line in left["out.jsonl"].splitlines()]
    told = {one["queue_id"]: (one["record_type"], one["state"], one["mode"]) for one in records}
    # The draft, whose upload was broken off, waits for a minute.
    assert told == {"3": ("publication", "published", "direct")}
    assert b"'tiktok/publish/published': 1" in left["said"]


def test_the_database_is_its_owners_alone(left: dict[str, bytes], user: User) -> None:
    assert user.database.stat().st_mode & 0o777 == 0o600


def test_no_secret_is_anywhere(left: dict[str, bytes]) -> None:
    secrets = left["secrets"].decode().splitlines()
    assert len(secrets) >= 6, "two tokens, a verifier, a state, an address and its token"
    places = {name: text for name, text in left.items() if name != "secrets"}
    assert {"tiktok.db", "out.jsonl", "said", "processes"} <= set(places)
    marked = [SECRET, KEY, *secrets]
    found = [(place, one[:8]) for one in marked for place, text in places.items() if holds(text, one)]
    assert found == []
    shapes = rb"(act|rft)\.[\w-]{20}|upload_token|code_verifier|[\w-]{30}(\*|%2A)v(!|%21)\d{4}"
    assert [place for place, text in places.items() if re.search(shapes, text)] == []


def test_the_database_opens_with_the_key_alone(left: dict[str, bytes]) -> None:
    assert b"publish_accounts" in left["tiktok.db"]
    assert any(one.startswith("rft.") for one in left["secrets"].decode().splitlines())


def test_a_spider_that_is_stopped_gives_its_posts_back(left: dict[str, bytes], user: User) -> None:
    user.official.switch(processing_s=3600)
    video = str(user.directory / "video.mp4")
    agreed = ("--privacy", "SELF_ONLY", "--accept-music-terms", "--caption", "stopped", "--no-wait")
    assert user.run("publish", "post", video, *agreed)[0] == 3
    asked = len(user.official.calls("status"))
    process = user.start("crawl", "publish")
    until(
        lambda: len(user.official.calls("status")) > asked or process.poll() is not None,
        120,
        "question for the post",
        every=0.05,
    )
    process.terminate()
    status, _, err = user.end(process)
    assert (status, "Spider closed (shutdown)" in err, "Traceback" in err) == (0, True, False), err
    with sqlite3.connect(user.database) as connection:
        rows = connection.execute("SELECT state, claimed_by FROM publish_posts WHERE caption = 'stopped'")
        assert rows.fetchall() == [("processing", None)]
    connection.close()


def test_webhooks_are_listened_for_until_a_signal(left: dict[str, bytes], user: User) -> None:
    process = user.start("publish", "listen", "--port", "0")
    assert process.stderr is not None
    url = process.stderr.readline().split()[-1]
    made = {"event": "post.publish.complete", "content": {"publish_id": "another"}, "handle": "creator.two"}
    number = user.official.ask("POST", "/webhooks", made)["id"]
    answers = user.official.ask("POST", "/webhooks/deliver", {"url": url, "ids": [number], "times": 2})
    assert [answer["status"] for answer in answers] == [200, 200]
    process.terminate()
    status, _, err = user.end(process)
    assert (status, err.count("no post of the queue has this publish_id")) == (0, 1)


def secrets_in(database: Path) -> list[str]:
    """Return everything that is sealed now."""
    vault, found = Vault.from_key(KEY), []
    with sqlite3.connect(database) as connection:
        for purpose, table in SEALED.items():
            for (sealed,) in connection.execute(f"SELECT sealed FROM {table.name} WHERE sealed IS NOT NULL"):
                found += filter(None, json.loads(vault.decrypt(purpose, sealed)).values())
    connection.close()
    addresses = [one for one in found if one.startswith("http")]
    return [*found, *(parse_qs(urlsplit(one).query)["upload_token"][0] for one in addresses)]


def holds(text: bytes, secret: str) -> bool:
    """Tell whether a secret stands in a text, in whatever form."""
    forms = {secret, quote(secret, safe=""), json.dumps(secret)[1:-1]}
    written = {each.encode() for each in forms} | {base64.b64encode(secret.encode())}
    return any(form in text for form in written)
