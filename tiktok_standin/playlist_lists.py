"""Endpoints of playlists and collections, and the pages that show one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tiktok_standin import ids, people, shape_user, signed
from tiktok_standin.listing import offset_page, whole
from tiktok_standin.pages import ROOT, state_page
from tiktok_standin.world import hosts_of, json_answer, log_fields, world_of

if TYPE_CHECKING:
    from aiohttp import web

    from tiktok_standin.hosts import Hosts
    from tiktok_standin.playlists import Playlist
    from tiktok_standin.posts import Post

MOST = 30


async def user_playlist(request: web.Request) -> web.Response:
    """Answer an account's playlists by offset; without any there is no ``playList``."""
    world = world_of(request)
    account = world.catalogue.account(request.query.get("secUid", ""))
    made = [] if account is None else world.social.playlists.playlists(account)
    status = people.NOT_FOUND if account is None else account.user.status_code
    return _list(request, "playList", [_mix(each, hosts_of(request)) for each in made], status)


async def collection_list(request: web.Request) -> web.Response:
    """Answer an account's collections by offset; without any there is no ``collectionList``."""
    world = world_of(request)
    account = world.catalogue.account(request.query.get("secUid", ""))
    made = [] if account is None else world.social.playlists.collections(account)
    status = people.NOT_FOUND if account is None else account.user.status_code
    return _list(request, "collectionList", [_collection(each, hosts_of(request)) for each in made], status)


def _list(request: web.Request, key: str, made: list[dict[str, Any]], status: int) -> web.Response:
    start = max(0, whole(request.query.get("cursor"), 0))
    end = start + min(MOST, max(1, whole(request.query.get("count"), 20)))
    envelope = log_fields(request) | _status(status)
    envelope |= {"cursor": str(min(end, len(made))), "hasMore": end < len(made)}
    return json_answer(envelope | ({key: made[start:end]} if made[start:end] else {}))


def _status(code: int) -> dict[str, Any]:
    return {"statusCode": code, "status_code": code, "status_msg": people.MESSAGES.get(code, "")}


async def mix_detail(request: web.Request) -> web.Response:
    """Answer a playlist's header; an unknown one has no ``mixInfo``."""
    found = world_of(request).social.playlists.playlist(request.query.get("mixId", ""))
    info = {} if found is None else {"mixInfo": _mix(found, hosts_of(request))}
    return json_answer(log_fields(request) | _status(0) | info)


async def mix_item_list(request: web.Request) -> web.Response:
    """Answer the posts of a playlist by offset."""
    return _items(request, world_of(request).social.playlists.playlist(request.query.get("mixId", "")))


async def collection_item_list(request: web.Request) -> web.Response:
    """Answer the posts of a collection by offset; a switch lets it want a signature."""
    world = world_of(request)
    if world.switches.collection_signed and (fault := signed.request_fault(request)):
        return signed.refuse(request, fault)
    return _items(request, world.social.playlists.collection(request.query.get("collectionId", "")))


def _items(request: web.Request, found: Playlist | None) -> web.Response:
    posts: tuple[Post, ...] = () if found is None else found.posts
    if not posts:
        return json_answer(log_fields(request) | _status(0) | {"cursor": "0", "hasMore": False})
    return offset_page(request, tuple(post.id for post in posts))


def _mix(made: Playlist, hosts: Hosts) -> dict[str, Any]:
    """Return a playlist in one of the two spellings; an account has one for all of its own."""
    user = made.owner
    creator = {
        key: value for key, value in shape_user.author(user, hosts, page=False).items() if key in _CREATOR
    }
    names = ("mixId", "mixName") if int(user.id) % 2 else ("id", "name")
    return {
        names[0]: made.id,
        names[1]: made.name,
        "videoCount": len(made.posts),
        "cover": cover(made, hosts),
        "creator": creator,
    }


_CREATOR = {"avatarLarger", "avatarMedium", "avatarThumb", "id", "nickname", "secUid", "uniqueId", "verified"}


def _collection(made: Playlist, hosts: Hosts) -> dict[str, Any]:
    return {
        "collectionId": made.id,
        "name": made.name,
        "total": str(len(made.posts)),
        "userName": made.owner.handle,
        "status": 3,
        "cover": {"urlList": [cover(made, hosts)]},
    }


def cover(made: Playlist, hosts: Hosts) -> str:
    """Return the address of a playlist's picture."""
    word = ids.hex_word("playlist", made.id, length=30)
    return f"{hosts.p16.decode()}/tos-alisg-p-0037/o{word}~tplv-tiktokx-origin.image?x-expires=4000000000"


async def playlist_page(request: web.Request) -> web.Response:
    """Answer ``/@user/playlist/{slug}-{id}``: state, but nothing of the playlist."""
    user, slug = request.match_info["user"], request.match_info["slug"]
    return state_page(request, f"{ROOT}/@{user}/playlist/{quote(slug)}", {})


async def collection_page(request: web.Request) -> web.Response:
    """Answer ``/@user/collection/{slug}-{id}`` with the collection's header, whoever the path names."""
    user, slug = request.match_info["user"], request.match_info["slug"]
    found = world_of(request).social.playlists.collection(slug.rpartition("-")[2])
    state: dict[str, Any] = {"statusCode": 100002}
    if found is not None:
        info = {key: value for key, value in _collection(found, hosts_of(request)).items() if key != "status"}
        state = {"statusCode": 0, "collectionInfo": info, "collectionResponse": {"collectionInfo": info}}
    canonical = f"{ROOT}/@{user}/collection/{quote(slug)}"
    return state_page(request, canonical, {"sharing.collection.collection_state": state})
