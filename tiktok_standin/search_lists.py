"""``/api/search/user|item|general/full/`` and the suggestions of ``/api/search/general/preview/``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_standin import counts, places, searches, shape_comment
from tiktok_standin.binding import bind
from tiktok_standin.cookies import chain_of
from tiktok_standin.listing import whole
from tiktok_standin.world import hosts_of, json_answer, log_fields, refused, world_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import web

    from tiktok_standin.catalogue import Account
    from tiktok_standin.hosts import Hosts
    from tiktok_standin.posts import Post

LOGIN_FIRST = 2483
_COOKIES = ("ttwid", "tt_csrf_token", "tt_chain_token")
_USERS_PAGE, _GENERAL_PAGE, _MOST_ITEMS = 10, 12, 20
_CARD_USERS = 3


async def user_full(request: web.Request) -> web.Response:
    """Answer users, ten at a time, in snake_case."""
    if not _admitted(request):
        return _login_first(request)
    if _kept_from(request, "US"):
        return refused()
    found, envelope = _found(request, "users", "cursor", _USERS_PAGE)
    users = [_user_entry(account, hosts_of(request), full=True) for account in found]
    return json_answer(envelope | {"type": 1, "user_list": users, "challenge_list": None, "music_list": None})


async def item_full(request: web.Request) -> web.Response:
    """Answer videos; the key of the list is in snake_case, the items are not."""
    if not _admitted(request):
        return _login_first(request)
    if world_of(request).switches.search_regions and not _kept_from(request, "US"):
        return refused()
    count = min(_MOST_ITEMS, max(1, whole(request.query.get("count"), 12)))
    found, envelope = _found(request, "videos", "offset", count)
    listed = {"item_list": [_item(request, post) for post in found]} if found else {}
    return json_answer(envelope | listed)


async def general_full(request: web.Request) -> web.Response:
    """Answer a mixture: videos, on the first page a card of users, here and there something else."""
    if not _admitted(request):
        return _login_first(request)
    found, envelope = _found(request, "videos", "offset", _GENERAL_PAGE)
    entries: list[dict[str, Any]] = [
        {"type": 1, "item": _item(request, post), "common": {"doc_id_str": post.id}} for post in found
    ]
    start = whole(request.query.get("offset"), 0)
    if entries and start == 0:
        entries.insert(min(2, len(entries)), _card(request))
    elif entries and start // _GENERAL_PAGE % 2:
        entries.insert(1, {"type": 66, "related_word_list": [], "common": {"doc_id_str": "7"}})
    return json_answer(envelope | {"data": entries, "qc": "", "ad_info": {}, "backtrace": ""})


async def preview(request: web.Request) -> web.Response:
    """Answer suggestions to anybody."""
    found = searches.suggestions(request.query.get("keyword", ""))
    listed = [
        {
            "content": text,
            "extra_info": {"is_rich_sug": "0"},
            "pos": None,
            "sug_type": "",
            "word_record": None,
        }
        for text in found
    ]
    body = {"sug_list": listed, "rid": "", "status_code": 0, "status_msg": "", "words_query_record": None}
    return json_answer(body | log_fields(request))


def _admitted(request: web.Request) -> bool:
    return all(request.cookies.get(name) for name in _COOKIES)


def _login_first(request: web.Request) -> web.Response:
    body = {"status_code": LOGIN_FIRST, "status_msg": "Please login first"}
    return json_answer(body | log_fields(request))


def _kept_from(request: web.Request, country: str) -> bool:
    """Tell whether the switch for regions is on and a request comes from a country."""
    return world_of(request).switches.search_regions and places.country_of(request) == country


def _found(
    request: web.Request, kind: str, parameter: str, count: int
) -> tuple[Sequence[Any], dict[str, Any]]:
    """Return a page of results and its envelope, whose ``rid`` names the session to the next request."""
    query, world, log = request.query, world_of(request), log_fields(request)
    keyword = query.get("keyword", "")
    results = shown(request, kind, keyword)
    session = world.social.searches.session(query.get("search_id", ""), log["extra"]["logid"])
    if world.switches.search_order == "unstable":
        results = searches.ordered(results, session)
    start = max(0, whole(query.get(parameter), 0))
    end = start + count
    log["extra"] |= {"search_request_id": "", "api_debug_info": None}
    envelope = log | {
        "status_code": 0,
        "status_msg": "",
        "rid": log["extra"]["logid"],
        "cursor": end,
        "has_more": int(end < len(results)),
        "global_doodle_config": {"feedback_survey": None, "keyword": keyword},
    }
    if not results:
        envelope["search_nil_info"] = nil_info("no_result")
    return results[start:end], envelope


def shown(request: web.Request, kind: str, keyword: str) -> Sequence[Any]:
    """Return all results that a search shows: users or videos."""
    world = world_of(request)
    every = world.social.searches.users(keyword) if kind == "users" else world.social.searches.posts(keyword)
    return every[: world.social.searches.depth(kind, keyword, world.switches.search_depth)]


def nil_info(kind: str) -> dict[str, str]:
    """Return why there are no results."""
    return {"search_nil_type": kind, "search_nil_item": "", "is_load_more": "0", "text_type": "0"}


def _item(request: web.Request, post: Post) -> msgspec.Raw:
    world = world_of(request)
    text = world.items.listed(post, hosts_of(request))
    if world.switches.media_of_session and "tt_chain_token" in request.cookies:
        text = bind(text, world.items.expires, chain_of(request))
    return msgspec.Raw(text)


def _card(request: web.Request) -> dict[str, Any]:
    users = shown(request, "users", request.query.get("keyword", ""))[:_CARD_USERS]
    return {
        "type": 4,
        "user_list": [_user_entry(account, hosts_of(request), full=False) for account in users],
        "has_top_user": 0,
        "view_more": True,
        "card_title": "Users",
        "common": {"doc_id_str": "1"},
    }


def _user_entry(account: Account, hosts: Hosts, *, full: bool) -> dict[str, Any]:
    beside = ("position", "uniqid_position", "effects", "musics", "items", "mix_list", "challenges")
    return {"user_info": _user_info(account, hosts, full=full), **dict.fromkeys(beside)}


def _user_info(account: Account, hosts: Hosts, *, full: bool) -> dict[str, Any]:
    user = account.user
    info = {
        **dict.fromkeys(shape_comment.NULLS),
        **shape_comment.verified_words(user),
        "uid": user.id,
        "nickname": user.nickname,
        "signature": user.signature,
        "avatar_thumb": shape_comment.avatar(user, hosts) | {"width": 720, "height": 720},
        "follow_status": 0,
        "follower_count": counts.rounded(user.followers),
        "total_favorited": user.hearts,
        "unique_id": user.handle,
        "room_id": 0,
        "room_id_str": user.room_id or "0",
        "sec_uid": user.sec_uid,
    }
    return info | ({"aweme_count": account.video_count, "following_count": user.following} if full else {})
