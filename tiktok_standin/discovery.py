"""Lists that have no end of their own: the categories of ``/explore``, and what is related to a video."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tiktok_standin import pages, posts
from tiktok_standin.listing import envelope, whole
from tiktok_standin.pools import related
from tiktok_standin.world import hosts_of, json_answer, log_fields, world_of

if TYPE_CHECKING:
    from aiohttp import web

MOST = 30
INVALID = 10201


async def explore_item_list(request: web.Request) -> web.Response:
    """Answer a batch of a category: neither cursor nor ``hasMore``, and batches repeat each other's posts."""
    query, world = request.query, world_of(request)
    pool = world.social.pools.of(whole(query.get("categoryType"), 0))
    if not pool:
        return _nothing(request, INVALID, "invalid parameter")
    dice = random.Random(f"explore-{world.catalogue.seed}-{world.next_serial()}")
    count = min(MOST, max(1, whole(query.get("count"), 16)), len(pool))
    return envelope(request, dice.sample(pool, count), hosts_of(request))


async def related_item_list(request: web.Request) -> web.Response:
    """Answer what is related to the video ``itemID``: one page, the same each time."""
    world = world_of(request)
    post = world.catalogue.post(request.query.get("itemID", ""))
    if post is None or pages.item_status(world, post) != posts.OK:
        return _nothing(request, posts.MISSING, posts.MESSAGES[posts.MISSING])
    return envelope(request, related(world.social.pools, post), hosts_of(request))


def _nothing(request: web.Request, status: int, message: str) -> web.Response:
    body = {"statusCode": status, "status_code": status, "status_msg": message}
    return json_answer(body | log_fields(request))
