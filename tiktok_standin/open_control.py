"""Control of the official API below ``/_standin/open``: apps, accounts, clock, switches, faults. All JSON."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

from tiktok_standin import open_control_logins, open_control_posts, open_control_webhooks
from tiktok_standin.open_faults import OpenFault, OpenFaults
from tiktok_standin.open_models import OpenAccount, OpenApp
from tiktok_standin.open_posts import settle_all
from tiktok_standin.open_pulls import Pull
from tiktok_standin.open_redirects import problems
from tiktok_standin.open_state import OpenState, state_of
from tiktok_standin.open_switches import OpenSwitches
from tiktok_standin.open_webhooks import check_address
from tiktok_standin.world import json_answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Control = Callable[[OpenState, web.Request], Awaitable[Any]]

ROOT = "/_standin/open"


class _Clock(msgspec.Struct, forbid_unknown_fields=True):
    offset_s: float


def routes() -> list[web.RouteDef]:
    """Return the control routes."""
    parts = (*_ROUTES, *open_control_logins.ROUTES, *open_control_posts.ROUTES, *open_control_webhooks.ROUTES)
    return [web.route(method, f"{ROOT}{path}", _told(control)) for method, path, control in parts]


def _told(control: Control) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def run(request: web.Request) -> web.Response:
        state = state_of(request)
        settle_all(state)
        try:
            return json_answer(await control(state, request))
        except (ValueError, msgspec.MsgspecError) as error:
            return json_answer({"error": str(error)}, status=400)
        except KeyError as error:
            return json_answer({"error": f"there is no {error.args[0]}"}, status=404)

    return run


async def _reset(state: OpenState, _request: web.Request) -> dict[str, Any]:
    state.reset()
    return {"ok": True}


async def _clock(state: OpenState, _request: web.Request) -> dict[str, float]:
    return {"offset_s": state.offset_s, "now": state.now()}


async def _set_clock(state: OpenState, request: web.Request) -> dict[str, float]:
    state.offset_s = msgspec.json.decode(await request.read(), type=_Clock).offset_s
    settle_all(state)
    state.changed.set()
    return await _clock(state, request)


async def _switches(state: OpenState, _request: web.Request) -> OpenSwitches:
    return state.switches


async def _set_switches(state: OpenState, request: web.Request) -> OpenSwitches:
    state.switches = await _merged(state.switches, request)
    return state.switches


async def _merged(old: Any, request: web.Request) -> Any:
    """Return a changed copy of a data class. Raises ValueError for a member that is not there."""
    wanted = msgspec.json.decode(await request.read(), type=dict[str, Any])
    known = {one.name for one in dataclasses.fields(old)}
    if unknown := wanted.keys() - known:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    return msgspec.convert(msgspec.to_builtins(old) | wanted, type(old))


async def _first_switches(state: OpenState, _request: web.Request) -> OpenSwitches:
    state.switches = OpenSwitches()
    return state.switches


async def _faults(state: OpenState, _request: web.Request) -> list[dict[str, object]]:
    return state.faults.told()


async def _set_faults(state: OpenState, request: web.Request) -> list[dict[str, object]]:
    state.faults = OpenFaults(msgspec.json.decode(await request.read(), type=list[OpenFault]))
    return state.faults.told()


async def _apps(state: OpenState, _request: web.Request) -> list[OpenApp]:
    return list(state.apps.values())


async def _set_app(state: OpenState, request: web.Request) -> OpenApp:
    key = request.match_info["key"]
    app: OpenApp = await _merged(
        state.apps.get(key, OpenApp(client_key=key, client_secret=f"secret-of-{key}")), request
    )
    if wrong := problems(app.type, app.redirect_uris):
        raise ValueError("; ".join(wrong))
    check_address(app.webhook_url)
    state.apps[key] = app
    return app


async def _accounts(state: OpenState, _request: web.Request) -> list[dict[str, Any]]:
    return [_account(state, account) for account in state.accounts.values()]


def _account(state: OpenState, account: OpenAccount) -> dict[str, Any]:
    open_ids = {key: account.open_id(key) for key in state.apps}
    told: dict[str, Any] = msgspec.to_builtins(account)
    first = next(iter(open_ids.values()))
    return told | {"open_id": first, "open_ids": open_ids, "union_id": account.union_id}


async def _set_account(state: OpenState, request: web.Request) -> dict[str, Any]:
    handle = request.match_info["handle"]
    state.accounts[handle] = await _merged(state.accounts.get(handle, OpenAccount(handle=handle)), request)
    return _account(state, state.accounts[handle])


async def _pulls(state: OpenState, _request: web.Request) -> dict[str, Pull]:
    return state.pulls


async def _set_pulls(state: OpenState, request: web.Request) -> dict[str, Pull]:
    state.pulls = msgspec.json.decode(await request.read(), type=dict[str, Pull])
    return state.pulls


async def _fill(state: OpenState, _request: web.Request) -> dict[str, Any]:
    state.windows.clear()
    return {"ok": True}


_ROUTES: tuple[tuple[str, str, Control], ...] = (
    ("DELETE", "", _reset),
    ("GET", "/clock", _clock),
    ("PUT", "/clock", _set_clock),
    ("GET", "/switches", _switches),
    ("PUT", "/switches", _set_switches),
    ("DELETE", "/switches", _first_switches),
    ("GET", "/faults", _faults),
    ("PUT", "/faults", _set_faults),
    ("GET", "/apps", _apps),
    ("PUT", "/apps/{key}", _set_app),
    ("GET", "/accounts", _accounts),
    ("PUT", "/accounts/{handle}", _set_account),
    ("GET", "/pulls", _pulls),
    ("PUT", "/pulls", _set_pulls),
    ("DELETE", "/budgets", _fill),
)
