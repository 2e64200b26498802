"""The way of every call: noted, spoilt if that is its lot, answered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tiktok_standin.open_answers import Refused
from tiktok_standin.open_posts import settle_all
from tiktok_standin.open_state import state_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tiktok_standin.open_faults import OpenFault, OpenKind
    from tiktok_standin.open_state import OpenState


@dataclass(slots=True)
class Call:
    """One call: what is asked, what is noted of it, what goes wrong."""

    request: web.Request
    state: OpenState
    endpoint: str
    entry: dict[str, Any]
    faults: list[OpenFault] = field(default_factory=list)
    era: int = 0
    """How often the state had been reset when the call came."""

    def fault(self, kind: OpenKind) -> OpenFault | None:
        """Return the call's fault of a kind."""
        return next((fault for fault in self.faults if fault.kind == kind), None)

    @property
    def now(self) -> float:
        """Return the API's time."""
        return self.state.now()


class Cut(Exception):  # noqa: N818
    """The connection is to be cut."""


async def answered(
    call: Call,
    answer: Callable[[Call], Awaitable[web.Response]],
    failed: Callable[[OpenState, Refused], web.Response],
) -> web.Response:
    """Answer a call, spoilt as its faults say."""
    settle_all(call.state)
    try:
        response = await _spoilt(call, answer, failed)
    except (Cut, ConnectionError):
        _note(call, 0, None)
        return cut(call.request)
    _note(call, response.status, call.entry.get("code"))
    return response


async def _spoilt(
    call: Call,
    answer: Callable[[Call], Awaitable[web.Response]],
    failed: Callable[[OpenState, Refused], web.Response],
) -> web.Response:
    if slow := call.fault("slow"):
        await asyncio.sleep(slow.seconds)
    try:
        _before(call)
        response = await answer(call)
    except Refused as refusal:
        call.entry["code"] = refusal.code
        response = failed(call.state, refusal)
    if late := call.fault("late"):
        await asyncio.sleep(late.seconds)
    if call.fault("lost"):
        raise Cut
    return _bare(call, response)


def _before(call: Call) -> None:
    if call.fault("reset") and call.endpoint != "upload":
        raise Cut
    if spoilt := call.fault("status"):
        raise Refused(spoilt.status, spoilt.code or "", "spoilt by the fault plan")


def _bare(call: Call, response: web.Response) -> web.Response:
    """Leave out the body where the fault wants none."""
    spoilt = call.fault("status")
    return web.Response(status=spoilt.status) if spoilt and spoilt.code is None else response


def cut(request: web.Request) -> web.Response:
    """Cut the connection; nobody reads the result."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def begin(request: web.Request, endpoint: str) -> Call:
    """Begin a call."""
    state = state_of(request)
    entry = {"time": state.now(), "endpoint": endpoint, "method": request.method}
    call = Call(request, state, endpoint, entry, era=state.resets)
    reroute(call, endpoint)
    return call


def reroute(call: Call, endpoint: str) -> None:
    """Give a call its name, which for some is known only from the body, and the faults that it has by it."""
    call.endpoint = call.entry["endpoint"] = endpoint
    call.faults = call.state.faults.decide(endpoint)
    call.entry["faults"] = [fault.kind for fault in call.faults]
    call.state.counts[endpoint] += 1


def _note(call: Call, status: int, code: str | None) -> None:
    if call.era != call.state.resets:
        return
    call.entry |= {"number": call.state.counts.total(), "status": status, "code": code or "ok"}
    call.state.calls.append(call.entry)
