"""Pages and endpoints of hashtags and sounds: headers, and ranked lists that end at a cap."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tiktok_standin import counts, ids, shape_topic
from tiktok_standin.listing import envelope, flag, whole
from tiktok_standin.pages import ROOT, state_page
from tiktok_standin.topics import Topic
from tiktok_standin.world import hosts_of, json_answer, log_fields, world_of

if TYPE_CHECKING:
    from aiohttp import web

MOST = 35
_MESSAGES = {
    10203: "music doesn't exist",
    10205: "challenge doesn't exist",
    10209: "challenge is in the black list",
    10211: "challenge is sensitive",
    10212: "challenge has been taken down",
    10218: "music has been taken down",
    10219: "music has no copyright in this region",
}


async def hashtag_page(request: web.Request) -> web.Response:
    """Answer ``/tag/{name}``: the header in the state or, by the switch, only in what a reader sees."""
    world, name = world_of(request), request.match_info["name"].lower()
    found = world.social.topics.hashtag(name)
    canonical = f"{ROOT}/tag/{quote(name)}"
    if world.switches.tag_scope == "absent":
        return state_page(request, canonical, {}, shown=_shown(found, name, world.switches.topic_cap))
    info = hashtag_header(request, found)
    detail = {**info, "shareMeta": _share_meta(found)} if isinstance(found, Topic) else info
    return state_page(request, canonical, {"webapp.challenge-detail": detail})


def _share_meta(topic: Topic) -> dict[str, str]:
    return {"title": f"#{topic.key} Hashtag Videos on TikTok", "desc": shape_topic.description(topic.key)}


def _shown(found: Topic | int, name: str, bound: int) -> str:
    if not isinstance(found, Topic):
        return "<p>Couldn't find this hashtag</p>"
    videos = counts.compact(counts.rounded(found.video_count(bound))).upper()
    return (
        f'<div><h1 data-e2e="challenge-title">#{html.escape(name)}</h1>'
        f'<h2 data-e2e="challenge-vvcount" title="posts ">{videos} videos</h2>'
        f'<div data-e2e="challenge-desc"><p>{html.escape(shape_topic.description(name))}</p></div></div>'
    )


def hashtag_header(request: web.Request, found: Topic | int) -> dict[str, Any]:
    """Return the header of a hashtag as page and endpoint tell it, or why it is not told."""
    if not isinstance(found, Topic):
        return {"statusCode": found, "statusMsg": _MESSAGES[found]}
    info = shape_topic.challenge_info(found, hosts_of(request), world_of(request).switches.topic_cap)
    return {"challengeInfo": info, "statusCode": 0, "statusMsg": ""}


async def sound_page(request: web.Request) -> web.Response:
    """Answer ``/music/{slug}-{id}``, whatever the slug."""
    slug, _, sound_id = request.match_info["slug"].rpartition("-")
    found = world_of(request).social.topics.sound(sound_id)
    canonical = f"{ROOT}/music/{quote(slug)}-{sound_id}"
    return state_page(request, canonical, {"webapp.music-detail": sound_header(request, found)})


def sound_header(request: web.Request, found: Topic | int) -> dict[str, Any]:
    """Return the header of a sound as page and endpoint tell it, or why it is not told."""
    if not isinstance(found, Topic):
        return {"statusCode": found, "statusMsg": _MESSAGES[found]}
    world = world_of(request)
    info = shape_topic.music_info(found, world.catalogue, hosts_of(request), world.switches.topic_cap)
    return {"musicInfo": info, "statusCode": 0, "statusMsg": ""}


async def challenge_detail(request: web.Request) -> web.Response:
    """Answer ``/api/challenge/detail/`` by name or id."""
    query, topics = request.query, world_of(request).social.topics
    name = query.get("challengeName", "")
    found = topics.hashtag(name, hashtag_id=query.get("challengeId", ""))
    return _api(request, hashtag_header(request, found))


async def music_detail(request: web.Request) -> web.Response:
    """Answer ``/api/music/detail/`` by id."""
    found = world_of(request).social.topics.sound(request.query.get("musicId", ""))
    return _api(request, sound_header(request, found))


def _api(request: web.Request, body: dict[str, Any]) -> web.Response:
    told = {"status_code": body["statusCode"], "status_msg": body["statusMsg"]}
    return json_answer(body | told | log_fields(request))


async def challenge_item_list(request: web.Request) -> web.Response:
    """Answer a hashtag's ranked list by ``challengeID``."""
    topics = world_of(request).social.topics
    return _page(request, topics.hashtag(hashtag_id=request.query.get("challengeID", "")))


async def music_item_list(request: web.Request) -> web.Response:
    """Answer a sound's ranked list by ``musicID``."""
    return _page(request, world_of(request).social.topics.sound(request.query.get("musicID", "")))


def _page(request: web.Request, found: Topic | int) -> web.Response:
    """Answer part of a list by offset; a list of nothing has no ``itemList``.

    Some pages begin with the last post of the page before, as ranked lists do when ranks move.
    """
    if not isinstance(found, Topic) or not found.ranked:
        end = {"hasMore": False, "cursor": "0", "statusCode": 0, "status_code": 0, "status_msg": ""}
        return json_answer(end | log_fields(request))
    query, posts = request.query, found.shown(world_of(request).switches.topic_cap)
    start = max(0, whole(query.get("cursor"), 0))
    end_ = start + min(MOST, max(1, whole(query.get("count"), 30)))
    again = start > 0 and ids.number("again", found.key, start, below=5) == 0
    tail = b'"cursor":"%d","hasMore":%s' % (min(end_, len(posts)), flag(more=end_ < len(posts)))
    return envelope(request, posts[start - again : end_], hosts_of(request), tail)
