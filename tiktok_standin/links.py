"""Short links: known codes redirect, dead ones do what dead ones do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from tiktok_standin import pages
from tiktok_standin.hosts import PUBLIC
from tiktok_standin.world import hosts_of, world_of

if TYPE_CHECKING:
    from tiktok_standin.catalogue import Catalogue
    from tiktok_standin.posts import Post

DEAD_HOME = f"{pages.ROOT}/?_r=1"
_SHARED = "?_r=1&_t=8standin&is_from_webapp=1"
_HOSTS = frozenset({"vm.tiktok.com", "vt.tiktok.com"})


def targets(catalogue: Catalogue) -> dict[str, str]:
    """Return what the codes of a catalogue lead to; any other code is dead."""
    listed = [post for handle in catalogue.handles for post in _listed(catalogue, handle)[-1:]]
    photos = [
        post for handle in catalogue.handles for post in _listed(catalogue, handle) if post.kind == "photo"
    ]
    codes = {
        "ZSdeadhome": DEAD_HOME,
        "ZSproduct1": "https://shop.tiktok.com/us/pdp/paper-boat-kit/1731088507416187562",
        "ZSforeign1": "https://www.example.com/landing?from=short",
    }
    if listed:
        codes |= {
            "ZSvideo001": pages.address(listed[0]) + _SHARED,
            "ZSprofile1": f"{pages.ROOT}/@{listed[0].handle}{_SHARED}",
            "ZSlive0001": f"{pages.ROOT}/@{listed[0].handle}/live{_SHARED}",
            "ZSmusic001": f"{pages.ROOT}/music/original-sound-{listed[0].sound_id}{_SHARED}",
        }
    return codes | ({"ZSphoto001": pages.address(photos[0]) + _SHARED} if photos else {})


def _listed(catalogue: Catalogue, handle: str) -> list[Post]:
    account = catalogue.account(handle)
    return [] if account is None else account.listed


async def follow(request: web.Request) -> web.Response:
    """Redirect a code, or answer 404 for one that leads nowhere."""
    world = world_of(request)
    code = request.match_info["code"]
    target = world.links.get(code)
    if target is None:
        target = world.links.setdefault(code, targets(world.catalogue).get(code, ""))
    if not target:
        return web.Response(status=404)
    if target.startswith(pages.ROOT):
        target = hosts_of(request).www.decode() + target.removeprefix(PUBLIC.www.decode())
    return web.Response(status=301, headers={"Location": target})


async def short_host(request: web.Request) -> web.Response:
    """Redirect a code on one of the hosts that only have codes."""
    if request.headers.get("Host", "").partition(":")[0] not in _HOSTS:
        return web.Response(status=404)
    return await follow(request)
