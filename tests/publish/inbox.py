"""A receiver of webhooks with TikTok's sender in front of it."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tests.publish.rig import APP, SECRET, Rig
from tiktok_spiders.publish.post import NewPost
from tiktok_spiders.publish.receiver import Receiver
from tiktok_spiders.publish.rules import Options
from tiktok_spiders.publish.states import State
from tiktok_spiders.store.publish_tables import publish_webhooks
from tiktok_standin.open_webhooks import signature

if TYPE_CHECKING:
    from tiktok_spiders.publish.opening import Publishing
    from tiktok_spiders.publish.post import Post


URL = "https://static.example.com/video.mp4"


class Inbox:
    """A desk with one post that TikTok processes, and the stand-in's sender in front of its receiver."""

    def __init__(self, rig: Rig, desk: Publishing) -> None:
        self.rig, self.desk, self.official = rig, desk, rig.official
        self.receiver = Receiver(desk)
        self.account = rig.log_in()
        self.url = ""

    async def processing(self, publish_id: str | None = None) -> Post:
        """Begin a pull at TikTok and keep it as the queue does."""
        new = NewPost(
            account="me",
            open_id=self.account.open_id,
            kind="video",
            mode="direct",
            urls=(URL,),
            options=Options(privacy="PUBLIC_TO_EVERYONE", music_terms=True),
        )
        post = self.desk.posts.add(new).post
        body = {
            "post_info": {"privacy_level": "PUBLIC_TO_EVERYONE"},
            "source_info": {"source": "PULL_FROM_URL", "video_url": URL},
        }
        if publish_id is None:
            publish_id = (await self.desk.session("me").call("init_video", body))["publish_id"]
        self.desk.posts.claim(post.id, "test")
        self.desk.posts.move(post.id, State.STARTING)
        self.desk.posts.move(post.id, State.PROCESSING, publish_id=publish_id)
        self.desk.posts.release(post.id, "test")
        return self.now(post)

    def now(self, post: Post) -> Post:
        """Return a post as it is now."""
        found = self.desk.posts.get(post.id)
        assert found is not None
        return found

    def body(self, event: str, *, at: int | None = None, openid: str = "", **content: Any) -> bytes:
        """Return what TikTok would send: the content is text that holds JSON."""
        told = {
            "client_key": APP,
            "event": event,
            "create_time": int(self.desk.clock().timestamp()) if at is None else at,
            "user_openid": openid or self.account.open_id,
            "content": json.dumps(content),
        }
        return json.dumps(told).encode()

    async def send(self, body: bytes, *, age: int = 0, secret: str = SECRET) -> int:
        """Deliver a signed body."""
        moment = int(self.desk.clock().timestamp()) - age
        return await self.receiver.receive(body, {"tiktok-signature": signature(secret, moment, body)})

    def rows(self) -> list[tuple[str, str, str]]:
        """Return event, state and reason of what came."""
        columns = (publish_webhooks.c.event, publish_webhooks.c.state, publish_webhooks.c.reason)
        with self.desk.store.reading() as connection:
            return [tuple(row) for row in connection.execute(sa.select(*columns))]

    def steps(self, post: Post) -> list[str]:
        return [f"{step.new} by {step.actor}" for step in self.desk.posts.history(post.id)]

    async def deliver(self, **how: Any) -> list[int]:
        """Let the stand-in deliver, and return what it was answered."""
        answers = await asyncio.to_thread(
            self.official.ask, "POST", "/webhooks/deliver", how | {"url": self.url}
        )
        return [answer["status"] for answer in answers]
