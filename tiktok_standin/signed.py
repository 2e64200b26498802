"""Endpoints that answer nothing unless the page's own script signed the request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web

from tiktok_standin import pages, people, scopes, shape_user
from tiktok_standin.token_checks import refuses, token_fault
from tiktok_standin.visitors import address_of
from tiktok_standin.world import hosts_of, json_answer, log_fields, refused, world_of

if TYPE_CHECKING:
    from tiktok_standin.catalogue import Account

Answer = Callable[[web.Request], Awaitable[web.Response]]

SIGNATURES = ("X-Bogus", "X-Gnarly")
_PLACEHOLDERS = ("X-Gnarly", "X-Dynosaur")
_MARKS = tuple(f"{name}=" for name in (*SIGNATURES, "X-Tts-Oec-Bsid"))


def guarded(answer: Answer, *, full: bool = False) -> Answer:
    """Refuse requests to a handler that the page script did not sign.

    ``full`` endpoints want every signature and the identifiers of the page; the others are content with
    ``X-Bogus``.
    """

    async def handler(request: web.Request) -> web.Response:
        fault = request_fault(request, full=full)
        return await answer(request) if fault is None else refuse(request, fault)

    return handler


def refuse(request: web.Request, fault: str) -> web.Response:
    """Refuse a request and count why."""
    world_of(request).log.refusals[fault] += 1
    return refused()


def request_fault(request: web.Request, *, full: bool = False) -> str | None:
    """Return why a signed endpoint does not answer a request, or None: that spends its signature."""
    fault = signing_fault(request, full=full)
    return _later_fault(request, full=full) if fault is None else f"signature {fault}"


def _later_fault(request: web.Request, *, full: bool) -> str | None:
    """Return what else refuses a well signed request: no token, a session's first call, a spent budget."""
    world, visitor = world_of(request), world_of(request).visitors.of(request)
    token = token_fault(request, visitor, needed=full)
    if refuses(request, token):
        return f"token {token}"
    if visitor is not None:
        visitor.signed += 1
        if visitor.signed == 1 and world.switches.first_empty:
            return "first call"
    spent = world.budgets.spend(address_of(request), "" if visitor is None else visitor.name, world.switches)
    return None if spent is None else f"budget {spent}"


def signing_fault(request: web.Request, *, full: bool = False) -> str | None:
    """Return what is wrong with the signing of a request, or None; a good signature is spent by this."""
    rule = world_of(request).switches.signing
    if rule == "off":
        return None
    if not request.cookies.get("ttwid"):
        return "without visitor"
    if rule == "placeholder":
        return None if any(request.query.get(name) for name in _PLACEHOLDERS) else "absent"
    names = SIGNATURES if full else SIGNATURES[:1]
    if not all(request.query.get(name) for name in names):
        return "absent"
    return _disagreement(request, full=full) or _signature_fault(request, names)


def _disagreement(request: web.Request, *, full: bool) -> str | None:
    query, visitor = request.query, request.cookies["ttwid"]
    if not same_agent(request.headers.get("User-Agent", ""), query.get("browser_version", "")):
        return "of another browser"
    told = {"device_id": scopes.device_of(visitor), "odinId": scopes.odin_of(visitor)}
    if full and any(query.get(name) != value for name, value in told.items()):
        return "of another device"
    return None


def same_agent(header: str, version: str) -> bool:
    """Tell whether ``browser_version`` is that of the User-Agent, with or without ``Mozilla/``.

    A headless engine's own name for itself counts as its common one: scripts may see either.
    """
    return header != "" and _plain(header) == _plain(version)


def _plain(agent: str) -> str:
    return agent.removeprefix("Mozilla/").replace("HeadlessChrome/", "Chrome/")


def _signature_fault(request: web.Request, names: tuple[str, ...]) -> str | None:
    world, visitor = world_of(request), request.cookies["ttwid"]
    given = [request.query[name] for name in names]
    address = unsigned(request.raw_path)
    life = world.switches.signature_life
    for name, signature in zip(names, given, strict=True):
        fault = world.loads.check(name, signature, visitor, address, life)
        if fault is not None:
            return fault
    world.loads.spend(given[0])
    return None


def unsigned(address: str) -> str:
    """Return path and query as they were before they were signed."""
    path, _, query = address.partition("?")
    kept = [part for part in query.split("&") if not part.startswith(_MARKS)]
    return f"{path}?{'&'.join(kept)}"


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
