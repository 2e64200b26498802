"""What is seen while a post is worked on."""

from __future__ import annotations

import os
import pty
import re
import sys
from typing import TYPE_CHECKING

import pytest

from tests.publish.rig import KEY
from tiktok_spiders.commands.publish_actions.showing import Shown
from tiktok_spiders.publish.context import Progress
from tiktok_spiders.publish.post import NewPost, Post
from tiktok_spiders.publish.posts import PostStore
from tiktok_spiders.store import Store
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

MB = 1_000_000


@pytest.fixture
def post(database: Path) -> Post:
    store = Store.open(f"sqlite:///{database}")
    try:
        made = NewPost(account="me", open_id="o", kind="video", mode="direct", urls=("https://a.example/v",))
        return PostStore(store, Vault.from_key(KEY)).add(made).post
    finally:
        store.close()


def test_lines_where_there_is_no_terminal(post: Post, capsys: pytest.CaptureFixture[str]) -> None:
    with Shown() as shown:
        for done in range(0, 101, 5):
            shown.tell(Progress(post, "bytes", "", done * MB, 100 * MB))
        shown.tell(Progress(post, "warning", "\x1b]0;evil\x07720 × 1280 is advised\r"))
        shown.tell(Progress(post, "waiting", "another process works on this post"))
    lines = capsys.readouterr().err.splitlines()
    assert [re.sub(r" \(.*/s\)", "", line) for line in lines] == [
        "post 1: 25.0 MB of 100.0 MB sent",
        "post 1: 50.0 MB of 100.0 MB sent",
        "post 1: 75.0 MB of 100.0 MB sent",
        "post 1: 100.0 MB of 100.0 MB sent",
        "post 1: warning: 720 × 1280 is advised",
        "post 1: waiting: another process works on this post",
    ]
    assert re.search(r"\([\d.]+ [kMGT]?B/s\)|\(\d+ bytes/s\)", lines[-3])


def test_a_bar_with_a_rate_on_a_terminal(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "110")
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with Shown() as shown:
            for done in (0, 40, 100):
                shown.tell(Progress(post, "bytes", "", done * MB, 100 * MB))
                shown._bar.refresh()
            shown.tell(Progress(post, "creator", "Creator One"))
        written = os.read(ours, 1 << 20).decode()
    os.close(ours)
    assert "100.0/100.0 MB" in written
    assert re.search(r"[\d.]+ [kMGTP]?B/s", written)
    assert "the account is Creator One" in written
