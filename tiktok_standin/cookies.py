"""The cookies that pages and API answers set."""

from __future__ import annotations

import time

from aiohttp import web

from tiktok_standin import clock, ids
from tiktok_standin.visitors import NOBODY
from tiktok_standin.world import world_of

_YEAR = 31_536_000
_TEN_DAYS = 864_000
_VISITOR: web.RequestKey[str] = web.RequestKey("visitor", str)


def set_page_cookies(request: web.Request, response: web.StreamResponse) -> None:
    """Set what a page load sets: the visitor id, and the tokens of the session unless it has them."""
    given = {
        "ttwid": (visitor_of(request), _YEAR),
        "tt_csrf_token": (ids.word("csrf", visitor_of(request), length=26), None),
        "tt_chain_token": (chain_of(request), None),
    }
    for name, (value, age) in given.items():
        if name not in request.cookies:
            _set(request, response, name, value, age)


def visitor_of(request: web.Request) -> str:
    """Return the ``ttwid`` of the visitor: the one it has, or the one that this answer gives it."""
    known = request.cookies.get("ttwid") or request.get(_VISITOR)
    if known is None:
        serial = str(world_of(request).next_serial())
        first, last = ids.word("ttwid", serial, length=43), ids.hex_word("ttwid", serial, length=64)
        known = request[_VISITOR] = f"1%7C{first}%7C{clock.epoch()}%7C{last}"
    return known


def chain_of(request: web.Request) -> str:
    """Return the ``tt_chain_token`` of the session: the one it has, or the one that this answer gives it."""
    return request.cookies.get("tt_chain_token") or ids.word("chain", visitor_of(request), length=22)


def set_api_cookies(request: web.Request, response: web.StreamResponse) -> None:
    """Set the next msToken, in the cookie and in the header alike."""
    world = world_of(request)
    visitor = world.visitors.of(request)
    if visitor is None:
        token = world.tokens.make(NOBODY, world.next_serial())
    else:
        visitor.tokens += 1
        visitor.renewed_at = time.monotonic()
        token = world.tokens.make(visitor.owner, visitor.tokens)
    response.headers["x-ms-token"] = token
    _set(request, response, "msToken", token, _TEN_DAYS)


def _set(request: web.Request, response: web.StreamResponse, name: str, value: str, age: int | None) -> None:
    host = request.headers.get("Host", "").partition(":")[0]
    life = "" if age is None else f"; Max-Age={age}"
    scope = "; Domain=.tiktok.com; Secure" if host.endswith("tiktok.com") else ""
    hidden = "; HttpOnly" if scope and name == "ttwid" else ""
    # as it is: the standard library would put a value with an equals sign in quotes
    response.headers.add("Set-Cookie", f"{name}={value}{life}; Path=/{scope}{hidden}")
