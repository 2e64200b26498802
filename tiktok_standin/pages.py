"""Pages with embedded state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from tiktok_standin import people, places, posts, reflow, scopes, shape_user, shell
from tiktok_standin.binding import bind
from tiktok_standin.cookies import chain_of, visitor_of
from tiktok_standin.world import hosts_of, html_answer, world_of

if TYPE_CHECKING:
    from tiktok_standin.posts import Post
    from tiktok_standin.world import World

ROOT = "https://www.tiktok.com"


def state_page(
    request: web.Request, canonical: str, own: dict[str, Any], *, status: int = 200, shown: str = ""
) -> web.Response:
    """Answer a page whose state holds these scopes; ``shown`` is HTML that a reader sees."""
    visitor, world = visitor_of(request), world_of(request)
    nonce = world.loads.nonce(visitor, world.next_serial())
    world.visitors.meet(request, visitor).told = True
    agent = request.headers.get("User-Agent", "")
    context = scopes.app_context(visitor, agent, nonce=nonce, region=places.country_of(request))
    state = scopes.state_text(scopes.page_scopes(context, canonical, own))
    return html_answer(shell.page(state, shown=shown), status=status)


async def user(request: web.Request) -> web.Response:
    """Answer ``/@user``; a numeric id or a secUid may stand in that place."""
    name = request.match_info["user"]
    account = world_of(request).catalogue.account(name)
    handle = name if account is None else account.user.handle
    return state_page(request, f"{ROOT}/@{handle}", {"webapp.user-detail": user_detail(request, name)})


def user_detail(request: web.Request, name: str) -> dict[str, Any]:
    """Return ``webapp.user-detail``: no ``userInfo`` for a closed account, all of it for a private one."""
    account = world_of(request).catalogue.account(name)
    status = people.NOT_FOUND if account is None else account.user.status_code
    known = {"statusCode": status, "statusMsg": people.MESSAGES.get(status, "")}
    if account is None or not account.user.visible:
        return {"needFix": False, **known}
    info = {
        "user": shape_user.profile(account.user, hosts_of(request)),
        **shape_user.counters(account),
        "itemList": [],
    }
    return {"userInfo": info, "shareMeta": shape_user.share_meta(account), **known, "needFix": True}


async def video(request: web.Request) -> web.Response:
    """Answer ``/@any/video/{id}``: the id decides, whoever the path names."""
    return _item_page(request, request.match_info["id"], photo_path=False)


async def photo(request: web.Request) -> web.Response:
    """Answer ``/@user/photo/{id}``: without the item for a desktop browser."""
    return _item_page(request, request.match_info["id"], photo_path=True)


def _item_page(request: web.Request, item_id: str, *, photo_path: bool) -> web.Response:
    post = world_of(request).catalogue.post(item_id)
    canonical = (
        f"{ROOT}/@{request.match_info.get('user', '')}/video/{item_id}" if post is None else address(post)
    )
    if "Mobile" in request.headers.get("User-Agent", ""):
        return state_page(request, canonical, reflow.scopes(video_detail(request, post), request))
    own = {} if photo_path else {"webapp.video-detail": video_detail(request, post)}
    return state_page(request, canonical, own)


def address(post: Post) -> str:
    """Return the true address of a post."""
    return f"{ROOT}/@{post.handle}/{post.kind}/{post.id}"


def item_status(world: World, post: Post | None) -> int:
    """Return the status code under which an item is told; the account's state comes before the item's."""
    account = None if post is None else world.catalogue.account(post.handle)
    if post is None or account is None:
        return posts.MISSING
    if account.user.status_code == people.PRIVATE:
        return people.PRIVATE
    return post.status_code if account.user.status_code == people.OK else posts.MISSING


def video_detail(request: web.Request, post: Post | None) -> dict[str, Any]:
    """Return ``webapp.video-detail``; an item that is not told leaves ``itemInfo`` empty."""
    world = world_of(request)
    status = item_status(world, post)
    if post is not None and status == posts.OK and places.blocked(request, post):
        status = posts.MISSING
    message = posts.MESSAGES.get(status) or people.MESSAGES.get(status, "")
    if post is None or status != posts.OK:
        return {"itemInfo": {}, "statusCode": status, "statusMsg": message}
    account = world.catalogue.account(post.handle)
    name = "" if account is None else account.user.nickname
    text = bind(
        world.items.render(post, hosts_of(request), page=True), world.items.expires, chain_of(request)
    )
    return {
        "itemInfo": {"itemStruct": msgspec.Raw(text)},
        "shareMeta": {"title": f"{name} on TikTok", "desc": post.caption},
        "statusCode": 0,
        "statusMsg": "",
    }


async def home(request: web.Request) -> web.Response:
    """Answer ``/`` and ``/foryou``: state, but no items."""
    return state_page(request, f"{ROOT}/", {"webapp.updated-items": []})


async def login(_request: web.Request) -> web.Response:
    """Answer ``/login``, where walls redirect to."""
    return html_answer(shell.page(None, title="Log in | TikTok"))


async def robots(request: web.Request) -> web.Response:
    """Answer ``/robots.txt``: everything allowed unless the switch refuses."""
    refused = world_of(request).switches.robots == "refuse"
    lines = "User-agent: *\nDisallow: /\n" if refused else "User-agent: *\nAllow: /\n"
    return web.Response(text=lines)
