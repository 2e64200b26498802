"""What a complete crawl of each list across accounts should give, below ``/_standin/truth/{kind}/{key}``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tiktok_standin import (
    captions,
    categories,
    items,
    live,
    pages,
    people,
    pools,
    posts,
    relation_lists,
    relations,
    searches,
    shape_comment,
    shape_topic,
    subtitles,
)
from tiktok_standin.topics import Topic
from tiktok_standin.world import json_answer, world_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tiktok_standin.comments import Comment
    from tiktok_standin.playlists import Playlist
    from tiktok_standin.posts import Post
    from tiktok_standin.relations import Direction
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


def listed(posts: Iterable[Post]) -> Truth:
    """Return posts as every truth of a list tells them: ids in order, and all that is true by id."""
    found = list(posts)
    return {"ids": [post.id for post in found], "posts": {post.id: asdict(post) for post in found}}


def _hashtag(world: World, key: str) -> Truth:
    found = world.social.topics.hashtag(key)
    if not isinstance(found, Topic):
        return {"status_code": found}
    about = {
        "hashtag_id": captions.hashtag_id(found.key),
        "name": found.key,
        "description": shape_topic.description(found.key),
        "is_commerce": shape_topic.is_commerce(found.key),
        "split_title": shape_topic.split_title(found.key),
    }
    return about | _topic(world, found)


def _sound(world: World, key: str) -> Truth:
    found = world.social.topics.sound(key)
    if not isinstance(found, Topic):
        return {"status_code": found}
    owner = shape_topic.sound_owner(found, world.catalogue)
    facts = shape_topic.sound_facts(found, owner)
    about = {"sound_id": key, "owner": None if owner is None else owner.handle, **facts}
    return about | _topic(world, found)


def _topic(world: World, topic: Topic) -> Truth:
    bound = world.switches.topic_cap
    return {
        "status_code": 0,
        "video_count": topic.video_count(bound),
        "view_count": topic.view_count(bound),
        "uses": len(topic.ranked),
        "cap": topic.cap(bound),
        "capped": len(topic.ranked) > topic.cap(bound),
        **listed(topic.shown(bound)),
    }


async def _hashtags(request: web.Request) -> web.Response:
    return json_answer({topic.key: len(topic.ranked) for topic in world_of(request).social.topics.hashtags()})


async def _sounds(request: web.Request) -> web.Response:
    return json_answer({topic.key: len(topic.ranked) for topic in world_of(request).social.topics.sounds()})


def _comments(world: World, key: str) -> Truth:
    """Tell all comments of a video: the top level in order, replies by comment, and what is true of each."""
    post = world.catalogue.post(key)
    if pages.item_status(world, post) != posts.OK or post is None:
        return {"told": False}
    made = world.social.comments
    threads = made.threads(post)
    top = [made.top(post, thread) for thread in range(len(threads))]
    below = {
        first.id: [made.reply(post, thread, place + 1) for place in range(threads[thread])]
        for thread, first in enumerate(top)
        if threads[thread]
    }
    every = [*top, *(each for answers in below.values() for each in answers)]
    return {
        "told": True,
        "off": post.comments_off,
        "total": post.comments,
        "listed": len(every),
        "top": [each.id for each in top],
        "replies": {key: [each.id for each in answers] for key, answers in below.items()},
        "comments": {each.id: _comment(each) for each in every},
    }


def _comment(made: Comment) -> Truth:
    is_reply = made.parent_id is not None
    return {
        "comment_id": made.id,
        "video_id": made.post.id,
        "parent_comment_id": made.parent_id,
        "reply_to_comment_id": made.answered_id,
        "text": made.text,
        "language": made.language,
        "created_at": made.created_at,
        "like_count": made.likes,
        "reply_count": None if is_reply else made.reply_count,
        "liked_by_author": made.liked_by_author,
        "pinned_by_author": None if is_reply else made.pinned,
        "by_video_author": made.by_author,
        "images": made.pictures,
        "share_url": shape_comment.share_url(made) or None,
        "mentions": [each["user"].id for each in made.mentions],
        "rank": made.number,
        "user_id": made.user.id,
        "sec_uid": made.user.sec_uid,
        "unique_id": made.user.handle,
        "nickname": made.user.nickname,
        "verified": made.user.verified,
    }


def _relations(direction: Direction) -> Callable[[World, str], Truth]:
    """Tell a list of an account: the members it shows in order, and what is true of each of them."""

    def tell(world: World, key: str) -> Truth:
        account = world.catalogue.account(key)
        if account is None:
            return {"status_code": people.NOT_FOUND}
        found, switches = relation_lists.of(world, account, direction), world.switches
        status = relations.status(found, login_share=switches.relation_login, logged_in=False)
        if status:
            return {"status_code": status, "total": found.total}
        members = [found.member(place) for place in range(min(found.total, switches.relation_cap))]
        return {
            "status_code": 0,
            "total": found.total,
            "capped": found.total > switches.relation_cap,
            "ids": [member.user.id for member in members],
            "members": {
                member.user.id: asdict(member.user) | {"video_count": member.video_count}
                for member in members
            },
        }

    return tell


def _search_users(world: World, key: str) -> Truth:
    found = world.social.searches
    every, depth = found.users(key), found.depth("users", key, world.switches.search_depth)
    return {
        "matches": len(every),
        "depth": depth,
        "ids": [account.user.id for account in every[:depth]],
        "users": {
            account.user.id: asdict(account.user) | {"video_count": account.video_count}
            for account in every[:depth]
        },
    }


def _search_videos(world: World, key: str) -> Truth:
    found = world.social.searches
    every, depth = found.posts(key), found.depth("videos", key, world.switches.search_depth)
    return {"matches": len(every), "depth": depth, **listed(every[:depth])}


def _suggestions(_world: World, key: str) -> Truth:
    return {"texts": searches.suggestions(key)}


def _category(world: World, key: str) -> Truth:
    number = int(key) if key.isdecimal() else 0
    return {"name": categories.NAMES.get(number), **listed(world.social.pools.of(number))}


def _related(world: World, key: str) -> Truth:
    post = world.catalogue.post(key)
    return listed([] if post is None else pools.related(world.social.pools, post))


def _made(kind: str) -> Callable[[World, str], Truth]:
    """Tell the playlists or the collections of an account, by handle."""

    def tell(world: World, key: str) -> Truth:
        account = world.catalogue.account(key)
        if account is None:
            return {"status_code": people.NOT_FOUND}
        social = world.social.playlists
        made = social.playlists(account) if kind == "playlist" else social.collections(account)
        return {"ids": [each.id for each in made], "lists": {each.id: _playlist(each) for each in made}}

    return tell


def _playlist(made: Playlist) -> Truth:
    return {
        "playlist_id": made.id,
        "name": made.name,
        "owner": made.owner.handle,
        "video_count": len(made.posts),
        "ids": [post.id for post in made.posts],
    }


def _one_playlist(world: World, key: str) -> Truth:
    social = world.social.playlists
    found = social.playlist(key) or social.collection(key)
    return {"told": False} if found is None else _playlist(found) | listed(found.posts)


def _live(world: World, key: str) -> Truth:
    account = world.catalogue.account(key)
    if account is None:
        return {"status_code": people.NOT_FOUND}
    user = account.user
    return {
        "room_id": user.room_id,
        "is_live": bool(user.room_id),
        "title": live.title(user),
        "viewers": live.viewers(user),
        "started_at": live.started(user),
        "user": asdict(user),
    }


def _subtitles(world: World, key: str) -> Truth:
    post = world.catalogue.post(key)
    if post is None or not post.subtitles:
        return {"tracks": []}
    tracks = subtitles.TRACKS if items.is_rich(post) else subtitles.TRACKS[:1]
    word = items.media_word(post)
    return {"tracks": [asdict(track) | {"lines": subtitles.cues(word + track.suffix)} for track in tracks]}


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
    "hashtag": _hashtag,
    "sound": _sound,
    "comments": _comments,
    "category": _category,
    "related": _related,
    "playlists": _made("playlist"),
    "collections": _made("collection"),
    "playlist": _one_playlist,
    "live": _live,
    "subtitles": _subtitles,
    "search_users": _search_users,
    "search_videos": _search_videos,
    "suggestions": _suggestions,
    "followers": _relations("follower"),
    "following": _relations("following"),
}
