"""Endpoints that answer nothing unless the page's own script signed the request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from tiktok_standin import pages, people, shape_user
from tiktok_standin.world import hosts_of, json_answer, log_fields, world_of

if TYPE_CHECKING:
    from tiktok_standin.catalogue import Account

Answer = Callable[[web.Request], Awaitable[web.Response]]

SIGNATURES = ("X-Gnarly", "X-Dynosaur")


def is_signed(request: web.Request) -> bool:
    """Tell whether a request carries the page script's parameter and a visitor cookie."""
    return "ttwid" in request.cookies and any(request.query.get(name) for name in SIGNATURES)


def refused() -> web.Response:
    """Return the empty answer with which TikTok refuses: status 200, no body."""
    return json_answer(b"", headers={"tt_orcas_res": "1"})


def guarded(answer: Answer) -> Answer:
    """Refuse unsigned requests to a handler."""

    async def handler(request: web.Request) -> web.Response:
        return await answer(request) if is_signed(request) else refused()

    return handler


async def unknown(_request: web.Request) -> web.Response:
    """Refuse every other endpoint below ``/api/``."""
    return refused()


async def user_detail(request: web.Request) -> web.Response:
    """Answer ``/api/user/detail/`` by handle or secUid."""
    name = request.query.get("uniqueId") or request.query.get("secUid", "")
    account = world_of(request).catalogue.account(name)
    status = people.NOT_FOUND if account is None else account.user.status_code
    body = log_fields(request) | {
        "statusCode": status,
        "status_code": status,
        "status_msg": people.MESSAGES.get(status, ""),
    }
    return json_answer(
        body | (_info(request, account) if account and account.user.visible else {"userInfo": {}})
    )


def _info(request: web.Request, account: Account) -> dict[str, object]:
    info = {
        "user": shape_user.api_profile(account.user, hosts_of(request)),
        **shape_user.counters(account),
    }
    return {"userInfo": info, "shareMeta": shape_user.share_meta(account)}


async def item_detail(request: web.Request) -> web.Response:
    """Answer ``/api/item/detail/`` by item id."""
    post = world_of(request).catalogue.post(request.query.get("itemId", ""))
    detail = pages.video_detail(request, post)
    message = {"status_code": detail["statusCode"], "status_msg": detail["statusMsg"]}
    return json_answer(detail | message | log_fields(request))
