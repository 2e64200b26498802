"""What a complete crawl of each list across accounts should give, below ``/_standin/truth/{kind}/{key}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from tiktok_standin import categories, searches, truth_lists, truth_people
from tiktok_standin.world import json_answer, world_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_standin.world import World

Truth = dict[str, Any]


def routes() -> list[web.RouteDef]:
    """Return the control routes: truth by kind and key, and the keys there are."""
    return [
        web.get("/_standin/truth/{kind}/{key:.+}", _truth),
        web.get("/_standin/hashtags", _hashtags),
        web.get("/_standin/sounds", _sounds),
        web.get("/_standin/queries", _queries),
        web.get("/_standin/categories", _categories),
    ]


async def _truth(request: web.Request) -> web.Response:
    tell = KINDS.get(request.match_info["kind"])
    if tell is None:
        return json_answer({"error": "no such kind", "kinds": sorted(KINDS)}, status=404)
    return json_answer(tell(world_of(request), request.match_info["key"]))


async def _hashtags(request: web.Request) -> web.Response:
    return json_answer({topic.key: len(topic.ranked) for topic in world_of(request).social.topics.hashtags()})


async def _sounds(request: web.Request) -> web.Response:
    return json_answer({topic.key: len(topic.ranked) for topic in world_of(request).social.topics.sounds()})


async def _categories(_request: web.Request) -> web.Response:
    return json_answer({str(number): name for number, name in categories.NAMES.items()})


async def _queries(request: web.Request) -> web.Response:
    found = world_of(request).social.searches
    return json_answer(
        {
            query: {"videos": len(found.posts(query)), "users": len(found.users(query))}
            for query in searches.QUERIES
        }
    )


KINDS: dict[str, Callable[[World, str], Truth]] = {
    "hashtag": truth_lists.hashtag,
    "sound": truth_lists.sound,
    "comments": truth_people.comments_of,
    "category": truth_lists.category,
    "related": truth_lists.related,
    "playlists": truth_lists.made_by("playlist"),
    "collections": truth_lists.made_by("collection"),
    "playlist": truth_lists.playlist,
    "live": truth_lists.live_room,
    "subtitles": truth_lists.subtitles_of,
    "search_users": truth_people.users_found,
    "search_videos": truth_lists.videos_found,
    "suggestions": truth_lists.suggestions,
    "followers": truth_people.relations_of("follower"),
    "following": truth_people.relations_of("following"),
}
