"""Posts: which there are, how far each is, and that one is not wanted any more."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.concurrency import run_in_threadpool

from tiktok_spiders.api.errors import told
from tiktok_spiders.api.publishing.asking import ERRORS, PREFIX, TAGS, Publisher
from tiktok_spiders.api.publishing.models import AccountName, PostOut, PostsOut, PostWithHistory
from tiktok_spiders.api.publishing.owning import post_of, scope_of
from tiktok_spiders.api.publishing.part import Given, Part
from tiktok_spiders.api.publishing.shown import post_out, steps_out
from tiktok_spiders.api.publishing.trouble import answering
from tiktok_spiders.publish import polling, resolve
from tiktok_spiders.publish.post import Post
from tiktok_spiders.publish.states import State

ROUTER = APIRouter(prefix=PREFIX, tags=TAGS, responses=ERRORS)

Number = Annotated[int, Path(ge=1, le=2**63 - 1, description="Number of the post.")]


@ROUTER.get("/posts", response_model=PostsOut)
def posts(  # noqa: PLR0917 - parameters of the query
    who: Publisher,
    part: Given,
    state: Annotated[State | None, Query()] = None,
    account: Annotated[AccountName | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> PostsOut:
    """List posts of the key's accounts, the newest first; with the scope `admin` all."""
    states = () if state is None else (state,)
    queue, owner = part.desk.posts, scope_of(who)
    found = queue.newest(*states, account=account, owner=owner, limit=limit, offset=offset)
    total = queue.count(*states, account=account, owner=owner)
    return PostsOut(
        posts=[post_out(post, part.spool.folder) for post in found],
        total=total,
        limit=limit,
        offset=offset,
        has_more=offset + len(found) < total,
    )


@ROUTER.get("/posts/{number}", response_model=PostWithHistory, responses=told(404, 409))
async def post(
    who: Publisher,
    part: Given,
    number: Number,
    refresh: Annotated[bool, Query(description="Ask TikTok first what is new of it.")] = False,  # noqa: FBT002
) -> PostWithHistory:
    """Tell how far a post is, and what it went through."""
    found = await run_in_threadpool(post_of, part.desk, who, number)
    if refresh:
        with answering():
            found = await part.ask(polling.look(part.desk.context(), found))
    return await run_in_threadpool(_with_history, part, found)


@ROUTER.post("/posts/{number}/cancel", response_model=PostOut, responses=told(404, 409))
async def cancel_post(who: Publisher, part: Given, number: Number) -> PostOut:
    """Drop a post that waits, or have TikTok drop what it still fetches."""
    return await _cancelled(part, await run_in_threadpool(post_of, part.desk, who, number))


@ROUTER.delete("/posts/{number}", response_model=PostOut, responses=told(404, 409))
async def delete_post(who: Publisher, part: Given, number: Number) -> PostOut:
    """Do as `cancel`: a post that TikTok has is deleted in TikTok's app only."""
    return await _cancelled(part, await run_in_threadpool(post_of, part.desk, who, number))


async def _cancelled(part: Part, found: Post) -> PostOut:
    with answering():
        done = await part.ask(resolve.cancel(part.desk.context(), found))
    if done.file is not None and done.state is State.CANCELLED:
        await run_in_threadpool(part.spool.remove, done.file.path)
    return post_out(done, part.spool.folder)


def _with_history(part: Part, found: Post) -> PostWithHistory:
    steps = steps_out(found, part.desk.posts.history(found.id), part.spool.folder)
    return PostWithHistory(**post_out(found, part.spool.folder).model_dump(), history=steps)
