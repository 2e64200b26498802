"""What all handlers share, and small ways to answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from tiktok_standin import clock, ids
from tiktok_standin.budgets import Budgets
from tiktok_standin.hosts import hosts_for
from tiktok_standin.items import Items
from tiktok_standin.loads import Loads
from tiktok_standin.social import Social
from tiktok_standin.tokens import Tokens
from tiktok_standin.visitors import Visitors

if TYPE_CHECKING:
    from tiktok_standin.catalogue import Catalogue
    from tiktok_standin.faults import FaultPlan
    from tiktok_standin.hosts import Hosts
    from tiktok_standin.log import RequestLog
    from tiktok_standin.switches import Switches


@dataclass(slots=True)
class World:
    """The catalogue, its renderer, the faults, the switches and the log of one stand-in."""

    catalogue: Catalogue
    plan: FaultPlan
    switches: Switches
    log: RequestLog
    first_switches: Switches = field(init=False)
    items: Items = field(init=False)
    links: dict[str, str] = field(default_factory=dict)
    """Short-link codes beside the catalogue's own; an empty target is dead."""

    loads: Loads = field(default_factory=Loads)
    tokens: Tokens = field(default_factory=Tokens)
    visitors: Visitors = field(default_factory=Visitors)
    budgets: Budgets = field(init=False)
    social: Social = field(init=False)
    serial: int = 0

    def __post_init__(self) -> None:
        self.first_switches = replace(self.switches)
        self.budgets = Budgets(self.catalogue.seed)
        self.social = Social(self.catalogue)
        self.switch(self.switches)

    def switch(self, switches: Switches) -> None:
        """Behave by other switches from now on."""
        self.switches = switches
        self.items = Items(self.catalogue, url_life=switches.url_life)

    def next_serial(self) -> int:
        """Count answers, so that tokens differ from each other."""
        self.serial += 1
        return self.serial


WORLD: web.AppKey[World] = web.AppKey("world", World)


def world_of(request: web.Request) -> World:
    """Return the world that the request's application serves."""
    return request.app[WORLD]


def hosts_of(request: web.Request) -> Hosts:
    """Return where media addresses in the answer shall point."""
    return hosts_for(request.headers.get("Host", ""))


def json_answer(body: Any, **options: Any) -> web.Response:
    """Answer JSON with the content type that TikTok sends."""
    text = body if isinstance(body, bytes) else msgspec.json.encode(body)
    return web.Response(body=text, content_type="application/json", charset="utf-8", **options)


def refused() -> web.Response:
    """Return the empty answer with which TikTok refuses: status 200, no body."""
    return json_answer(b"", headers={"tt_orcas_res": "1"})


def html_answer(body: bytes | str, **options: Any) -> web.Response:
    """Answer HTML."""
    text = body if isinstance(body, bytes) else body.encode()
    return web.Response(body=text, content_type="text/html", charset="utf-8", **options)


def log_fields(request: web.Request) -> dict[str, Any]:
    """Return the two envelope members that name the answer in TikTok's logs."""
    now = clock.epoch()
    log_id = ids.log_id(20261001000000, world_of(request).next_serial())
    return {
        "extra": {"fatal_item_ids": [], "logid": log_id, "now": now * 1000},
        "log_pb": {"impr_id": log_id},
    }
