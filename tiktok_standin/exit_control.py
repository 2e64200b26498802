"""Control of the proxies below ``/_standin/proxies``: what they counted, and how they misbehave. All JSON."""

from __future__ import annotations

import msgspec
from aiohttp import web

from tiktok_standin.connect_proxy import ProxyFault
from tiktok_standin.exits import Exits
from tiktok_standin.world import json_answer

EXITS: web.AppKey[Exits] = web.AppKey("exits", Exits)


def routes() -> list[web.RouteDef]:
    """Return the control routes."""
    return [
        web.get("/_standin/proxies", _counts),
        web.put("/_standin/proxies/{name}", _set_fault),
    ]


async def _counts(request: web.Request) -> web.Response:
    return json_answer(request.app[EXITS].counts())


async def _set_fault(request: web.Request) -> web.Response:
    try:
        fault = msgspec.json.decode(await request.read(), type=ProxyFault)
        await request.app[EXITS].set_fault(request.match_info["name"], fault)
    except msgspec.MsgspecError as error:
        return json_answer({"error": str(error)}, status=400)
    except KeyError:
        return json_answer({"error": "no such proxy"}, status=404)
    return json_answer(fault)
