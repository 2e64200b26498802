"""A run full of marked secrets, browser included: none is to be found in anything that it shows or leaves."""

from __future__ import annotations

import base64
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import psutil
import psycopg
import pytest

from tests.crawling import Crawl
from tests.standin_process import StandinProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres_server import PostgresServer

VIDEOS = 40
MARKS = {
    "ms token": "MARKmsToken" + "a" * 137,
    "second ms token": "MARKmsTwo" + "b" * 139,
    "login cookie": "MARKsessionid0123456789abcdef",
    "login guard": "MARKsidguard%7C0123",
    "guest cookie": "MARKguestttwid",
    "proxy password": "MARK p:w/@#?%ä",
    "proxy user": "MARKuser@host",
    "webshare key": "MARKwebsharekey0123456789",
    "secret key": "MARKsecretkey-0123456789-0123456789-0123456789",
    "database password": "MARKdatabaseword",
}
COOKIES = """# Netscape HTTP Cookie File
.tiktok.com\tTRUE\t/\tTRUE\t{expires}\tsessionid\t{login cookie}
.tiktok.com\tTRUE\t/\tTRUE\t{expires}\tsid_guard\t{login guard}
"""
GUEST = "ttwid={guest cookie}; msToken={second ms token}"
EXPIRES = 4_102_444_800


@dataclass
class MarkedCrawl(Crawl):
    """A crawl at DEBUG level whose secrets are in the environment and in files, as a user has them."""

    secrets: dict[str, str] = field(default_factory=dict)
    webshare: str = ""

    def _settings(self) -> dict[str, Any]:
        given = super()._settings()
        for name in ("TIKTOK_WEB_URL", "TIKTOK_DATABASE_URL"):
            del given[name]
        browser = {"TIKTOK_BROWSER": "chromium", "TIKTOK_IDENTITIES": 3}
        return given | browser | {"LOG_LEVEL": "DEBUG", "TIKTOK_WEBSHARE_URL": self.webshare}

    def environment(self) -> dict[str, str]:
        own = {"TMPDIR": str(self.directory / "t"), "TIKTOK_DATABASE_URL": self.database_url}
        return super().environment() | own | self.secrets


def forms(secret: str) -> set[bytes]:
    """Return how a secret may be written."""
    found = {secret, quote(secret, safe=""), quote(secret), json.dumps(secret)[1:-1], repr(secret)[1:-1]}
    return {each.encode() for each in found} | {base64.b64encode(secret.encode())}


@pytest.fixture(scope="module")
def site() -> Iterator[StandinProcess]:
    """A TikTok behind proxies, whose unsigned list is withheld, and which takes any token."""
    login = f"{MARKS['proxy user']}:{MARKS['proxy password']}"
    with StandinProcess(
        "--users", "2", "--bulk", str(VIDEOS), "--proxies", "2", "--proxy-auth", login
    ) as standin:
        standin.set_switches(tokens="off")
        standin.set_plan({"kind": "empty", "where": "creator/item_list", "after": 3})
        yield standin


