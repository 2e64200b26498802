"""What TikTok says of a post, and what becomes of the post by it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tiktok_spiders.publish import codes, posting
from tiktok_spiders.publish.errors import LimitedError, RefusedError, UnavailableError
from tiktok_spiders.publish.states import MOVES, State

if TYPE_CHECKING:
    from tiktok_spiders.publish.context import PublishContext
    from tiktok_spiders.publish.post import Post
    from tiktok_spiders.publish.posting import PostStatus
    from tiktok_spiders.publish.session import Session

ASKED_ABOUT = frozenset({State.UPLOADING, State.PROCESSING, State.INBOX, State.PUBLISHED})
"""States in which TikTok may know more than the queue, if there is a publish_id."""

_GROWTH = 1.5
_STATES = {posting.COMPLETE: State.PUBLISHED, posting.IN_INBOX: State.INBOX}


async def follow(context: PublishContext, session: Session, post: Post, *, owner: str, wait: bool) -> Post:
    """Ask for a post's status until it is at its end, or the wait is over: then it is still processing.

    Without ``wait`` once. Raises ``AuthError`` when the account's login is lost meanwhile.
    """
    pause, waited = context.poll_s, 0.0
    while True:
        post = await _ask(context, session, post, owner)
        if post.state is not State.PROCESSING or not wait or waited >= context.wait_s:
            return post
        await context.sleep(pause)
        waited += pause
        pause = min(pause * _GROWTH, context.poll_max_s)


async def look(context: PublishContext, post: Post) -> Post:
    """Ask TikTok once about a post and write down what is new: a draft posted, an id given later."""
    if post.publish_id is None or post.state not in ASKED_ABOUT:
        return post
    found = await posting.status(context.session(post.account), post.publish_id)
    return await apply(context, post, found)


async def apply(context: PublishContext, post: Post, found: PostStatus, *, owner: str | None = None) -> Post:
    """Write down what a status says, as far as the post's state leads there."""
    state, reason = _meaning(found)
    if state is None or (state is not post.state and state not in MOVES[post.state]):
        return post
    columns: dict[str, Any] = {"post_ids": list(found.post_ids)} if found.post_ids else {}
    if state is post.state and not columns:
        return post
    return await asyncio.to_thread(
        context.posts.move, post.id, state, reason=reason, owner=owner, actor="status", **columns
    )


async def _ask(context: PublishContext, session: Session, post: Post, owner: str) -> Post:
    try:
        found = await posting.status(session, str(post.publish_id))
    except LimitedError as error:
        await context.sleep(min(error.wait_s, context.poll_max_s))
        return post
    except UnavailableError:
        return post
    except RefusedError as error:
        # TikTok took the bytes and no longer tells what it made of them.
        return await asyncio.to_thread(
            context.posts.move, post.id, State.UNKNOWN, reason=str(error), owner=owner
        )
    return await apply(context, post, found, owner=owner)


def _meaning(found: PostStatus) -> tuple[State | None, str | None]:
    if found.status == posting.FAILED:
        return codes.end_of(found.fail_reason)
    return _STATES.get(found.status), None
