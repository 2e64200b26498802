"""What collected text may do to a terminal: nothing. Under a real one, with everything logged."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import time
import unicodedata
from typing import TYPE_CHECKING

import pytest

from tests.crawling import Crawl

if TYPE_CHECKING:
    from pathlib import Path

    from tests.standin_process import StandinProcess

EVIL = "gar\x1b]0;owned\x07\x1b[31mba\x9b1mge\u202eevil\u2066\x00\x85\x7f!"
OURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
"""What the progress line and the table themselves write: colours and moves of the cursor."""

TITLES_AND_MORE = ("\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x07")


def bad_characters(text: str) -> set[str]:
    """Return control characters, C1 ones included, and marks of direction, line ends and tabs aside."""
    return {
        char
        for char in text
        if (unicodedata.category(char) == "Cc" and char not in "\n\r\t")
        or unicodedata.bidirectional(char) in {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    }


def under_a_terminal(crawl: Crawl, command: list[str]) -> str:
    """Run a crawl with a terminal for stderr; return what was written to it."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, cwd=crawl.directory, env=crawl.environment(), stderr=theirs)
    os.close(theirs)
    written, deadline = b"", time.monotonic() + 60
    while time.monotonic() < deadline:
        if not select.select([ours], [], [], 1)[0]:
            continue
        try:
            data = os.read(ours, 65536)
        except OSError:  # the other side has closed
            break
        written += data
    os.close(ours)
    assert process.wait(60) == 0
    return written.decode("utf-8", "backslashreplace")


def crawl_with_evil_targets(standin: StandinProcess, directory: Path, **settings: object) -> Crawl:
    """Return a crawl of an account whose texts are odd, and a target that is worse. It is not started."""
    chosen = {"LOG_LEVEL": "DEBUG", "TIKTOK_RETRY_TIMES": 1} | settings
    return Crawl(directory, standin.url, settings=chosen)


@pytest.mark.parametrize("progress", ["auto", "on"])
def test_nothing_raw_reaches_a_terminal(
    shared_standin: StandinProcess, tmp_path: Path, progress: str
) -> None:
    shared_standin.set_plan({"kind": "bad_item", "only_target": "odd.captions__", "share": 0.5})
    crawl = crawl_with_evil_targets(shared_standin, tmp_path, TIKTOK_PROGRESS=progress)
    written = under_a_terminal(crawl, crawl.command("user", users=["odd.captions__", EVIL]))
    assert "Was that all? No" in written
    assert "scrapy.core.engine" in written
    for sequence in TITLES_AND_MORE:
        assert sequence not in written
    assert bad_characters(OURS.sub("", written)) == set()
    assert "\x1b[31mba" not in written
    assert {verdict["status"] for verdict in crawl.records("verdict")} == {"complete", "failed"}


def test_nothing_raw_reaches_a_log(shared_standin: StandinProcess, tmp_path: Path) -> None:
    crawl = crawl_with_evil_targets(shared_standin, tmp_path)
    crawl.run("video", videos=["https://www.tiktok.com/@x\x1b[31m/video/\u202e", EVIL])
    assert crawl.status == 0
    assert bad_characters(crawl.stderr) == set()
