"""``/api/creator/item_list/`` and the other lists of an account's posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from tiktok_standin import people, post_orders
from tiktok_standin.binding import bind
from tiktok_standin.cookies import chain_of
from tiktok_standin.world import hosts_of, json_answer, log_fields, world_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aiohttp import web

    from tiktok_standin.catalogue import Account
    from tiktok_standin.hosts import Hosts
    from tiktok_standin.posts import Post

MOST = 15
"""The most items that one page of ``creator/item_list`` gives."""

_DAY = 86_400
_DEVICE_IDS = range(6_500_000_000_000_000_000, 7_900_000_000_000_000_000)
_STATUS = b'"statusCode":0,"status_code":0,"status_msg":""'


def plausible_device(device_id: str) -> bool:
    """Tell whether a ``device_id`` is one that the web would have: 19 digits in the range of recent times."""
    return len(device_id) == 19 and device_id.isdecimal() and int(device_id) in _DEVICE_IDS


def whole(text: str | None, default: int) -> int:
    """Read a parameter as a whole number; anything else counts as absent."""
    try:
        return int(text or default)
    except ValueError:
        return default


def creator_page(account: Account, cursor: int, count: int, lookback: int | None) -> tuple[list[Post], bool]:
    """Return posts at or before a cursor in ms, newest first, and whether older ones exist.

    ``lookback`` is in days: older posts than that before the cursor are not seen by this page.
    """
    moment = cursor // 1000
    end = account.at_or_before(moment)
    start = max(0, end - count)
    if lookback is not None:
        start = max(start, account.at_or_before(moment - lookback * _DAY))
    return account.listed[start:end][::-1], start > 0


async def creator_item_list(request: web.Request) -> web.Response:
    """Answer the unsigned list: inclusive cursor; a bad ``device_id`` gets the first page again."""
    query, world = request.query, world_of(request)
    account = world.catalogue.account(query.get("secUid", ""))
    if account is None or account.user.status_code != people.OK:
        return refusal(request, account)
    never = (1 << 62) * 1000
    cursor = whole(query.get("cursor"), never) if plausible_device(query.get("device_id", "")) else never
    count = min(MOST, max(1, whole(query.get("count"), MOST)))
    if query.get("type") == "0":
        found, more = _oldest_first(account, cursor, count)
    else:
        if cursor == never and account.times:
            cursor = max(account.times[-1], world.catalogue.now) * 1000
        found, more = creator_page(account, cursor, count, world.switches.lookback_days)
    more = more or world.switches.has_more == "always"
    return envelope(request, found, hosts_of(request), b'"hasMorePrevious":%s' % flag(more=more))


def _oldest_first(account: Account, cursor: int, count: int) -> tuple[list[Post], bool]:
    if not account.times:
        return [], False
    newest = account.times[-1] if account.times else 0
    start = 0 if cursor >= newest * 1000 else account.at_or_before(cursor // 1000 - 1)
    return account.listed[start : start + count], start + count < len(account.listed)


async def post_item_list(request: web.Request) -> web.Response:
    """Answer the signed list: latest, popular or oldest first, with pinned posts in front where asked for."""
    query, world = request.query, world_of(request)
    account = world.catalogue.account(query.get("secUid", ""))
    if account is None or account.user.status_code != people.OK:
        return refusal(request, account)
    order = query.get("post_item_list_request_type", "0")
    ordered = post_orders.ordered(account, order)
    start = post_orders.start(ordered, order, whole(query.get("cursor"), 0))
    found = ordered[start : start + min(35, max(1, whole(query.get("count"), 16)))]
    end = start + len(found)
    cursor = post_orders.cursor(ordered, order, end) if found else 0
    if start == 0 and query.get("needPinnedItemIds") == "true":
        pinned = [post for post in reversed(account.listed) if post.pinned]
        found = pinned + [post for post in found if not post.pinned]
    tail = b'"cursor":"%d","hasMore":%s' % (cursor, flag(more=end < len(ordered)))
    return envelope(request, found, hosts_of(request), tail)


async def repost_item_list(request: web.Request) -> web.Response:
    """Answer an account's reposts by offset; an account without any has no ``itemList``."""
    account = world_of(request).catalogue.account(request.query.get("secUid", ""))
    if account is None or not account.user.reposts:
        return refusal(request, account)
    return offset_page(request, account.user.reposts)


def offset_page(request: web.Request, listed: tuple[str, ...]) -> web.Response:
    """Answer part of a list of items that is paged by offset."""
    query = request.query
    start = max(0, whole(query.get("cursor"), 0))
    wanted = listed[start : start + min(30, max(1, whole(query.get("count"), 15)))]
    found = [post for post in map(world_of(request).catalogue.post, wanted) if post is not None]
    end = start + len(wanted)
    tail = b'"cursor":"%d","hasMore":%s' % (end, flag(more=end < len(listed)))
    return envelope(request, found, hosts_of(request), tail)


def envelope(request: web.Request, found: Iterable[Post], hosts: Hosts, tail: bytes = b"") -> web.Response:
    """Join rendered items and the envelope, to which ``tail`` adds members; nothing is encoded twice."""
    listed, world = world_of(request).items.listed, log_fields(request)
    items = b",".join([listed(post, hosts) for post in found])
    if world_of(request).switches.media_of_session and "tt_chain_token" in request.cookies:
        items = bind(items, world_of(request).items.expires, chain_of(request))
    members = b",".join(filter(None, (tail, _members(world), _STATUS)))
    return json_answer(b'{"itemList":[%s],%s}' % (items, members))


def refusal(request: web.Request, account: Account | None) -> web.Response:
    """Answer without ``itemList``: an unknown, closed or hidden list."""
    status = people.NOT_FOUND if account is None else account.user.status_code
    message = people.MESSAGES.get(status, "")
    return json_answer(
        {
            "hasMore": False,
            "hasMorePrevious": status == people.PRIVATE,
            "statusCode": status,
            "status_code": status,
            "status_msg": message,
        }
        | log_fields(request)
    )


def _members(fields: dict[str, object]) -> bytes:
    return msgspec.json.encode(fields)[1:-1]


def flag(*, more: bool) -> bytes:
    """Return a JSON boolean."""
    return b"true" if more else b"false"
