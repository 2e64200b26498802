"""``scrapy serve`` says in one line where it listens, or why it does not."""

from __future__ import annotations

import os
import signal
import socket
import sys
from argparse import ArgumentTypeError
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.commands import running
from tests.launching import launch
from tiktok_spiders.api.access.keys import KeyStore
from tiktok_spiders.api.access.rules import Rules
from tiktok_spiders.api.server import listen, shown
from tiktok_spiders.commands.serve import Command, _port, is_loopback
from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.launching import Process


ROOT = Path(__file__).parent.parent.parent.parent


@contextmanager
def _serving(folder: Path, url: str, **environment: str) -> Iterator[tuple[Process, str]]:
    """Start the command as a user does; give the process and the first line that it prints."""
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SCRAPY_SETTINGS_MODULE": "tiktok_spiders.settings",
        "TIKTOK_DATABASE_URL": url,
        "TIKTOK_API_FOLDER": str(folder / "api"),
        "TIKTOK_API_LIVE_WORKERS": "0",
        **environment,
    }
    command = [sys.executable, "-m", "scrapy", "serve", "--port", "0"]
    process = launch(command, cwd=folder, env=env, stderr=True)
    try:
        assert process.stderr is not None
        yield process, process.stderr.readline()
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=30)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_and_ends_well(tmp_path, url, number) -> None:
    with _serving(tmp_path, url) as (process, line):
        told, _, address = line.strip().partition(" ")
        assert told == "serving"
        answer = httpx.get(f"{address}/openapi.json")
        assert answer.status_code == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "server" not in answer.headers
        process.send_signal(number)
        assert process.wait(30) == 0


def test_a_head_that_is_no_http_is_refused(tmp_path, url) -> None:
    with _serving(tmp_path, url) as (_, line):
        port = int(line.strip().rpartition(":")[2])
        for head in (b"GET / HTTP/1.1\r\nX: " + b"a" * 200_000, b"nonsense\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
                connection.sendall(head)
                assert connection.recv(4096).startswith(b"HTTP/1.1 4")


@pytest.fixture
def run(url, tmp_path, capsys) -> Callable[..., tuple[int, str]]:
    """Run the command in this process, as far as it gets; return exit status and standard error."""

    def _run(*argv: str, **settings: Any) -> tuple[int, str]:
        known = {
            "TIKTOK_DATABASE_URL": url,
            "TIKTOK_API_FOLDER": str(tmp_path / "api"),
            "LOG_LEVEL": "CRITICAL",
            "LOG_FORMAT": "%(message)s",
        }
        return running.run(Command, argv, known | settings), capsys.readouterr().err

    return _run


@pytest.fixture(autouse=True)
def _no_logging(monkeypatch) -> None:
    monkeypatch.setattr("tiktok_spiders.commands.serve.log_to_stderr", lambda _: None)


def test_a_port_that_is_taken(run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        status, err = run("--port", str(port))
    assert (status, err.count("\n")) == (2, 1)
    assert str(port) in err
    assert "in use" in err


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"TIKTOK_API_MAX_BODY": "1"}, "TIKTOK_API_MAX_BODY"),
        ({"TIKTOK_API_KEYS": "MARK"}, "TIKTOK_API_KEYS"),
        ({"TIKTOK_API_HOST": "no such host"}, "TIKTOK_API_HOST"),
        ({"TIKTOK_API_HOST": "192.0.2.1", "TIKTOK_API_PORT": "0"}, "192.0.2.1"),
    ],
)
def test_a_bad_setting_is_one_line(run, settings, message) -> None:
    status, err = run(**settings)
    assert (status, err.count("\n")) == (2, 1)
    assert message in err
    assert "MARK" not in err


def test_others_reach_it_with_a_key_alone(run) -> None:
    status, err = run("--host", "0.0.0.0", "--port", "0")
    assert (status, err.count("\n")) == (2, 1)
    assert "scrapy key add" in err


@pytest.mark.parametrize("kind", ["table", "environment"])
def test_with_a_key_it_listens_to_others(run, store, monkeypatch, kind) -> None:
    if kind == "table":
        KeyStore(store, Rules.from_config(Config())).add("alice", "free", ("read",))
    served = []
    monkeypatch.setattr(
        "tiktok_spiders.api.server.run", lambda _app, bound, _say: served.append(shown(bound))
    )
    keys = {"TIKTOK_API_KEYS": "k" * 20} if kind == "environment" else {}
    assert run("--host", "0.0.0.0", "--port", "0", **keys) == (0, "")
    assert served[0].startswith("http://0.0.0.0:")


def test_a_store_that_cannot_be_opened(run) -> None:
    status, err = run("--port", "0", TIKTOK_DATABASE_URL="sqlite:////nowhere/x.db")
    assert status == 1
    assert err.splitlines()[-1].startswith("scrapy serve: ")
    assert "no directory" in err


@pytest.mark.parametrize("text", ["-1", "65536", "http"])
def test_ports_that_are_none(text) -> None:
    with pytest.raises(ArgumentTypeError):
        _port(text)


def test_which_addresses_are_this_machine_alone() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.1.2.3", "::1", "localhost")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "10.0.0.1", "example.org", "localhost.example")))


def test_addresses_of_ipv6_are_shown_as_browsers_take_them() -> None:
    try:
        bound = listen("::1", 0)
    except ConfigError:
        pytest.skip("this machine has no IPv6")
    with bound:
        assert shown(bound) == f"http://[::1]:{bound.getsockname()[1]}"
