"""Work through the queue: every post is one process's, and what one left behind another takes up."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from tiktok_spiders.publish.claim import LostClaimError, is_held, kept
from tiktok_spiders.publish.context import Progress, silent
from tiktok_spiders.publish.states import OPEN, State
from tiktok_spiders.publish.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tiktok_spiders.publish.context import PublishContext
    from tiktok_spiders.publish.post import Post

SHORT_WAIT_S = 90.0
"""A post that may be tried again so soon is waited for, three times."""

SHORT_WAITS = 3

_LOOK_S = 0.5


async def drain(
    context: PublishContext,
    *,
    now: datetime | None = None,
    wait: bool = True,
    on_progress: Callable[[Progress], None] = silent,
) -> list[Post]:
    """Work on all that is due and return each as it stands then; what another process holds is left to it.

    With ``wait``: until TikTok has come to an end with each, or ``wait_s`` is over. All are sent first.
    """
    due = await asyncio.to_thread(context.posts.due, now or context.clock())
    done = {}
    for post in due:
        taken = await _sent(context, post.id, wait=wait, tell=on_progress)
        if taken is not None:
            done[post.id] = taken
    for number, post in done.items():
        if wait and post.state is State.PROCESSING:
            done[number] = await _once(context, number, wait=True, tell=on_progress) or post
    return list(done.values())


async def run_post(
    context: PublishContext,
    post_id: int,
    *,
    wait: bool = True,
    on_progress: Callable[[Progress], None] = silent,
) -> Post:
    """Work on one post, due or not, and return it as it stands then.

    One that another process holds is watched until that process is done with it, if ``wait``.
    """
    waited = 0.0
    while True:
        post = await _sent(context, post_id, wait=wait, tell=on_progress)
        if post is not None and wait and post.state is State.PROCESSING and waited == 0:
            post = await _once(context, post_id, wait=True, tell=on_progress)
        if post is not None:
            return post
        post = await _read(context, post_id)
        held = is_held(post.claimed_by, post.claimed_until, context.clock())
        if post.state not in OPEN or not wait or waited >= context.wait_s:
            return post
        if held:
            on_progress(Progress(post, "waiting", "another process works on this post"))
            await context.sleep(_LOOK_S)
            waited += _LOOK_S


async def _sent(
    context: PublishContext, post_id: int, *, wait: bool, tell: Callable[[Progress], None]
) -> Post | None:
    """Bring a post to where TikTok has it; one that is limited for a moment is tried again after it."""
    post = await _once(context, post_id, wait=False, tell=tell)
    for _ in range(SHORT_WAITS):
        if not wait or post is None or post.state is not State.QUEUED:
            break
        left = (post.due_at - context.clock()).total_seconds()
        if left > SHORT_WAIT_S:
            break
        tell(Progress(post, "waiting", post.reason or ""))
        await context.sleep(max(left, 0.0))
        post = await _once(context, post_id, wait=False, tell=tell)
    return post


async def _once(
    context: PublishContext, post_id: int, *, wait: bool, tell: Callable[[Progress], None]
) -> Post | None:
    """Claim a post, work on it and give it back; None if it is not to be had."""
    post = await asyncio.to_thread(context.posts.claim, post_id, context.owner)
    if post is None:
        return None
    try:
        with suppress(LostClaimError):
            async with kept(lambda: context.posts.renew(post_id, context.owner)):
                await Worker(context, post, tell, wait).run()
    finally:
        await asyncio.shield(asyncio.to_thread(context.posts.release, post_id, context.owner))
    return await _read(context, post_id)


async def _read(context: PublishContext, post_id: int) -> Post:
    post = await asyncio.to_thread(context.posts.get, post_id)
    if post is None:
        raise LookupError(f"there is no post {post_id}")
    return post
