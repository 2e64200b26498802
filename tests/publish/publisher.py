"""A process that posts, drains or refreshes, so that a test can kill it or count its memory.

``python -m tests.publish.publisher JSON`` with ``database``, ``url`` and ``do`` (``post``, ``drain``,
``refresh``, ``idle``), for a post ``file``, ``caption`` and ``key`` as well. It writes JSON: what became of
the posts, and the most memory.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.publish.rig import KEY, settings_for
from tiktok_spiders.publish import media, submit
from tiktok_spiders.publish.context import PublishContext
from tiktok_spiders.publish.drain import drain, run_post
from tiktok_spiders.publish.http import OpenApi
from tiktok_spiders.publish.limits import Limiter
from tiktok_spiders.publish.posts import PostStore
from tiktok_spiders.publish.refresh import fresh_token
from tiktok_spiders.publish.rules import Options
from tiktok_spiders.publish.session import Session
from tiktok_spiders.publish.tokens import TokenStore
from tiktok_spiders.store import Store
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from tiktok_spiders.publish.post import Post

PRIVATE = Options(privacy="SELF_ONLY", music_terms=True)


class Unlimited(Limiter):
    """Many posts in a minute: the stand-in's own limits are set as far."""

    async def acquire(self, bucket: str, who: str, most: int) -> None:
        """Let every call pass."""


class Publisher:
    """What one process works with."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.asked = asked
        self.store = Store.open(asked["database"])
        vault = Vault.from_key(KEY)
        self.tokens = TokenStore(self.store, vault)
        self.api = OpenApi(settings_for(asked["url"]))
        self.posts = PostStore(self.store, vault)
        self.limiter = Unlimited()

    async def run(self) -> list[Post]:
        """Do what is asked."""
        do = {"post": self._post, "drain": self._drain, "refresh": self._refresh, "idle": self._idle}
        try:
            return await do[self.asked["do"]]()
        finally:
            await self.api.aclose()
            self.store.close()

    async def _post(self) -> list[Post]:
        asked, account = self.asked, self.tokens.get()
        path = Path(asked["file"])
        new = submit.video_file(
            account, path, options=PRIVATE, caption=asked.get("caption"), key=asked.get("key"), probe=None
        )
        return [await run_post(self._context(), self.posts.add(new).post.id)]

    async def _drain(self) -> list[Post]:
        return await drain(self._context())

    async def _refresh(self) -> list[Post]:
        if "gate" in self.asked:
            # All at once: each says that it is there, and waits for the last.
            gate = Path(self.asked["gate"])
            (gate / str(os.getpid())).touch()
            while not (gate / "open").exists():
                await asyncio.sleep(0.01)
        await fresh_token(self.api, self.tokens, self.tokens.get().name)
        return []

    async def _idle(self) -> list[Post]:
        media.CONTENT_TYPES.get("mp4")
        return self.posts.newest()

    def _context(self) -> PublishContext:
        return PublishContext(
            posts=self.posts, session=self._session, probe=None, poll_s=0.2, poll_max_s=0.5, wait_s=60
        )

    def _session(self, name: str) -> Session:
        return Session(self.api, self.tokens, self.tokens.get(name), limiter=self.limiter)


def main() -> None:
    """Work and tell."""
    done = asyncio.run(Publisher(json.loads(sys.argv[1])).run())
    told = {
        "posts": [{"id": post.id, "state": post.state, "reason": post.reason} for post in done],
        "peak_kib": _peak_kib(),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def _peak_kib() -> int:
    """Return this process's own peak: what ``getrusage`` tells may be that of its parent."""
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    main()
