"""``/api/user/list/``: followers (``scene`` 67) and followed accounts (21), unsigned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_standin import ids, people, relations, shape_user
from tiktok_standin.listing import whole
from tiktok_standin.relations import Relations
from tiktok_standin.world import hosts_of, json_answer, log_fields, world_of

if TYPE_CHECKING:
    from aiohttp import web

    from tiktok_standin.catalogue import Account
    from tiktok_standin.hosts import Hosts
    from tiktok_standin.world import World

MOST = 30
LOGIN_COOKIE = "sessionid"
_MESSAGES = {
    **people.MESSAGES,
    relations.NOT_LOGGED_IN: "user not login",
    relations.INVALID: "invalid parameter",
}


def of(world: World, account: Account, direction: relations.Direction) -> Relations:
    """Return a list of an account."""
    return Relations(account.user, direction, world.social.born)


async def user_list(request: web.Request) -> web.Response:
    """Answer part of a list: ``minCursor`` is the time of the last member seen, in epoch seconds."""
    query, world = request.query, world_of(request)
    account = world.catalogue.account(query.get("secUid", ""))
    direction = relations.SCENES.get(query.get("scene", ""))
    if direction is None or account is None:
        return _answer(request, relations.INVALID if account else people.NOT_FOUND)
    found, logged_in = of(world, account, direction), LOGIN_COOKIE in request.cookies
    status = relations.status(found, login_share=world.switches.relation_login, logged_in=logged_in)
    return _page(request, found) if status == 0 else _answer(request, status)


def _page(request: web.Request, found: Relations) -> web.Response:
    """Answer a page; some have one less than asked for, and half of the lists end with cursor -1."""
    query, cap = request.query, world_of(request).switches.relation_cap
    listed = min(found.total, cap)
    start = min(found.after(whole(query.get("minCursor"), 0)), listed)
    count = min(MOST, max(1, whole(query.get("count"), MOST)))
    short = count > 1 and ids.number("short list", found.owner.id, start, below=8) == 0
    end = min(listed, start + count - short)
    more = end < listed
    cursor = found.time(end - 1) if end > start else whole(query.get("minCursor"), 0)
    if not more and int(found.owner.id) % 2 == 0:
        cursor = -1
    return _answer(
        request,
        0,
        hasMore=more,
        isTruncated=not more and found.total > cap,
        minCursor=cursor,
        total=found.total,
        userList=[member(found.member(place), hosts_of(request)) for place in range(start, end)],
    )


def _answer(request: web.Request, status: int, **told: Any) -> web.Response:
    message = _MESSAGES.get(status, "")
    envelope = {"hasMore": False, "statusCode": status, "status_code": status, "status_msg": message}
    return json_answer(envelope | log_fields(request) | told)


def member(account: Account, hosts: Hosts) -> dict[str, Any]:
    """Return a member of a list: a user with counters."""
    user = shape_user.author(account.user, hosts, page=False)
    for key in ("UserStoryStatus", "isEmbedBanned"):
        del user[key]
    told = shape_user.author_stats(account)
    exact = {key: str(value) for key, value in _exact(account).items()}
    return {"stats": told, "statsV2": exact, "user": user | {"ttSeller": False}}


def _exact(account: Account) -> dict[str, int]:
    user = account.user
    return {
        "diggCount": user.given_likes,
        "followerCount": user.followers,
        "followingCount": user.following,
        "friendCount": 0,
        "heart": user.hearts,
        "heartCount": user.hearts,
        "videoCount": 0 if user.private else account.video_count,
    }
