"""The cookies that pages and API answers set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_standin import clock, ids
from tiktok_standin.world import world_of

if TYPE_CHECKING:
    from aiohttp import web

_YEAR = 31_536_000
_TEN_DAYS = 864_000


def set_page_cookies(request: web.Request, response: web.StreamResponse) -> None:
    """Set what a page load sets: the visitor id, and the tokens of the session unless it has them."""
    serial = str(world_of(request).next_serial())
    if "ttwid" not in request.cookies:
        value = f"1%7C{ids.word('ttwid', serial, length=43)}%7C{clock.epoch()}%7C{ids.hex_word('ttwid', serial, length=64)}"
        _set(request, response, "ttwid", value, _YEAR)
    for name, length in (("tt_csrf_token", 26), ("tt_chain_token", 22)):
        if name not in request.cookies:
            _set(request, response, name, ids.word(name, serial, length=length), None)


def set_api_cookies(request: web.Request, response: web.StreamResponse) -> None:
    """Set the next msToken, in the cookie and in the header alike."""
    serial = world_of(request).next_serial()
    token = ids.word("ms", serial, length=85) + ids.word("ms2", serial, length=61) + "=="
    response.headers["x-ms-token"] = token
    _set(request, response, "msToken", token, _TEN_DAYS)


def _set(request: web.Request, response: web.StreamResponse, name: str, value: str, age: int | None) -> None:
    host = request.headers.get("Host", "").partition(":")[0]
    if host.endswith("tiktok.com"):
        response.set_cookie(
            name, value, max_age=age, domain=".tiktok.com", path="/", secure=True, httponly=name == "ttwid"
        )
    else:
        response.set_cookie(name, value, max_age=age, path="/")
