"""A queue with an account, as a test works with it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.publish import claim, media, submit
from tiktok_spiders.publish.caps import Caps
from tiktok_spiders.publish.claim import new_owner
from tiktok_spiders.publish.context import Progress, PublishContext
from tiktok_spiders.publish.drain import run_post
from tiktok_spiders.publish.posts import PostStore
from tiktok_spiders.publish.rules import Options
from tiktok_spiders.publish.session import Session
from tiktok_spiders.store.publish_tables import publish_posts

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publish.rig import Rig
    from tiktok_spiders.publish.post import Post
    from tiktok_spiders.publish.states import State

INITS = ("video.init", "inbox.init", "content.init")
PRIVATE = Options(privacy="SELF_ONLY", music_terms=True)
PUBLIC = Options(privacy="PUBLIC_TO_EVERYONE", music_terms=True)
DEAD = f"{claim.machine()}/{2**22 - 1}/1.00/feed"
"""The owner of a claim: a process of this machine that has ended."""


class Desk:
    """Queue, context and stand-in. Its clock goes on as the queue sleeps, here and at the stand-in."""

    def __init__(self, rig: Rig, **grant: Any) -> None:
        self.rig, self.official = rig, rig.official
        self.posts = PostStore(rig.store, rig.vault, rig.clock)
        self.account = rig.log_in(**grant)
        self.told: list[Progress] = []
        self.slept: list[float] = []
        self.skips_time = True

    def context(self, **values: Any) -> PublishContext:
        """Return a context of a process of its own."""
        made: dict[str, Any] = {"probe": media.probe, "wait_s": 60, "owner": new_owner(), **values}
        return PublishContext(
            posts=self.posts, session=self.session, clock=self.rig.clock, sleep=self.sleep, **made
        )

    def session(self, name: str) -> Session:
        """Return an account's calls."""
        rig = self.rig
        caps = Caps(rig.store, clock=rig.clock)
        return Session(rig.api, rig.tokens, rig.tokens.get(name), limiter=rig.limiter, caps=caps)

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.slept.append(seconds)
        if self.skips_time:
            await asyncio.to_thread(self.rig.later, self.rig.clock.offset.total_seconds() + seconds)

    def add(self, path: Path, *, options: Options = PRIVATE, probe: Any = media.probe, **values: Any) -> Post:
        """Queue a file."""
        new = submit.video_file(self.account, path, options=options, probe=probe, **values)
        return self.posts.add(new).post

    async def post(self, path: Path, *, wait: bool = True, **values: Any) -> Post:
        """Queue a file and work on it, as the command does."""
        return await self.run(self.add(path, **values), wait=wait)

    async def run(self, post: Post, *, wait: bool = True, **values: Any) -> Post:
        """Work on a post."""
        return await run_post(self.context(**values), post.id, wait=wait, on_progress=self.told.append)

    def inits(self) -> int:
        """Return how many inits came."""
        return sum(len(self.official.calls(kind)) for kind in INITS)

    def puts(self) -> list[dict[str, Any]]:
        """Return the log of chunks."""
        return self.official.calls("upload")

    def steps(self, post: Post) -> list[str]:
        """Return the states that a post went through."""
        return [str(step.new) for step in self.posts.history(post.id)]


def strand(desk: Desk, post_id: int, state: State, **columns: object) -> None:
    """Leave a post as a process that was killed would."""
    until = desk.rig.clock() + timedelta(minutes=1)
    values = {"state": state, "claimed_by": DEAD, "claimed_until": until, **columns}
    with desk.rig.store.engine.begin() as connection:
        connection.execute(sa.update(publish_posts).where(publish_posts.c.id == post_id).values(**values))
