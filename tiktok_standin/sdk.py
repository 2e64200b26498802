"""What the page script asks for: itself, the key of its page load, and a place to report to."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from aiohttp import web

from tiktok_standin import clock, scopes
from tiktok_standin.cookies import set_api_cookies
from tiktok_standin.mix import mix
from tiktok_standin.world import json_answer, world_of

if TYPE_CHECKING:
    from tiktok_standin.world import World

SCRIPT_PATH = "/webapp/sdk/script.js"
_SCRIPT = (files(__package__) / "script.js").read_bytes()


def routes() -> list[web.RouteDef]:
    """Return the routes of the page script."""
    return [
        web.get(SCRIPT_PATH, _script, name="sdk.script"),
        web.get("/webapp/sdk/key", _key, name="sdk.key"),
        web.post("/webapp/sdk/report", _report, name="sdk.report"),
        web.get("/favicon.ico", _icon, name="sdk.icon"),
    ]


async def _script(_request: web.Request) -> web.Response:
    return web.Response(
        body=_SCRIPT,
        content_type="text/javascript",
        charset="utf-8",
        headers={"Cache-Control": "public, max-age=3600"},
    )


async def _key(request: web.Request) -> web.Response:
    """Give the key of a page load to who computed the proof that the script computes."""
    visitor, query = request.cookies.get("ttwid", ""), request.query
    nonce, device = query.get("nonce", ""), scopes.device_of(visitor)
    if not visitor or query.get("proof") != mix(nonce, query.get("path", ""), device):
        return json_answer(b"", status=403)
    world = world_of(request)
    load = world.loads.open(nonce, visitor)
    if load is None:
        return json_answer(b"", status=403)
    return json_answer({"id": load.id, "key": load.key, "now": round(clock.now() * 1000), **_told(world)})


def _told(world: World) -> dict[str, object]:
    switches = world.switches
    return {
        "ready_ms": switches.ready_ms,
        "gnarly": switches.frontier_gnarly,
        "lists": switches.page_lists,
    }


async def _report(request: web.Request) -> web.Response:
    """Take the script's report; the first token of a session comes with the answer."""
    answer = json_answer({"code": 0})
    if request.query.get("stage") == "ready" or "msToken" not in request.cookies:
        set_api_cookies(request, answer)
    return answer


async def _icon(_request: web.Request) -> web.Response:
    return web.Response(status=204)
