"""A person's word on a post: what became of one that nobody knows of, and that one is not wanted any more."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tiktok_spiders.publish import posting
from tiktok_spiders.publish.errors import RefusedError
from tiktok_spiders.publish.polling import look
from tiktok_spiders.publish.states import State

if TYPE_CHECKING:
    from tiktok_spiders.publish.context import PublishContext
    from tiktok_spiders.publish.post import Post
    from tiktok_spiders.publish.posts import PostStore

_WHY_NOT = {
    State.CLAIMED: "a process is about to send it; wait until that is done",
    State.STARTING: "TikTok is being asked to begin it",
    State.UPLOADING: "TikTok cancels pulls from an address only; an unfinished upload ends by itself",
    State.PUBLISHED: "it is on the account: delete it in the app",
    State.INBOX: "it is in the creator's inbox: discard it in the app",
    State.UNKNOWN: "nobody knows whether it was posted: look, then resolve it",
    State.CANCELLED: "it is cancelled already",
    State.FAILED: "it has failed already",
}


def resolve(posts: PostStore, post: Post, *, posted: bool) -> Post:
    """Say what became of a post in state ``unknown``: it is at its end, or waits to be posted anew.

    Raises ``RefusedError`` for a post in any other state.
    """
    if post.state is not State.UNKNOWN:
        raise RefusedError(
            f"post {post.id} is {post.state}", code="not_unknown", remedy="only an unknown one is resolved"
        )
    if posted:
        return posts.move(post.id, post.end, reason="resolved: it was posted")
    return posts.move(post.id, State.QUEUED, reason="resolved: it was not posted")


async def cancel(context: PublishContext, post: Post) -> Post:
    """Drop a post that waits; have TikTok drop a pull that is under way. Raises ``RefusedError`` else."""
    if post.state is State.QUEUED:
        return await asyncio.to_thread(
            context.posts.move, post.id, State.CANCELLED, reason="cancelled before its time"
        )
    if post.state is State.PROCESSING and post.source == "url":
        return await _cancel_pull(context, post)
    raise RefusedError(
        f"post {post.id} is {post.state}",
        code="not_cancellable",
        remedy=_WHY_NOT.get(post.state, "TikTok cancels pulls from an address only, and this is a file"),
    )


async def _cancel_pull(context: PublishContext, post: Post) -> Post:
    await posting.cancel(context.session(post.account), str(post.publish_id))
    for _ in range(3):
        post = await look(context, post)
        if post.state is not State.PROCESSING:
            return post
        await context.sleep(context.poll_s)
    return post
