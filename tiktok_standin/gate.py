"""The way of every request: noted, delayed, refused or spoilt if that is its lot, given cookies."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tiktok_standin import check_page
from tiktok_standin.admission import admitted
from tiktok_standin.cookies import set_api_cookies, set_page_cookies
from tiktok_standin.injector import Dropped, Handler, inject
from tiktok_standin.targets import targets_of
from tiktok_standin.world import World, refused, world_of

if TYPE_CHECKING:
    from tiktok_standin.faults import Fault

CONTROL = "/_standin/"


def endpoint_of(request: web.Request) -> str:
    """Return the name of what is asked: the path below ``/api/``, or the name of the route."""
    if request.path.startswith("/api/"):
        return request.path[5:].strip("/")
    return request.match_info.route.name or "unknown"


@web.middleware
async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let control requests through as they are; note, delay, refuse and spoil all others."""
    if request.path.startswith(CONTROL):
        return await handler(request)
    world = world_of(request)
    endpoint = endpoint_of(request)
    visitor = world.visitors.of(request) if _has_identity(request, endpoint) else None
    entry = world.log.begin(request, endpoint, visitor)
    good = admitted(request, visitor, entry)
    faults = _faults(request, world, endpoint) if good else []
    status = 0
    try:
        answer = await _answer(request, handler if good else _refuse, world, faults)
        status = answer.status
    except (Dropped, ConnectionError):
        # cut on purpose, or the client left in the middle of a long body: nobody reads this answer
        return web.Response()
    except web.HTTPException as error:
        status = error.status
        raise
    finally:
        _note_end(world, entry, status, faults)
    return answer


def _note_end(world: World, entry: dict[str, Any], status: int, faults: list[Fault]) -> None:
    world.log.end(entry, status, faults[-1].kind if faults else None)


def _has_identity(request: web.Request, endpoint: str) -> bool:
    """Tell whether a request belongs to a visitor: files and embeds are open to everybody."""
    return request.path.startswith("/api/") or endpoint.startswith(("page.", "sdk.key", "sdk.report"))


async def _refuse(_request: web.Request) -> web.StreamResponse:
    return refused()


def _faults(request: web.Request, world: World, endpoint: str) -> list[Fault]:
    if not world.plan.faults:
        return []
    spared = ("check_page",) if check_page.passed(request) else ()
    return world.plan.decide(endpoint, request.path, targets_of(request, world.catalogue), spared=spared)


async def _answer(
    request: web.Request, handler: Handler, world: World, faults: list[Fault]
) -> web.StreamResponse:
    if world.switches.latency_ms:
        await asyncio.sleep(world.switches.latency_ms / 1000)
    answer = await (inject(request, handler, faults) if faults else handler(request))
    if not answer.prepared:
        _set_cookies(request, answer)
    return answer


def _set_cookies(request: web.Request, answer: web.StreamResponse) -> None:
    if request.path.startswith("/api/"):
        set_api_cookies(request, answer)
    elif (request.match_info.route.name or "").startswith("page."):
        set_page_cookies(request, answer)
