"""What the Shop's own calls need besides a page's signature: a second one, and the cookie of its script."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from tiktok_standin import ids, signed
from tiktok_standin.shop_catalogue import shop_of
from tiktok_standin.world import json_answer, world_of

SIGNATURE, COOKIE = "X-Tts-Oec-Bsid", "oec_lucifer"
Answer = Callable[[web.Request], Awaitable[web.Response]]


def guarded(answer: Answer) -> Answer:
    """Refuse calls that no Shop page made."""

    async def handler(request: web.Request) -> web.Response:
        fault = shop_fault(request) or signed.request_fault(request)
        return await answer(request) if fault is None else signed.refuse(request, fault)

    return handler


def shop_fault(request: web.Request) -> str | None:
    """Return what a call lacks of the Shop's own marks, or None; its signature is not spent by this."""
    world, rule = world_of(request), world_of(request).switches.signing
    if rule == "off":
        return None
    signature, visitor = request.query.get(SIGNATURE, ""), request.cookies.get("ttwid", "")
    cookie = request.cookies.get(COOKIE, "")
    if not signature or not cookie:
        return "shop signature absent" if not signature else "shop cookie absent"
    if rule == "placeholder":
        return None
    if cookie != lucifer(request):
        return "shop cookie foreign"
    address, life = signed.unsigned(request.raw_path), world.switches.signature_life
    fault = world.loads.check(SIGNATURE, signature, visitor, address, life)
    return None if fault is None else f"shop signature {fault}"


def lucifer(request: web.Request) -> str:
    """Return the cookie value of a visitor."""
    parts = (COOKIE, shop_of(request).secret, request.cookies.get("ttwid", ""))
    return ids.hex_word(*parts, length=128) + ids.hex_word("tail", *parts, length=32)


async def give_cookie(request: web.Request) -> web.Response:
    """Give a visitor the cookie, when the page script asks for it."""
    answer = json_answer({"code": 0})
    host = request.headers.get("Host", "").partition(":")[0]
    scope = "; Domain=.tiktok.com; Secure" if host.endswith("tiktok.com") else ""
    answer.headers.add("Set-Cookie", f"{COOKIE}={lucifer(request)}; Path=/{scope}")
    return answer
