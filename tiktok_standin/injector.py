"""Carries out the faults of a plan."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from tiktok_standin import check_page, embeds, posts, shell, shop_faults
from tiktok_standin.search_lists import nil_info
from tiktok_standin.world import html_answer, json_answer, refused

if TYPE_CHECKING:
    from tiktok_standin.faults import Fault

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Effect = Callable[[web.Request, Handler, "Fault"], Awaitable[web.StreamResponse]]

_CAPTCHA = {
    "code": "10000",
    "from": "shark_admin",
    "type": "verify",
    "region": "va",
    "subtype": "slide",
    "detail": "",
}
_SCOPES = {
    "page.user": "webapp.user-detail",
    "page.hashtag": "webapp.challenge-detail",
    "page.sound": "webapp.music-detail",
    "page.video": "webapp.video-detail",
    "page.photo": "webapp.video-detail",
    "page.share": "webapp.video-detail",
}
_LISTS = (
    "itemList",
    "comments",
    "userList",
    "item_list",
    "user_list",
    "data",
    "playList",
    "collectionList",
    "sug_list",
)
_CURSORS = ("cursor", "offset", "minCursor")
_BAD: dict[str, Any] = {
    **{key: {"unexpected": []} for key in ("id", "cid", "mixId", "collectionId", "content")},
    "type": 1,
    "createTime": "soon",
    **dict.fromkeys(("author", "user", "user_info", "item", "stats"), 7),
    "video": None,
}
_CHUNK = bytes(1 << 20)


class Dropped(Exception):  # noqa: N818
    """The connection was cut on purpose."""


async def inject(request: web.Request, handler: Handler, faults: list[Fault]) -> web.StreamResponse:
    """Answer a request with its faults. Raises Dropped after the connection was cut."""
    for fault in faults:
        if fault.kind != "slow":
            effect = shop_faults.effect(request, fault.kind) or EFFECTS[fault.kind]
            return await effect(request, handler, fault)
        await asyncio.sleep(fault.ms / 1000)
    return await handler(request)


async def _empty(_request: web.Request, _handler: Handler, _fault: Fault) -> web.StreamResponse:
    return refused()


async def _no_state(_request: web.Request, _handler: Handler, _fault: Fault) -> web.StreamResponse:
    return html_answer(shell.page(None))


async def _downgraded(_request: web.Request, _handler: Handler, _fault: Fault) -> web.StreamResponse:
    return html_answer(shell.DOWNGRADED)


async def _check_page(request: web.Request, _handler: Handler, _fault: Fault) -> web.StreamResponse:
    return check_page.answer(request)


async def _login(_request: web.Request, _handler: Handler, _fault: Fault) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": "/login?redirect_url=%2F"})


async def _captcha_json(_request: web.Request, _handler: Handler, _fault: Fault) -> web.StreamResponse:
    return json_answer(_CAPTCHA)


async def _captcha_header(_request: web.Request, _handler: Handler, _fault: Fault) -> web.StreamResponse:
    verify = msgspec.json.encode(_CAPTCHA).decode()
    return json_answer(b"", headers={"bdturing-verify": verify, "x-vc-bdturing-parameters": "stand-in"})


async def _captcha_page(_request: web.Request, _handler: Handler, _fault: Fault) -> web.StreamResponse:
    return html_answer(shell.CAPTCHA)


async def _code(request: web.Request, _handler: Handler, fault: Fault) -> web.StreamResponse:
    message = posts.MESSAGES.get(fault.code, "error")
    if request.path.startswith(("/api/", "/api-live/", "/webcast/")):
        return json_answer({"statusCode": fault.code, "status_code": fault.code, "status_msg": message})
    name = request.match_info.route.name or ""
    if name == "oembed":
        return embeds.no_oembed()
    if name == "embed.video":
        return embeds.no_video(request.match_info["id"])
    scope = _SCOPES.get(name, "webapp.user-detail")
    if scope == "webapp.video-detail" and "Mobile" in request.headers.get("User-Agent", ""):
        scope = "webapp.reflow.video.detail"
    own = {"statusCode": fault.code, "statusMsg": message}
    state = msgspec.json.encode({"__DEFAULT_SCOPE__": {scope: own}})
    return html_answer(shell.page(state))


async def _stuck_cursor(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    asked = next((request.query[name] for name in _CURSORS if name in request.query), "0")

    def change(body: dict[str, Any]) -> None:
        _say_more(body, more=True)
        for key in ("cursor", "minCursor"):
            if key in body:
                body[key] = asked if isinstance(body[key], str) or not asked.isdecimal() else int(asked)
        if "cursor" in body or "minCursor" in body:
            return
        if "itemList" in body:
            body["itemList"] = [item for item in body["itemList"] if str(item["createTime"] * 1000) == asked]

    return await _changed(request, handler, change)


async def _repeated_page(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    query = {key: value for key, value in request.query.items() if key not in _CURSORS}
    return await handler(request.clone(rel_url=request.rel_url.with_query(query)))


async def _has_more_false(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    return await _changed(request, handler, lambda body: _say_more(body, more=False))


async def _has_more_true(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    return await _changed(request, handler, lambda body: _say_more(body, more=True))


def _say_more(body: dict[str, Any], *, more: bool) -> None:
    for key in ("hasMore", "hasMorePrevious", "has_more"):
        if key in body:
            body[key] = int(more) if key == "has_more" else more


async def _no_item_list(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    def change(body: dict[str, Any]) -> None:
        for key in _LISTS:
            body.pop(key, None)
        _say_more(body, more=True)

    return await _changed(request, handler, change)


async def _empty_session(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    """Answer a search as if it had come to its end: no list, and the reason in ``search_nil_info``."""

    def change(body: dict[str, Any]) -> None:
        for key in _LISTS:
            body.pop(key, None)
        _say_more(body, more=False)
        body["search_nil_info"] = nil_info("empty_session")

    return await _changed(request, handler, change)


async def _bad_item(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    def change(body: dict[str, Any]) -> None:
        items = next((body[key] for key in _LISTS if body.get(key)), None)
        if isinstance(items, list):
            items[len(items) // 2] = _BAD

    return await _changed(request, handler, change)


async def _changed(
    request: web.Request, handler: Handler, change: Callable[[dict[str, Any]], None]
) -> web.StreamResponse:
    answer = await handler(request)
    if not isinstance(answer, web.Response) or answer.content_type != "application/json" or not answer.body:
        return answer
    body = msgspec.json.decode(_body(answer))
    change(body)
    answer.body = msgspec.json.encode(body)
    return answer


def _body(answer: web.Response) -> bytes:
    return answer.body if isinstance(answer.body, bytes) else b""


async def _reset(request: web.Request, _handler: Handler, _fault: Fault) -> web.StreamResponse:
    _cut(request)
    raise Dropped


async def _reset_body(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    answer = await handler(request)
    body = _body(answer) if isinstance(answer, web.Response) else b""
    broken = web.StreamResponse(headers={"Content-Type": answer.headers.get("Content-Type", "text/html")})
    broken.content_length = max(2, len(body))
    await broken.prepare(request)
    await broken.write(body[: len(body) // 2])
    await asyncio.sleep(0)
    _close(request)
    raise Dropped


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _close(request: web.Request) -> None:
    """Close after what is written has left, short of the promised length."""
    if request.transport is not None:
        request.transport.close()


async def _http(_request: web.Request, _handler: Handler, fault: Fault) -> web.StreamResponse:
    headers = {} if fault.retry_after is None else {"Retry-After": fault.retry_after}
    body = shell.DENIED if fault.status == 403 else ""
    if fault.status == 400:
        body = "url doesn't match"
    return html_answer(body, status=fault.status, headers=headers)


async def _truncated(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    answer = await handler(request)
    if isinstance(answer, web.Response):
        body = _body(answer)
        answer.body = body[: len(body) // 2]
    return answer


async def _html(_request: web.Request, _handler: Handler, _fault: Fault) -> web.StreamResponse:
    return html_answer(shell.page(None))


async def _charset(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    answer = await handler(request)
    answer.charset = "utf-16"
    return answer


async def _gzip(request: web.Request, handler: Handler, _fault: Fault) -> web.StreamResponse:
    answer = await handler(request)
    answer.headers["Content-Encoding"] = "gzip"
    return answer


async def _huge(request: web.Request, _handler: Handler, fault: Fault) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "text/html; charset=utf-8"})
    answer.content_length = fault.size
    await answer.prepare(request)
    for start in range(0, fault.size, len(_CHUNK)):
        await answer.write(_CHUNK[: fault.size - start])
    return answer


EFFECTS: dict[str, Effect] = {
    "empty": _empty,
    "no_state": _no_state,
    "downgraded": _downgraded,
    "check_page": _check_page,
    "login": _login,
    "captcha_json": _captcha_json,
    "captcha_header": _captcha_header,
    "captcha_page": _captcha_page,
    "code": _code,
    "stuck_cursor": _stuck_cursor,
    "repeated_page": _repeated_page,
    "has_more_false": _has_more_false,
    "has_more_true": _has_more_true,
    "no_item_list": _no_item_list,
    "empty_session": _empty_session,
    "bad_item": _bad_item,
    "reset": _reset,
    "reset_body": _reset_body,
    "http": _http,
    "truncated": _truncated,
    "html": _html,
    "charset": _charset,
    "gzip": _gzip,
    "huge": _huge,
    **shop_faults.OWN,
}
