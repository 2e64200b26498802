"""Control of webhooks: what happened, made-up events, deliveries in any order, repeated, stale or forged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_standin.open_webhooks import Delivery, Event, check_address, deliver

if TYPE_CHECKING:
    from aiohttp import web

    from tiktok_standin.open_control import Control
    from tiktok_standin.open_state import OpenState


class _Made(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    event: str
    content: dict[str, Any] = {}
    client_key: str = "sbx-desktop-key"
    handle: str = "creator.one"


async def _events(state: OpenState, _request: web.Request) -> list[dict[str, Any]]:
    return [_told(event) for event in state.webhooks.events]


def _told(event: Event) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(event)
    return told | {"body": event.body().decode()}


async def _make(state: OpenState, request: web.Request) -> dict[str, Any]:
    made = msgspec.json.decode(await request.read(), type=_Made)
    open_id = state.accounts[made.handle].open_id(state.apps[made.client_key].client_key)
    return _told(state.webhooks.add(state, made.client_key, made.event, open_id, made.content))


async def _deliver(state: OpenState, request: web.Request) -> list[dict[str, Any]]:
    """Deliver events once, whatever was delivered before; tell the answers in the order of sending."""
    how = msgspec.json.decode(await request.read() or b"{}", type=Delivery)
    check_address(how.url)
    answers = []
    for event in _chosen(state, how):
        for _ in range(how.times):
            status = await deliver(state, event, how, int(state.now()) - how.age_s)
            answers.append({"id": event.id, "event": event.event, "status": status})
    return answers


def _chosen(state: OpenState, how: Delivery) -> list[Event]:
    if how.ids is None:
        return [event for event in state.webhooks.events if not event.deliveries]
    known = {event.id: event for event in state.webhooks.events}
    return [known[one] for one in how.ids]


ROUTES: tuple[tuple[str, str, Control], ...] = (
    ("GET", "/webhooks", _events),
    ("POST", "/webhooks", _make),
    ("POST", "/webhooks/deliver", _deliver),
)
