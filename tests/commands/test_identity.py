from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import time
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.settings import Settings

from tests.identities.clock import identity, session
from tiktok_spiders.commands.identity import Command
from tiktok_spiders.commands.identity_actions import export
from tiktok_spiders.identities import health
from tiktok_spiders.identities.shelf import Shelf
from tiktok_spiders.proxies import pool_of
from tiktok_spiders.store import Store
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.standin_process import StandinProcess

ROOT = Path(__file__).parents[2]
KEY = "a-key-of-this-test-that-is-long-enough-0123456789"
OTHER = "another-key-of-this-test-long-enough-0123456789"
PROXY = "http://someone:MARK-password@127.0.0.1:9"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/s.db"


@pytest.fixture
def shelf(url: str) -> Iterator[Shelf]:
    store = Store.open(url)
    yield Shelf(store, Vault.from_key(KEY))
    store.close()


@pytest.fixture
def run(url, tmp_path, monkeypatch, capsys):
    """Run the command as Scrapy does; return exit status, standard output and error."""
    monkeypatch.chdir(tmp_path)

    def _run(*argv: str, stdin: str = "", command: type = Command, **settings: Any) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", stdin if isinstance(stdin, io.StringIO) else io.StringIO(stdin))
        made = command()
        made.settings = Settings({"TIKTOK_DATABASE_URL": url, "TIKTOK_SECRET_KEY": KEY, **settings})
        parser = ArgumentParser(conflict_handler="resolve")
        made.add_options(parser)
        opts, args = parser.parse_known_args(argv)
        made.process_options(args, opts)
        made.run(args, opts)
        return made.exitcode, *capsys.readouterr()

    return _run


def fill(shelf: Shelf) -> None:
    used = identity("d0", country="DE", proxy=pool_of(Settings({"TIKTOK_PROXIES": PROXY})).all()[0].name)
    used.take_token("MARK-token")
    for second, outcome in enumerate(["ok", "empty", "captcha"]):
        health.note(used, "videos", outcome, used.born + 3600 * (second + 1))
    shelf.save([used, session("MARKED", ends=time.time() + 86_400)])
    shelf.let_go()


def test_the_table_shows_no_secret(run, shelf: Shelf) -> None:
    fill(shelf)
    status, out, err = run("list", TIKTOK_PROXIES=PROXY)
    rows = [line.split("\t") for line in out.splitlines()]
    assert (status, err) == (0, "")
    (used,) = (row for row in rows if row[2] == "invented")
    assert used[3] == "64%"
    assert used[5:8] == ["3", "1", "2 h"]
    assert used[9:] == ["DE", "http://***@127.0.0.1:9", "captcha", "free"]
    (mine,) = (row for row in rows if row[2] == "given")
    assert mine[1] == "MARKED (login)"
    assert mine[8].endswith(" d")
    for secret in ("MARK-", "secret-", "1|MARK"):
        assert secret not in out


def test_json(run, shelf: Shelf) -> None:
    fill(shelf)
    status, out, _ = run("list", "--json", TIKTOK_PROXIES="http://broken")
    lines = {line["source"]: line for line in map(json.loads, out.splitlines())}
    assert status == 0
    assert lines["invented"]["half_life_s"] == round(0.69315 * 10800)
    assert lines["invented"]["proxy"].startswith("p-")
    assert lines["given"]["logged_in"] is True
    assert "MARK-" not in out
    assert "secret-" not in out


