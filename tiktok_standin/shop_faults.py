"""Faults as the Shop shows them: its own two kinds, and the others where its answers differ from TikTok's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from tiktok_standin import ids, shop_shell
from tiktok_standin.shop_api import list_place
from tiktok_standin.shop_catalogue import shop_of
from tiktok_standin.shop_pages import page_of
from tiktok_standin.shop_product_page import MESSAGES, SOFT_BLOCK, absent, answer
from tiktok_standin.shop_state import load_of
from tiktok_standin.world import html_answer, json_answer, world_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_standin.faults import Fault
    from tiktok_standin.injector import Effect, Handler

_LISTS = ("products", "productList", "product_reviews")


def effect(request: web.Request, kind: str) -> Effect | None:
    """Return what a kind does to a request to the Shop; None where it does what it does everywhere."""
    page = (request.match_info.route.name or "").startswith("page.shop.")
    if page:
        return _ON_PAGES.get(kind)
    return _ON_CALLS.get(kind) if request.path.startswith("/api/shop/") else None


async def _security_check(request: web.Request, _handler: Handler, _fault: Fault) -> web.StreamResponse:
    log_id = ids.log_id(20261001000000, world_of(request).next_serial())
    return html_answer(shop_shell.SECURITY_CHECK.format(log_id=log_id))


async def _soft_block(request: web.Request, _handler: Handler, _fault: Fault) -> web.StreamResponse:
    return _coded(request, SOFT_BLOCK)


async def _code(request: web.Request, _handler: Handler, fault: Fault) -> web.StreamResponse:
    return _coded(request, fault.code)


def _coded(request: web.Request, code: int) -> web.Response:
    if request.path.startswith("/api/"):
        return json_answer({"code": code, "message": MESSAGES.get(code, "error")})
    return answer(request, absent(code), shop_shell.TITLE)


async def _no_state(request: web.Request, _handler: Handler, _fault: Fault) -> web.StreamResponse:
    return html_answer(shop_shell.page(load_of(request), "Shop now - TikTok Shop", state=None))


async def _has_more_false(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    return await _changed(request, handler, lambda data: data.update(has_more=False))


async def _has_more_true(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    return await _changed(request, handler, lambda data: data.update(has_more=True))


async def _stuck_cursor(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    asked = msgspec.json.decode(await request.read()).get("load_more_params", "{}")

    def change(data: dict[str, Any]) -> None:
        data |= {"has_more": True, "load_more_params": msgspec.json.decode(asked)}

    return await _changed(request, handler, change)


async def _repeated_page(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    place = list_place(request, await request.read())

    def change(data: dict[str, Any]) -> None:
        if place is not None:
            data.clear()
            data |= page_of(request, place[0], place[0].products(shop_of(request)), 0)

    return await _changed(request, handler, change)


async def _no_item_list(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    def change(data: dict[str, Any]) -> None:
        for name in _LISTS:
            data.pop(name, None)
        data["has_more"] = True

    return await _changed(request, handler, change)


async def _bad_item(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    def change(data: dict[str, Any]) -> None:
        for name in _LISTS:
            if data.get(name):
                data[name][len(data[name]) // 2] = {"product_id": {"unexpected": []}, "review_id": 7.5}

    return await _changed(request, handler, change)


async def _changed(
    request: web.Request, handler: Handler, change: Callable[[dict[str, Any]], None]
) -> web.StreamResponse:
    found = await handler(request)
    if not isinstance(found, web.Response) or not isinstance(found.body, bytes) or not found.body:
        return found
    body = msgspec.json.decode(found.body)
    if "data" in body:
        change(body["data"])
        found.body = msgspec.json.encode(body)
    return found


OWN: dict[str, Effect] = {"shop_security_check": _security_check, "shop_soft_block": _soft_block}
_ON_PAGES: dict[str, Effect] = {"code": _code, "no_state": _no_state}
_ON_CALLS: dict[str, Effect] = {
    "code": _code,
    "has_more_false": _has_more_false,
    "has_more_true": _has_more_true,
    "stuck_cursor": _stuck_cursor,
    "repeated_page": _repeated_page,
    "no_item_list": _no_item_list,
    "bad_item": _bad_item,
}
