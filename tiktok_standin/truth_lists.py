"""What a complete crawl of lists of posts should give: hashtags, sounds, searches, playlists and others."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tiktok_standin import captions, categories, items, live, people, pools, searches, shape_topic, subtitles
from tiktok_standin.topics import Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tiktok_standin.playlists import Playlist
    from tiktok_standin.posts import Post
    from tiktok_standin.world import World

Truth = dict[str, Any]


def listed(posts: Iterable[Post]) -> Truth:
    """Return posts as every truth of a list tells them: ids in order, and all that is true by id."""
    found = list(posts)
    return {"ids": [post.id for post in found], "posts": {post.id: asdict(post) for post in found}}


def hashtag(world: World, key: str) -> Truth:
    """Tell a hashtag by name: its header, and the posts that its whole list shows, in order."""
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


def sound(world: World, key: str) -> Truth:
    """Tell a sound by id: its header, and the posts that its whole list shows, in order."""
    found = world.social.topics.sound(key)
    if not isinstance(found, Topic):
        return {"status_code": found}
    owner = shape_topic.sound_owner(found, world.catalogue)
    facts = shape_topic.sound_facts(found, owner)
    about = {
        "sound_id": key,
        "owner": None if owner is None else owner.handle,
        **facts,
        "external_ids": [each["song_id"] for each in shape_topic.elsewhere(key)],
    }
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


def videos_found(world: World, key: str) -> Truth:
    """Tell which posts a search shows in all, whatever their order."""
    found = world.social.searches
    every, depth = found.posts(key), found.depth("videos", key, world.switches.search_depth)
    return {"matches": len(every), "depth": depth, **listed(every[:depth])}


def suggestions(_world: World, key: str) -> Truth:
    """Tell what is suggested for a query."""
    return {"texts": searches.suggestions(key)}


def category(world: World, key: str) -> Truth:
    """Tell which posts the batches of a category are drawn from."""
    number = int(key) if key.isdecimal() else 0
    return {"name": categories.NAMES.get(number), **listed(world.social.pools.of(number))}


def related(world: World, key: str) -> Truth:
    """Tell what is related to a post."""
    post = world.catalogue.post(key)
    return listed([] if post is None else pools.related(world.social.pools, post))


def made_by(kind: str) -> Callable[[World, str], Truth]:
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


def playlist(world: World, key: str) -> Truth:
    """Tell a playlist or a collection by its id, with its posts in order."""
    social = world.social.playlists
    found = social.playlist(key) or social.collection(key)
    return {"told": False} if found is None else _playlist(found) | listed(found.posts)


def live_room(world: World, key: str) -> Truth:
    """Tell by handle whether an account is on air, and in which room."""
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


def subtitles_of(world: World, key: str) -> Truth:
    """Tell the subtitle files of a post's page, with start and end of each line in ms."""
    post = world.catalogue.post(key)
    if post is None or not post.subtitles:
        return {"tracks": []}
    tracks = subtitles.TRACKS if items.is_rich(post) else subtitles.TRACKS[:1]
    word = items.media_word(post)
    return {"tracks": [asdict(track) | {"lines": subtitles.cues(word + track.suffix)} for track in tracks]}
