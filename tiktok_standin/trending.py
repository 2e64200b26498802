"""``/api/recommend/item_list/`` and ``/api/favorite/item_list/``: lists of other people's posts."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tiktok_standin import signed
from tiktok_standin.listing import envelope, flag, offset_page, refusal, whole
from tiktok_standin.world import hosts_of, json_answer, log_fields, world_of

if TYPE_CHECKING:
    from aiohttp import web

MOST = 30
LIMIT = 10404


async def recommend_item_list(request: web.Request) -> web.Response:
    """Answer a fresh batch each time, without a cursor; chance may repeat a post of an earlier one."""
    world = world_of(request)
    if _used_up(request):
        body = {"statusCode": LIMIT, "status_code": LIMIT, "status_msg": "recommend limit", "hasMore": False}
        return json_answer(body | log_fields(request))
    count = min(MOST, max(1, whole(request.query.get("count"), MOST)))
    dice = random.Random(f"trending-{world.catalogue.seed}-{world.next_serial()}")
    found = world.catalogue.sample(dice, count)
    return envelope(request, found, hosts_of(request), b'"hasMore":%s' % flag(more=True))


def _used_up(request: web.Request) -> bool:
    """Count a visitor's batches and tell whether they are more than the switch allows."""
    world = world_of(request)
    visitor = world.visitors.of(request)
    if visitor is None:
        return False
    visitor.batches += 1
    return 0 < world.switches.recommend_batches < visitor.batches


async def favorite_item_list(request: web.Request) -> web.Response:
    """Answer what an account liked; without an ``itemList`` unless its profile says ``openFavorite``."""
    world = world_of(request)
    if world.switches.favorite_signed and (fault := signed.request_fault(request)):
        return signed.refuse(request, fault)
    account = world.catalogue.account(request.query.get("secUid", ""))
    if account is None or not account.user.open_favorite:
        return refusal(request, account)
    return offset_page(request, account.user.likes)
