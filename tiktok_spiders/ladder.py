"""The ladder: for each resource its endpoints in order of preference, each with what carries it.

This table is the one place to change when TikTok changes what works.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scrapy import Request

from tiktok_spiders.endpoints.comments import COMMENT_LIST, COMMENT_REPLY, RELATED_ITEM_LIST, SUBTITLE
from tiktok_spiders.endpoints.feeds import EXPLORE_ITEM_LIST, RECOMMEND_ITEM_LIST
from tiktok_spiders.endpoints.hashtags import (
    CHALLENGE_DETAIL,
    CHALLENGE_ITEM_LIST,
    HASHTAG_PAGE,
    MUSIC_DETAIL,
    MUSIC_ITEM_LIST,
    SOUND_PAGE,
)
from tiktok_spiders.endpoints.links import SHORT_LINK
from tiktok_spiders.endpoints.relations import (
    COLLECTION_ITEM_LIST,
    COLLECTION_LIST,
    FOLLOWERS,
    FOLLOWING,
    LIVE_PAGE,
    LIVE_ROOM,
    MIX_ITEM_LIST,
    USER_PLAYLIST,
)
from tiktok_spiders.endpoints.search import SEARCH_GENERAL, SEARCH_ITEM, SEARCH_PREVIEW, SEARCH_USER
from tiktok_spiders.endpoints.shop import (
    PRODUCT_PAGE,
    REVIEWS_OWN,
    REVIEWS_POST,
    SHOP_CATEGORY_MORE,
    SHOP_CATEGORY_PAGE,
    SHOP_HOME_MORE,
    SHOP_HOME_PAGE,
    SHOP_SEARCH_MORE,
    SHOP_SEARCH_PAGE,
    SHOP_STORE_MORE,
    SHOP_STORE_PAGE,
)
from tiktok_spiders.endpoints.users import (
    CREATOR_ITEM_LIST,
    FAVORITE_ITEM_LIST,
    POST_ITEM_LIST,
    POST_OLDEST,
    POST_POPULAR,
    REPOST_ITEM_LIST,
    USER_DETAIL,
    USER_PAGE,
)
from tiktok_spiders.endpoints.videos import ITEM_DETAIL, VIDEO_EMBED, VIDEO_OEMBED, VIDEO_PAGE, VIDEO_REFLOW
from tiktok_spiders.items.listed import listed_type
from tiktok_spiders.urls import Origins

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tiktok_spiders.config import Config
    from tiktok_spiders.endpoints.base import Endpoint
    from tiktok_spiders.items.common import Record


@dataclass(frozen=True, slots=True)
class Rung:
    """One endpoint over one transport."""

    endpoint: Endpoint
    transport: str = "http"


LADDER: dict[str, tuple[Rung, ...]] = {
    "profile": (Rung(USER_PAGE), Rung(USER_DETAIL, "browser")),
    "videos": (Rung(CREATOR_ITEM_LIST), Rung(POST_ITEM_LIST, "browser")),
    "videos_popular": (Rung(POST_POPULAR, "browser"),),
    "videos_oldest": (Rung(POST_OLDEST, "browser"),),
    "reposts": (Rung(REPOST_ITEM_LIST), Rung(REPOST_ITEM_LIST, "browser")),
    "liked": (Rung(FAVORITE_ITEM_LIST), Rung(FAVORITE_ITEM_LIST, "browser")),
    "video": (
        Rung(VIDEO_PAGE),
        Rung(VIDEO_REFLOW),
        Rung(ITEM_DETAIL, "browser"),
        Rung(VIDEO_EMBED),
        Rung(VIDEO_OEMBED),
    ),
    "comments": (Rung(COMMENT_LIST, "browser"),),
    "replies": (Rung(COMMENT_REPLY, "browser"),),
    "related": (Rung(RELATED_ITEM_LIST, "browser"),),
    "followers": (Rung(FOLLOWERS), Rung(FOLLOWERS, "browser")),
    "following": (Rung(FOLLOWING), Rung(FOLLOWING, "browser")),
    "playlists": (Rung(USER_PLAYLIST), Rung(USER_PLAYLIST, "browser")),
    "playlist_videos": (Rung(MIX_ITEM_LIST), Rung(MIX_ITEM_LIST, "browser")),
    "collections": (Rung(COLLECTION_LIST, "browser"),),
    "collection_videos": (Rung(COLLECTION_ITEM_LIST), Rung(COLLECTION_ITEM_LIST, "browser")),
    "live": (Rung(LIVE_ROOM), Rung(LIVE_PAGE), Rung(LIVE_ROOM, "browser")),
    "hashtag": (Rung(HASHTAG_PAGE), Rung(CHALLENGE_DETAIL, "browser")),
    "hashtag_videos": (Rung(CHALLENGE_ITEM_LIST, "browser"),),
    "sound": (Rung(SOUND_PAGE), Rung(MUSIC_DETAIL, "browser")),
    "sound_videos": (Rung(MUSIC_ITEM_LIST, "browser"),),
    "trending": (Rung(RECOMMEND_ITEM_LIST, "browser"),),
    "explore": (Rung(EXPLORE_ITEM_LIST), Rung(EXPLORE_ITEM_LIST, "browser")),
    "search_videos": (Rung(SEARCH_ITEM, "browser"), Rung(SEARCH_GENERAL, "browser")),
    "search_users": (Rung(SEARCH_USER, "browser"),),
    "suggestions": (Rung(SEARCH_PREVIEW), Rung(SEARCH_PREVIEW, "browser")),
    "product": (Rung(PRODUCT_PAGE), Rung(PRODUCT_PAGE, "browser")),
    "reviews": (Rung(REVIEWS_POST, "browser"), Rung(REVIEWS_OWN, "browser")),
    "shop_search_page": (Rung(SHOP_SEARCH_PAGE), Rung(SHOP_SEARCH_PAGE, "browser")),
    "shop_search": (Rung(SHOP_SEARCH_MORE, "browser"),),
    "shop_category_page": (Rung(SHOP_CATEGORY_PAGE), Rung(SHOP_CATEGORY_PAGE, "browser")),
    "shop_category": (Rung(SHOP_CATEGORY_MORE, "browser"),),
    "shop_store_page": (Rung(SHOP_STORE_PAGE), Rung(SHOP_STORE_PAGE, "browser")),
    "shop_store": (Rung(SHOP_STORE_MORE, "browser"),),
    "shop_trending_page": (Rung(SHOP_HOME_PAGE), Rung(SHOP_HOME_PAGE, "browser")),
    "shop_trending": (Rung(SHOP_HOME_MORE, "browser"),),
    "subtitle": (Rung(SUBTITLE),),
    "short_link": (Rung(SHORT_LINK),),
}
"""Resource to rungs. Below all of them is the store, where ``TIKTOK_STORE_FALLBACK`` allows it.

