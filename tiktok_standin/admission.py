"""Refuses requests that mix identities or carry a bad token, and counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_standin.token_checks import FOREIGN, STALE, refuses, token_fault
from tiktok_standin.visitors import mixture
from tiktok_standin.world import world_of

if TYPE_CHECKING:
    from typing import Any

    from aiohttp import web

    from tiktok_standin.visitors import Visitor


def admitted(request: web.Request, visitor: Visitor | None, entry: dict[str, Any]) -> bool:
    """Tell whether a request may be answered; what is wrong with it goes into its log entry."""
    world = world_of(request)
    mixed = [] if visitor is None else mixture(request, visitor)
    fault = token_fault(request, visitor) if "msToken" in request.query else None
    if fault == FOREIGN:
        mixed.append("ms_token")
    entry["mixed"] = mixed
    world.log.mixed.update(mixed)
    world.log.mixed_requests += bool(mixed)
    world.log.tokens_stale += fault == STALE
    if mixed and world.switches.identities == "strict":
        world.log.refusals["identity mixed"] += 1
        return False
    if refuses(request, fault):
        world.log.refusals[f"token {fault}"] += 1
        return False
    return True
