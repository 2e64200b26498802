from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from tiktok_spiders.commands import demo
from tiktok_spiders.commands.demo import Command
from tiktok_spiders.demo.directory import prepare
from tiktok_spiders.demo.failure import DemoError
from tiktok_spiders.demo.tour import PRODUCTS, USERS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run the command with a tour that does what ``outcome`` says; return status and arguments."""

    def _run(*argv, outcome=None):
        taken = []

        class FakeTour:
            def __init__(self, directory, users, say):
                taken.append((directory, users))
                say("hello")

            def run(self):
                if outcome is not None:
                    raise outcome

        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(demo, "Tour", FakeTour)
        command = Command()
        command.settings = Settings()
        parser = ArgumentParser(conflict_handler="resolve")
        command.add_options(parser)
        opts, args = parser.parse_known_args(argv)
        command.run(args, opts)
        return command.exitcode, taken

    return _run


def test_defaults(run, capsys, tmp_path):
    assert run() == (0, [(Path("demo"), 3)])
    assert (tmp_path / "demo").is_dir()
    assert capsys.readouterr().out == "hello\n"


def test_a_failed_step(run, capsys):
    assert run("--users", "1", outcome=DemoError("scrapy crawl ended"))[0] == 1
    assert capsys.readouterr().err == "demo: scrapy crawl ended\n"


def test_interrupted(run):
    assert run(outcome=KeyboardInterrupt())[0] == 130


def test_terminated(run, monkeypatch):
    before = signal.getsignal(signal.SIGTERM)

    class TerminatedError(DemoError):
        def __init__(self):
            signal.raise_signal(signal.SIGTERM)

    assert run(outcome=TerminatedError)[0] == 130
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_directory_with_other_files(run, tmp_path, capsys):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.tex").write_text("")
    assert run("--dir", "thesis") == (1, [])
    assert "--force" in capsys.readouterr().err
    assert run("--dir", "thesis", "--force")[0] == 0


@pytest.mark.parametrize("argv", [["now"], ["--users", "0"], ["--users", str(len(USERS) + 1)]])
def test_usage(run, argv):
    with pytest.raises(UsageError):
        run(*argv)


def test_help():
    assert "stand-in" in Command().short_desc()
    assert "--users" in Command().syntax()


@pytest.mark.slow
def test_the_whole_demo(tmp_path):
    """As a second run: what an earlier demo left is replaced."""
    prepare(tmp_path / "demo", force=False)
    (tmp_path / "demo" / "tiktok.db").write_text("not a database")
    environ = {**os.environ, "TIKTOK_DATABASE_URL": "postgresql://nobody@nowhere/none"}
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "demo", "--users", "2", "--dir", str(tmp_path / "demo")],
        cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made = tmp_path / "demo"
    videos = [json.loads(line) for line in (made / "videos.jsonl").read_text().splitlines()]
    users = [json.loads(line) for line in (made / "users.jsonl").read_text().splitlines()]
    with (made / "videos.csv").open(newline="") as table:
        assert len(list(csv.DictReader(table))) == len(videos)
    assert len(videos) == 18 + 24
    assert set(USERS[:2]) <= {user["unique_id"] for user in users}
    assert f"{len(videos)} rows" in done.stdout
    assert '"record_type": "video"' in done.stdout
    products = [json.loads(line) for line in (made / "products.jsonl").read_text().splitlines()]
    assert [product["product_id"] for product in products] == sorted(PRODUCTS)
    assert "Was that all? Yes" in done.stderr
