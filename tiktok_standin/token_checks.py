"""What is wrong with the msToken of a request."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tiktok_standin.visitors import NOBODY
from tiktok_standin.world import world_of

if TYPE_CHECKING:
    from aiohttp import web

    from tiktok_standin.visitors import Visitor

FORGED, FOREIGN, STALE, UNEQUAL, ABSENT = "forged", "foreign", "stale", "unequal", "absent"
UNDER_WAY_S = 0.5
"""Seconds that a call may take from its making to its arrival."""

_ALWAYS = {FORGED}
_STRICTLY = {FORGED, STALE, UNEQUAL, ABSENT}


def token_fault(request: web.Request, visitor: Visitor | None, *, needed: bool = False) -> str | None:
    """Return the fault of the query's msToken, or None.

    An empty one is a fault only where a token is ``needed``; one that was replaced more calls ago than the
    switch allows is ``stale``; a query that differs from the cookie is ``unequal``, unless the cookie came
    while the call was under way, as it does when the page's own script reports meanwhile.
    """
    token, cookie = request.query.get("msToken", ""), request.cookies.get("msToken", "")
    if not token:
        return ABSENT if needed else None
    read = world_of(request).tokens.read(token)
    if read is None:
        return FORGED
    owner, number = read
    if visitor is None or owner == NOBODY:
        return UNEQUAL if cookie and cookie != token else None
    if owner != visitor.owner:
        return FOREIGN
    if visitor.tokens - number > world_of(request).switches.token_grace:
        return STALE
    is_equal = not cookie or cookie == token or _was_under_way(request, visitor, number)
    return None if is_equal else UNEQUAL


def _was_under_way(request: web.Request, visitor: Visitor, number: int) -> bool:
    """Tell whether a page's call may have been made before the visitor's last token was given."""
    is_pages = "X-Bogus" in request.query
    is_last = number == visitor.tokens - 1
    return is_pages and is_last and time.monotonic() - visitor.renewed_at < UNDER_WAY_S


def refuses(request: web.Request, fault: str | None) -> bool:
    """Tell whether the switch lets a token's fault refuse the request."""
    rule = world_of(request).switches.tokens
    return rule != "off" and fault in (_STRICTLY if rule == "strict" else _ALWAYS)
