"""Embed pages and oEmbed."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from tiktok_standin import counts, pages, people, posts, shape_user, shell
from tiktok_standin.world import hosts_of, html_answer, json_answer, world_of

if TYPE_CHECKING:
    from aiohttp import web

    from tiktok_standin.catalogue import Account
    from tiktok_standin.posts import Post

_SHOWN = 10
_PATH = re.compile(r"/@([^/]*)(?:/(?:video|photo)/(\d+))?/?")


async def video(request: web.Request) -> web.Response:
    """Answer ``/embed/v2/{id}``."""
    item_id = request.match_info["id"]
    post = world_of(request).catalogue.post(item_id)
    told = post is not None and pages.item_status(world_of(request), post) == posts.OK
    if post is None or not told:
        return no_video(item_id)
    own = {"isError": False, "isReady": True, "route": f"/embed/v2/{item_id}/"}
    return _state_page(f"/embed/v2/{item_id}", own | {"videoData": _video_data(request, post)})


def no_video(item_id: str) -> web.Response:
    """Answer as ``/embed/v2/{id}`` does for what it does not show."""
    return _state_page(
        f"/embed/v2/{item_id}", {"isError": True, "isReady": True, "route": f"/embed/v2/{item_id}/"}
    )


def _video_data(request: web.Request, post: Post) -> dict[str, Any]:
    item = _item(request, post)
    author, music, moving = item["author"], item["music"], item["video"]
    meta = {"width": moving["width"], "height": moving["height"], "duration": moving["duration"]}
    return {
        "itemInfos": {
            "id": post.id,
            "text": post.caption,
            "createTime": str(post.created_at),
            "video": {"urls": [moving["playAddr"]], "videoMeta": meta},
            "covers": [moving["cover"]],
            "diggCount": counts.rounded(post.likes),
            "commentCount": counts.rounded(post.comments),
            "shareCount": counts.rounded(post.shares),
            "playCount": counts.rounded(post.plays),
        },
        "authorInfos": {
            "userId": author["id"],
            "uniqueId": author["uniqueId"],
            "nickName": author["nickname"],
            "secUid": author["secUid"],
            "verified": author["verified"],
            "signature": author["signature"],
        },
        "musicInfos": {
            "musicId": music["id"],
            "musicName": music["title"],
            "authorName": music["authorName"],
            "original": music["original"],
        },
        "authorStats": item["authorStats"],
    }


def _item(request: web.Request, post: Post) -> dict[str, Any]:
    text = world_of(request).items.render(post, hosts_of(request), page=False)
    return dict(msgspec.json.decode(text))


async def user(request: web.Request) -> web.Response:
    """Answer ``/embed/@{user}``: an error for private accounts and those that forbid it."""
    name = request.match_info["user"]
    account = world_of(request).catalogue.account(name)
    open_to_all = account is not None and account.user.status_code == people.OK and account.user.embeddable
    own: dict[str, Any] = {
        "isError": not open_to_all,
        "isFetching": False,
        "isReady": True,
        "link": f"/embed/@{name}",
        "page": 1,
        "pageName": "creator",
        "playlistId": name,
        "playlistType": "creator",
        "query": {},
        "route": f"/embed/@{name}/",
    }
    if account is not None and open_to_all:
        newest = [post for post in reversed(account.listed) if post.kind == "video"][:_SHOWN]
        own |= {
            "userInfo": _creator(request, account),
            "videoList": [_creator_video(request, post) for post in newest],
        }
    return _state_page(f"/embed/@{name}", own, status=200 if open_to_all else 400)


def _creator(request: web.Request, account: Account) -> dict[str, Any]:
    person = account.user
    return {
        "avatarThumbUrl": shape_user.avatars(person, hosts_of(request))["avatarThumb"],
        "code": 200,
        "customErrorCode": 0,
        "followerCount": counts.rounded(person.followers),
        "followingCount": person.following,
        "heartCount": counts.rounded(person.hearts),
        "id": person.id,
        "nickname": person.nickname,
        "privateAccount": person.private,
        "signature": person.signature,
        "uniqueId": person.handle,
        "verified": person.verified,
    }


def _creator_video(request: web.Request, post: Post) -> dict[str, Any]:
    moving = _item(request, post)["video"]
    return {
        "authorUniqueId": post.handle,
        "coverUrl": moving["cover"],
        "desc": post.caption,
        "dynamicCoverUrl": moving["dynamicCover"],
        "height": moving["height"],
        "id": post.id,
        "originCoverUrl": moving["originCover"],
        "playAddr": moving["playAddr"],
        "playCount": counts.rounded(post.plays),
        "privateItem": False,
        "ratio": moving["ratio"],
        "width": moving["width"],
    }


def _state_page(route: str, own: dict[str, Any], *, status: int = 200) -> web.Response:
    state = msgspec.json.encode({"source": {"data": {route: own}}}).replace(b"<", b"\\u003C")
    return html_answer(shell.embed(state), status=status)


async def oembed(request: web.Request) -> web.Response:
    """Answer ``/oembed?url=``: what is gone, private or no address of ours gets an error with a code."""
    match = _PATH.fullmatch(urlsplit(request.query.get("url", "")).path)
    catalogue = world_of(request).catalogue
    account = catalogue.account(match[1]) if match else None
    post = catalogue.post(match[2]) if match and match[2] else None
    if post is not None and pages.item_status(world_of(request), post) == posts.OK:
        return json_answer(_oembed_video(request, post))
    if match and not match[2] and account is not None and account.user.status_code == people.OK:
        return json_answer(_oembed_profile(account))
    return no_oembed()


def no_oembed() -> web.Response:
    """Answer as ``/oembed`` does for what it does not show."""
    return json_answer({"code": 400, "status_msg": "Something went wrong"}, status=400)


def _oembed_common(person: Any) -> dict[str, Any]:
    return {
        "version": "1.0",
        "author_url": f"{pages.ROOT}/@{person.handle}",
        "author_name": person.nickname,
        "width": "100%",
        "height": "100%",
        "provider_url": pages.ROOT,
        "provider_name": "TikTok",
    }


def _oembed_profile(account: Account) -> dict[str, Any]:
    person = account.user
    title = f"{person.nickname}'s Creator Profile"
    own = {"type": "rich", "title": title, "embed_product_id": person.handle, "embed_type": "profile"}
    return _oembed_common(person) | own


def _oembed_video(request: web.Request, post: Post) -> dict[str, Any]:
    account = world_of(request).catalogue.account(post.handle)
    item = _item(request, post)
    cite, music = pages.address(post), f"{pages.ROOT}/music/original-sound-{post.sound_id}"
    quote = (
        f'<blockquote class="tiktok-embed" cite="{cite}" data-video-id="{post.id}"> <section> '
        f'<p>{html.escape(post.caption)}</p> <a target="_blank" href="{music}">♬ original sound</a> '
        '</section> </blockquote> <script async src="https://www.tiktok.com/embed.js"></script>'
    )
    return _oembed_common(account.user if account else None) | {
        "type": "video",
        "title": post.caption,
        "html": quote,
        "thumbnail_width": item["video"]["width"] or 576,
        "thumbnail_height": item["video"]["height"] or 1024,
        "thumbnail_url": item["video"]["cover"],
        "author_unique_id": post.handle,
        "embed_product_id": post.id,
        "embed_type": "video",
    }
