"""Kill a process that posts, and let the same command go on."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.crawling import ROOT
from tests.launching import launch
from tests.publish.rig import APP, KEY, tokens_of
from tests.waiting import until
from tiktok_spiders.publish.posts import PostStore
from tiktok_spiders.publish.states import State
from tiktok_spiders.publish.tokens import TokenStore
from tiktok_spiders.store import Store
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path
    from random import Random

    from tests.launching import Process
    from tests.publish.open_control import OpenControl
    from tiktok_spiders.publish.post import Post

INITS = ("video.init", "inbox.init", "content.init")
_LONGEST_S = 60.0
_LOOK_S = 0.002


@dataclass
class Office:
    """A database with one account, and processes that work on it."""

    official: OpenControl
    home: Path

    def __post_init__(self) -> None:
        self.database = f"sqlite:///{self.home}/office.db"
        self.store = Store.open(self.database)
        vault = Vault.from_key(KEY)
        self.posts = PostStore(self.store, vault)
        self.tokens = TokenStore(self.store, vault)
        self.official.switch(
            init_per_min=10_000, creator_info_per_min=10_000, status_per_min=10_000, posts_per_day=10_000
        )

    def log_in(self, now: datetime) -> None:
        """Keep the account ``me``, as if its tokens had been given at ``now``."""
        self.tokens.save("me", APP, tokens_of(self.official.grant(client_key=APP), now))

    def start(self, do: str, **asked: Any) -> Process:
        """Start a process."""
        line = json.dumps({"database": self.database, "url": self.official.url, "do": do, **asked})
        command = [sys.executable, "-m", "tests.publish.publisher", line]
        return launch(command, cwd=ROOT, env=os.environ, stdout=True, stderr=True)

    def finish(self, process: Process) -> dict[str, Any]:
        """Wait for a process and return what it told."""
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, (err or "")[-2000:]
        told: dict[str, Any] = json.loads(out or "")
        return told

    def ended(self, process: Process) -> int:
        """Wait for a process and return its exit status."""
        process.communicate(timeout=300)
        return process.wait()

    def post(self, **asked: Any) -> dict[str, Any]:
        """Post and return what became of it."""
        (post,) = self.finish(self.start("post", **asked))["posts"]
        return dict(post)

    def begun(self, caption: str) -> Post | None:
        """Return the post of a caption once the answer to its init is kept."""
        posts = self.posts.newest(State.UPLOADING, State.PROCESSING, State.PUBLISHED)
        return next((post for post in posts if post.caption == caption), None)

    def truths(self, caption: str) -> list[dict[str, Any]]:
        """Return what the stand-in has of a caption: one an init."""
        return [post for post in self.official.posts() if post["caption"] == caption]

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()


class Kill(NamedTuple):
    """What a kill met."""

    was_alive: bool
    """False for a process that had ended by itself before."""

    noted: int
    """Bytes that the database said were stored."""


def kill_after_init(office: Office, path: Path, caption: str, random: Random, span_s: float) -> Kill:
    """Kill a post at a random moment after the init's answer was kept."""
    process = office.start("post", file=str(path), caption=caption)
    _until(lambda: office.begun(caption), process)
    time.sleep(random.random() * span_s)  # the moment is to be any, not the end of a step
    was_alive = process.poll() is None
    _kill(process)
    post = office.begun(caption)
    return Kill(was_alive, post.uploaded_bytes if post else -1)


def kill_in_init(office: Office, path: Path, caption: str) -> None:
    """Kill a post after TikTok took its init and before the answer is kept."""
    office.official.faults({"kind": "late", "where": "video.init", "seconds": 5})
    process = office.start("post", file=str(path), caption=caption)
    _until(lambda: office.truths(caption), process)
    _kill(process)
    office.official.faults()


def _until(reached: Callable[[], object], process: Process) -> None:
    until(lambda: process.poll() is not None or reached(), _LONGEST_S, "such a step", every=_LOOK_S)
    if process.poll() is not None:
        raise AssertionError(f"never came so far: {(process.communicate()[1] or '')[-2000:]}")


def _kill(process: Process) -> None:
    process.kill()
    process.communicate()
