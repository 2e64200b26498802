"""``/api/comment/list/`` and ``/api/comment/list/reply/``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_standin import ids, pages, posts, shape_comment
from tiktok_standin.listing import whole
from tiktok_standin.world import hosts_of, json_answer, log_fields, world_of

if TYPE_CHECKING:
    from aiohttp import web

    from tiktok_standin.posts import Post

MOST = 50
_ONE_IN = 6
_REMEMBERED = 10_000


async def comment_list(request: web.Request) -> web.Response:
    """Answer a video's comments by offset: null for a video that is not told, none where they are off."""
    post = _told(request, "aweme_id")
    if post is None:
        return _answer(request, None)
    if post.comments_off:
        return _answer(request, [], total=0)
    comments, hosts = world_of(request).social.comments, hosts_of(request)
    threads = comments.threads(post)
    start, end, cursor, more = _window(request, post, post.id, len(threads))
    found = [
        shape_comment.comment(comments.top(post, thread), hosts, _preview(request, post, thread))
        for thread in range(start, end)
    ]
    return _answer(request, found, total=post.comments, cursor=cursor, more=more)


async def reply_list(request: web.Request) -> web.Response:
    """Answer the replies to a comment: ``item_id`` has to be the video's, or there are none."""
    post, comments = _told(request, "item_id"), world_of(request).social.comments
    comment_id = request.query.get("comment_id", "")
    thread = None if post is None else comments.thread_of(post, comment_id)
    if post is None or thread is None:
        return _answer(request, [], total=0)
    total = comments.threads(post)[thread]
    start, end, cursor, more = _window(request, post, comment_id, total)
    found = [
        shape_comment.reply(comments.reply(post, thread, place + 1), hosts_of(request))
        for place in range(start, end)
    ]
    return _answer(request, found, total=total, cursor=cursor, more=more)


def _told(request: web.Request, parameter: str) -> Post | None:
    world = world_of(request)
    post = world.catalogue.post(request.query.get(parameter, ""))
    return post if pages.item_status(world, post) == posts.OK else None


def _preview(request: web.Request, post: Post, thread: int) -> list[dict[str, Any]] | None:
    """Return the first reply of some of the comments that have one."""
    comments = world_of(request).social.comments
    if not comments.threads(post)[thread] or ids.number("preview", post.id, thread, below=3):
        return None
    return [shape_comment.reply(comments.reply(post, thread, 1), hosts_of(request))]


def _window(request: web.Request, post: Post, key: str, total: int) -> tuple[int, int, int, bool]:
    """Return start, end, next cursor and whether more is promised.

    Some pages have one less than asked for; some are empty when first asked for, as the switch says; some
    lists promise more at their end.
    """
    start = max(0, whole(request.query.get("cursor"), 0))
    count = min(MOST, max(1, whole(request.query.get("count"), 20)))
    if _first_empty(request, key, start, total):
        return start, start, start, True
    short = count > 1 and start + count < total and ids.number("short", key, start, below=_ONE_IN) == 0
    end = min(total, start + count - short)
    return min(start, total), end, max(start, end), end < total or (total > 0 and _never_ends(post))


def _never_ends(post: Post) -> bool:
    """Tell whether the lists of a post promise more on their last page and on the empty ones after it."""
    return ids.number("no end", post.id, below=_ONE_IN) == 0


def _first_empty(request: web.Request, key: str, start: int, total: int) -> bool:
    """Tell whether a page comes empty now; asked for again it is there."""
    world = world_of(request)
    seen, place = world.social.empty_pages, (key, start)
    if place in seen:
        seen.discard(place)
        return False
    if not 0 < start < total:
        return False
    empty = ids.share("empty page", world.next_serial()) < world.switches.comment_empty_pages
    if empty and len(seen) < _REMEMBERED:
        seen.add(place)
        return True
    return False


def _answer(
    request: web.Request,
    found: list[dict[str, Any]] | None,
    *,
    total: int | None = None,
    cursor: int = 0,
    more: bool = False,
) -> web.Response:
    body = log_fields(request)
    body["extra"] |= {"api_debug_info": None, "fatal_item_ids": None}
    body |= {
        "alias_comment_deleted": False,
        "comments": found,
        "cursor": cursor,
        "has_filtered_comments": 0,
        "has_more": int(more),
        "reply_style": 2,
        "status_code": 0,
        "status_msg": "",
        "top_gifts": None,
    }
    return json_answer(body if total is None else body | {"total": total})
