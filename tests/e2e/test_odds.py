"""Scrapy used in its less common ways."""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
from typing import TYPE_CHECKING

from tests.crawling import Crawl

if TYPE_CHECKING:
    from pathlib import Path

    from tests.standin_process import StandinProcess


def test_two_feeds_a_dotenv_and_another_directory(shared_standin: StandinProcess, tmp_path: Path) -> None:
    crawl = Crawl(tmp_path / "elsewhere", shared_standin.url)
    (crawl.directory / ".env").write_text(
        f"TIKTOK_DATABASE_URL=sqlite:///{tmp_path}/of_dotenv.db\nTIKTOK_WEB_URL=http://127.0.0.1:1\n"
    )
    command = crawl.command("user", users="single.sparrow", include="videos")
    at = command.index(f"TIKTOK_DATABASE_URL={crawl.database_url}")
    del command[at - 1 : at + 1]
    where = command.index("-O")
    command[where : where + 2] = ["-O", "out.csv", "-O", "out.jsonl"]
    done = subprocess.run(
        command, cwd=crawl.directory, env=crawl.environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert (tmp_path / "of_dotenv.db").exists()
    assert not (crawl.directory / "tiktok.db").exists()
    records = [json.loads(line) for line in (crawl.directory / "out.jsonl").read_text().splitlines()]
    with (crawl.directory / "out.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["record_type"] for row in rows] == [record["record_type"] for record in records]
    assert {record["record_type"] for record in records} >= {"user", "video", "verdict"}


def test_the_command_line_wins_over_dotenv(shared_standin: StandinProcess, tmp_path: Path) -> None:
    crawl = Crawl(tmp_path, shared_standin.url)
    (tmp_path / ".env").write_text("TIKTOK_DATABASE_URL=sqlite:////nowhere/at/all.db\nTIKTOK_IDENTITIES=0\n")
    crawl.run("user", users="single.sparrow")
    assert crawl.status == 0
    assert crawl.rows("SELECT status FROM verdicts") == [("complete",)]


def test_a_compressed_feed(shared_standin: StandinProcess, tmp_path: Path) -> None:
    crawl = Crawl(tmp_path, shared_standin.url)
    command = crawl.command("user", users="single.sparrow")
    command[command.index("-O") + 1] = "out.jsonl.gz"
    done = subprocess.run(
        command, cwd=tmp_path, env=crawl.environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    lines = gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()).splitlines()
    assert json.loads(lines[-1])["record_type"] == "verdict"