@pytest.fixture(scope="module")
def webshare(site: StandinProcess) -> Iterator[str]:
    """Webshare's list of one proxy; it asks for the marked key."""
    listed = {
        "id": "d-1", "username": MARKS["proxy user"], "password": MARKS["proxy password"],
        "proxy_address": "127.0.0.1", "port": urlsplit(site.proxies[1]).port, "valid": True,
        "country_code": "DE", "city_name": "Berlin", "created_at": "2024-01-01T00:00:00+00:00",
    }  # fmt: skip

    class Service(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.headers.get("Authorization") == f"Token {MARKS['webshare key']}"
            body = json.dumps({"results": [listed], "next": None, "count": 1}).encode()
            self.send_response(200 if known else 401)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/api/v2"
        server.shutdown()
        thread.join()


def marked(home: Path, site: StandinProcess, webshare: str, database: str) -> MarkedCrawl:
    (home / "t").mkdir(parents=True)
    files = {"login.txt": COOKIES, "guest.txt": GUEST}
    inputs = home.parent / f"{home.name}-inputs"
    inputs.mkdir()
    for name, text in files.items():
        (inputs / name).write_text(text.format(expires=EXPIRES, **MARKS))
    secrets = {
        "TIKTOK_MS_TOKENS": MARKS["ms token"],
        "TIKTOK_COOKIES_FILE": ",".join(str(inputs / name) for name in files),
        "TIKTOK_PROXIES": site.proxies[0],
        "WEBSHARE_API_KEY": MARKS["webshare key"],
        "TIKTOK_SECRET_KEY": MARKS["secret key"],
        "SSL_CERT_FILE": site.ca,
    }
    return MarkedCrawl(home, "", database, secrets=secrets, webshare=webshare)


def run_watched(crawl: MarkedCrawl, site: StandinProcess) -> set[str]:
    """Crawl; return all command lines of the machine, and the environments of browsers, meanwhile."""
    seen: set[str] = set()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            for process in psutil.process_iter():
                try:
                    command = " ".join(process.cmdline())
                    if command not in seen and "--user-data-dir" in command:
                        seen.add(repr(process.environ()))
                    if "tiktok_standin" not in command:  # started with the proxies' password by this test
                        seen.add(command)
                except psutil.Error:
                    continue
            done.wait(0.05)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        crawl.run("user", timeout=120, users=site.handles(), include="videos,reposts,liked", raw="true")
    finally:
        done.set()
        watcher.join()
    return seen


def postgres_dump(url: str) -> bytes:
    """Return all rows of all tables as text."""
    found = []
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            found += [str(row) for row in connection.execute(f'SELECT * FROM "{table}"').fetchall()]
            # a row writes bytes as escapes
            found += [
                cell.decode("latin-1")
                for row in connection.execute(f'SELECT * FROM "{table}"').fetchall()
                for cell in row
                if isinstance(cell, bytes)
            ]
    assert len(found) > VIDEOS
    return "\n".join(found).encode()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def left(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    site: StandinProcess,
    webshare: str,
) -> dict[str, bytes]:
    """What a run shows and leaves, by where it was found."""
    home = tmp_path_factory.mktemp("s") / request.param
    site.clear_log()
    database = ""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        database = server.create_database().replace("tiktok@", f"tiktok:{MARKS['database password']}@")
    crawl = marked(home, site, webshare, database)
    processes = run_watched(crawl, site)
    assert crawl.status == 0, crawl.stderr[-3000:]
    assert "post/item_list" in {entry["endpoint"] for entry in site.log()}, "no browser took part"
    exits = {entry["exit"] for entry in site.log()}
    assert exits == {"exit-1", "exit-2"}
    assert any("--user-data-dir" in command for command in processes)
    found = {
        path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()
    }
    found |= {"stderr": crawl.stderr.encode(), "processes": "\n".join(processes).encode()}
    if database:
        found["database"] = postgres_dump(database)
    tokens = [parse_qs(entry["query"]).get("msToken", [""])[0] for entry in site.log()]
    return {**found, "tokens": "\n".join(filter(None, set(tokens))).encode()}


def test_the_run_was_marked(left: dict[str, bytes]) -> None:
    assert MARKS["ms token"].encode() in left["tokens"], "the given token was never used"
    assert left["out.jsonl"]
    assert b"DEBUG" in left["stderr"]
    assert b"'tiktok/requests'" in left["stderr"]


@pytest.mark.parametrize("name", MARKS)
def test_no_secret_is_found(left: dict[str, bytes], name: str) -> None:
    places = [place for place in left if place != "tokens"]
    assert [place for place in places for form in forms(MARKS[name]) if form in left[place]] == []


def test_no_token_of_tiktok_is_found(left: dict[str, bytes]) -> None:
    tokens = left["tokens"].splitlines()
    assert len(tokens) > 1
    places = [place for place in left if place != "tokens"]
    assert [place for place in places for token in tokens if token in left[place]] == []


def test_nothing_stays_in_the_temporary_directory(left: dict[str, bytes]) -> None:
    assert [place for place in left if place.startswith("t/")] == []
