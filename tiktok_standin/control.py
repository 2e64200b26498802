"""Control below ``/_standin/``: truth, log, statistics, plan, switches, growth, links. All JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
from aiohttp import web

from tiktok_standin import clock, links
from tiktok_standin.faults import FaultPlan
from tiktok_standin.switches import Switches
from tiktok_standin.world import json_answer, world_of


def routes() -> list[web.RouteDef]:
    """Return the control routes."""
    return [
        web.get("/_standin/health", _health),
        web.get("/_standin/handles", _handles),
        web.get("/_standin/truth/{handle}", _truth),
        web.get("/_standin/stats", _stats),
        web.get("/_standin/log", _log),
        web.delete("/_standin/log", _clear),
        web.get("/_standin/plan", _plan),
        web.put("/_standin/plan", _set_plan),
        web.get("/_standin/switches", _switches),
        web.put("/_standin/switches", _set_switches),
        web.delete("/_standin/switches", _first_switches),
        web.delete("/_standin/budgets", _fill_budgets),
        web.post("/_standin/grow", _grow),
        web.get("/_standin/links", _links),
        web.put("/_standin/links", _set_links),
    ]


class _Growth(msgspec.Struct, forbid_unknown_fields=True):
    handle: str
    count: int
    now: int | None = None


async def _health(_request: web.Request) -> web.Response:
    return json_answer({"ok": True})


async def _handles(request: web.Request) -> web.Response:
    return json_answer(world_of(request).catalogue.handles)


async def _truth(request: web.Request) -> web.Response:
    try:
        return json_answer(world_of(request).catalogue.truth(request.match_info["handle"]))
    except KeyError:
        return _refused(404, "no such handle")


async def _stats(request: web.Request) -> web.Response:
    world = world_of(request)
    return json_answer(world.log.stats() | {"faults": dict(world.plan.injected)})


async def _log(request: web.Request) -> web.Response:
    limit = request.query.get("limit", "")
    return json_answer(world_of(request).log.entries(int(limit) if limit.isdecimal() else None))


async def _clear(request: web.Request) -> web.Response:
    world_of(request).log.clear()
    return json_answer({"ok": True})


async def _plan(request: web.Request) -> web.Response:
    return json_answer(world_of(request).plan.to_builtins())


async def _set_plan(request: web.Request) -> web.Response:
    try:
        world_of(request).plan = FaultPlan.from_json(await request.read())
    except msgspec.MsgspecError as error:
        return _refused(400, str(error))
    return await _plan(request)


async def _switches(request: web.Request) -> web.Response:
    return json_answer(world_of(request).switches)


async def _set_switches(request: web.Request) -> web.Response:
    world = world_of(request)
    try:
        wanted = msgspec.to_builtins(world.switches) | await request.json(loads=msgspec.json.decode)
        world.switch(msgspec.convert(wanted, Switches))
    except msgspec.MsgspecError as error:
        return _refused(400, str(error))
    return await _switches(request)


async def _first_switches(request: web.Request) -> web.Response:
    world = world_of(request)
    world.switch(replace(world.first_switches))
    return await _switches(request)


async def _fill_budgets(request: web.Request) -> web.Response:
    world_of(request).budgets.clear()
    return json_answer({"ok": True})


async def _grow(request: web.Request) -> web.Response:
    try:
        growth = msgspec.json.decode(await request.read(), type=_Growth)
        now = growth.now or clock.epoch()
        added = world_of(request).catalogue.add_posts(growth.handle, growth.count, now=now)
    except msgspec.MsgspecError as error:
        return _refused(400, str(error))
    except KeyError:
        return _refused(404, "no such handle")
    return json_answer({"ids": added})


async def _links(request: web.Request) -> web.Response:
    world = world_of(request)
    return json_answer(links.targets(world.catalogue) | world.links)


async def _set_links(request: web.Request) -> web.Response:
    try:
        world_of(request).links |= msgspec.json.decode(await request.read(), type=dict[str, str])
    except msgspec.MsgspecError as error:
        return _refused(400, str(error))
    return await _links(request)


def _refused(status: int, reason: str) -> web.Response:
    body: dict[str, Any] = {"error": reason}
    return json_answer(body, status=status)
