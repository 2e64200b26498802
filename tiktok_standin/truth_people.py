"""What a complete crawl of comments, relations and searched users should give."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tiktok_standin import pages, people, posts, relation_lists, relations, shape_comment

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_standin.comments import Comment
    from tiktok_standin.relations import Direction
    from tiktok_standin.world import World

Truth = dict[str, Any]


def comments_of(world: World, key: str) -> Truth:
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


def relations_of(direction: Direction) -> Callable[[World, str], Truth]:
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


def users_found(world: World, key: str) -> Truth:
    """Tell which users a search shows in all, whatever their order."""
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