A video's desktop page tells most, its mobile page cuts captions, its embed is thin, and oEmbed tells little
more than that it is alive.

Reviews are posted for from inside whatever Shop page is open: some 30 ms for a page of 20. The product's own
page asks for the same in the same order; opening it takes more than a second for each product, but needs
nothing that we know of its calls, so it comes second. Lists of products go by their own page alone: the
tokens in their cursors are each visit's own.
"""


@dataclass(frozen=True, slots=True)
class Member:
    """Tells the members of a resource's list from what comes along with them."""

    record_type: str
    keeps: Callable[[Any], bool] = lambda _record: True

    def __call__(self, record: Record) -> bool:
        """Tell whether a record is a member."""
        return record.record_type == self.record_type and self.keeps(record)


_KEEPS: dict[str, Callable[[Any], bool]] = {
    "comments": lambda comment: comment.parent_comment_id is None,
}
"""Resources that list some records of their type only, and which."""


def member_of(resource: str) -> Member:
    """Return what tells the members of a resource's list."""
    record_type = listed_type(resource)
    keeps = _KEEPS.get(resource)
    return Member(record_type, keeps) if keeps else Member(record_type)


KEPT = (
    "resource",
    "args",
    "target",
    "section",
    "listing",
    "identity",
    "requests",
    "outcomes",
    "bytes",
    "missing",
    "refusal",
)
"""What a request's meta hands down to the next rung."""


def origins_of(config: Config) -> Origins:
    """Return where requests go, by the settings."""
    return Origins(web=config.web_url, shop=config.shop_url, webcast=config.webcast_url)


def rung_of(meta: Mapping[str, Any]) -> Rung:
    """Return the rung that a request of ``ladder_request`` is on."""
    resource, rung = str(meta["resource"]), int(meta["rung"])
    return LADDER[resource][rung]


def next_rung(meta: Mapping[str, Any], allows: Callable[[Rung], bool] = lambda _rung: True) -> int | None:
    """Return the place of the next rung below that is allowed; None when there is none."""
    rungs, here = LADDER[str(meta["resource"])], int(meta["rung"])
    below = range(here + 1, len(rungs))
    return next((place for place in below if allows(rungs[place])), None)


def ladder_request(
    meta: Mapping[str, Any],
    rung: int,
    origins: Origins,
    *,
    callback: Callable[..., Any] | None,
    errback: Callable[..., Any] | None,
    priority: int = 0,
) -> Request:
    """Build the request for one rung.

    ``meta``: ``resource`` and ``args`` say what is wanted; ``target`` and ``section`` whose answer it is. All
    values are JSON values, so that a request can be stored and read again.
    """
    chosen = LADDER[meta["resource"]][rung]
    address = chosen.endpoint.address(origins, meta["args"])
    kept = {key: meta[key] for key in KEPT if key in meta}
    extra = {
        "rung": rung,
        "endpoint": chosen.endpoint.name,
        "transport": chosen.transport,
        "address": address,
        "signed": chosen.endpoint.signed,
        **({"dont_redirect": True} if chosen.endpoint.kind == "redirect" else {}),
    }
    if chosen.transport == "browser":
        extra |= _in_browser(chosen.endpoint, origins, meta["args"])
    body = chosen.endpoint.body
    return Request(
        address,
        method=_method(chosen.endpoint),
        body=body(meta["args"]) if body else b"",
        headers={"Content-Type": "application/json"} if body else None,
        callback=callback,
        errback=errback,
        priority=priority,
        meta={**kept, **extra},
    )


def _method(endpoint: Endpoint) -> str:
    if endpoint.kind == "redirect":
        return "HEAD"
    return "POST" if endpoint.body else "GET"


def _in_browser(endpoint: Endpoint, origins: Origins, args: Mapping[str, str]) -> dict[str, Any]:
    """Return what the browser transport has to know: which page to open, and what to wait for there."""
    meta: dict[str, Any] = {}
    if endpoint.opens is not None:
        meta["page_url"] = endpoint.opens(origins, args)
    if endpoint.own_call is not None:
        match = endpoint.own_match(args) if endpoint.own_match else {}
        meta |= {"browser_mode": "intercept", "intercept": endpoint.own_call, "intercept_match": match}
    return meta