def test_a_terminal_gets_a_table(run, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(shelf)
    Shelf(shelf._store, Vault.from_key(KEY)).save([identity("d1", cool_until=9e9)])
    Shelf(shelf._store, Vault.from_key(OTHER)).save([identity("d2")])
    screen = Terminal()
    monkeypatch.setenv("COLUMNS", "300")
    with monkeypatch.context() as terminal:
        terminal.setattr(sys, "stdout", screen)
        status, *_ = run("list")
    assert status == 0
    assert "half-life" in screen.getvalue()
    assert "no key opens it" in screen.getvalue()
    assert "rests" in screen.getvalue()
    assert "MARK-" not in screen.getvalue()


def test_add_a_session_from_a_file_or_from_standard_input(run, shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("sessionid=MARK; ttwid=x")
    assert run("add", "--cookies", "mine.txt") == (0, "added given-mine, logged in\n", "")
    assert run("add", "--cookies", "-", "--name", "a guest", stdin="ttwid=x")[1] == "added given-a-guest\n"
    assert run("add", "--cookies", "-", stdin="ttwid=x")[1] == "added given-session\n"
    found = {row.name: row.identity for row in shelf.read()}
    assert found["given-mine"].jar.value("sessionid") == "MARK"
    assert run("retire", "mine")[1] == "retired given-mine\n"
    assert run("add", "--cookies", "mine.txt")[0] == 0
    assert {row.name for row in shelf.read()} == set(found)


def test_add_a_token(run, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = "MARK" * 30
    status, out, _ = run("add", "--ms-token", "-", stdin=f"{token}\n")
    assert (status, "MARK" in out) == (0, False)
    monkeypatch.setattr("tiktok_spiders.commands.identity_actions.add.getpass", lambda prompt: token)
    assert run("add", "--ms-token", "-", stdin=Terminal())[0] == 0
    (tmp_path / "token").write_text(token)
    assert run("add", "--ms-token", "token")[0] == 0
    assert [row.identity.ms_token for row in shelf.read()] == [token] * 3
    assert all(row.identity.token_given for row in shelf.read())


@pytest.mark.parametrize(
    ("argv", "stdin", "status", "words"),
    [
        (["add", "--ms-token", "MARK" * 30], "", 2, "there is no such file"),
        (["add", "--ms-token", "-"], "MARK short", 2, "this is no msToken"),
        (["add", "--cookies", "-"], "MARK", 2, "neither of"),
        (["add", "--cookies", "binary"], "", 2, "not UTF-8"),
        (["retire", "nobody"], "", 2, "there is no identity nobody"),
        (["export", "x"], "", 2, "there are 0 identities"),
        (["mint", "0"], "", 2, "1 to 1000"),
        (["check", "nobody"], "", 2, "there is no identity nobody"),
        ([], "", 2, "say what to do"),
        (["list", "MARK"], "", 2, "takes no 1 further"),
    ],
)
def test_refusals_quote_no_secret(run, tmp_path: Path, argv, stdin, status, words) -> None:  # noqa: PLR0917
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    found = run(*argv, stdin=stdin)
    assert found[:2] == (status, "")
    assert words in found[2]
    assert "MARK" not in found[2]
    assert len(found[2].splitlines()) == 1


def test_without_a_key_it_says_how_to_make_one(run) -> None:
    status, _, err = run("list", TIKTOK_SECRET_KEY=None)
    assert status == 2
    assert "token_urlsafe" in err


def test_a_store_that_cannot_be_opened(run) -> None:
    status, _, err = run("list", TIKTOK_DATABASE_URL="sqlite:////nowhere/x.db")
    assert status == 1
    assert "no directory" in err


def test_an_option_that_is_unknown_ends_with_2(run, capsys) -> None:
    with pytest.raises(SystemExit) as caught:
        run("mint", "many")
    assert caught.value.code == 2
    assert "invalid int value" in capsys.readouterr().err


def test_one_that_a_crawl_works_with_is_left_alone(run, shelf: Shelf) -> None:
    shelf.save([session("mine")])
    status, _, err = run("add", "--cookies", "-", "--name", "mine", stdin="ttwid=x")
    assert status == 1
    assert "a crawl works with given-mine now" in err
    assert run("check") == (1, "", "given-mine: not checked, a crawl works with it\n")


def test_check_of_nobody(run) -> None:
    assert run("check") == (0, "", "")


@pytest.mark.parametrize("form", ["netscape", "json", "header", "storage-state"])
def test_export_writes_what_add_reads_and_nobody_else_may(
    run, shelf: Shelf, tmp_path: Path, form: str
) -> None:
    fill(shelf)
    path = tmp_path / "out.txt"
    path.write_text("old")
    path.chmod(0o644)
    status, out, _ = run("export", "out.txt", "--name", "MARKED", "--format", form, "--yes")
    assert (status, out) == (0, "2 cookies of given-MARKED -> out.txt\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(tmp_path.glob(".out*"))
    assert run("add", "--cookies", "out.txt", "--name", "again")[0] == 0
    (again,) = (row.identity for row in shelf.read() if row.name == "given-again")
    assert again.jar.value("sessionid") == "secret-MARKED"


def test_export_asks_first(run, shelf: Shelf, tmp_path: Path) -> None:
    shelf.save([session("mine")])
    status, out, err = run("export", "x")
    assert (status, out) == (2, "")
    assert "--yes" in err
    status, out, err = run("export", "x", stdin=Terminal("n\n"))
    assert (status, out) == (1, "")
    assert "an account that is logged in" in err
    assert not (tmp_path / "x").exists()
    assert run("export", "x", stdin=Terminal("yes\n"))[0] == 0
    assert "replaces the file" in run("export", "x", stdin=Terminal("\n"))[2]


def test_an_export_that_fails_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(OSError, match="directory"):
        export.write_private(tmp_path / "x", "cookies")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_rotate_key(run, shelf: Shelf) -> None:
    rotate = import_module("tiktok_spiders.commands.rotate-key").Command
    fill(shelf)
    done = run(command=rotate, TIKTOK_SECRET_KEY=f"{OTHER},{KEY}")
    assert done == (0, "identities: 2 encrypted with the first key\n", "")
    status, out, err = run(command=rotate)
    assert (status, out) == (1, "identities: 0 encrypted with the first key\n")
    assert err.startswith("identities: 2 that no key of TIKTOK_SECRET_KEY opens")
    assert run("more", command=rotate)[0] == 2
    assert run(command=rotate, TIKTOK_SECRET_KEY="weak")[0] == 2
    assert run(command=rotate, TIKTOK_DATABASE_URL="sqlite:////nowhere/x.db")[0] == 1
    assert run("check", TIKTOK_SECRET_KEY=KEY) == (
        1,
        "",
        "".join(f"{row.name}: not checked, no key opens it\n" for row in shelf.read()),
    )


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
