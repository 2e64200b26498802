"""Events, and the sender that signs and delivers them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp
import msgspec

if TYPE_CHECKING:
    from tiktok_standin.open_models import OpenPost
    from tiktok_standin.open_state import OpenState

HEADER = "TikTok-Signature"
_GIVE_UP_S = 72 * 3600.0
_TIMEOUT = aiohttp.ClientTimeout(total=10)


@dataclass(slots=True, kw_only=True)
class Event:
    """Something that an app is told."""

    id: int
    client_key: str
    event: str
    user_openid: str
    create_time: int
    content: dict[str, Any]
    deliveries: list[dict[str, Any]] = field(default_factory=list)

    def body(self) -> bytes:
        """Return what is sent: the content is text that holds JSON."""
        told = {
            "client_key": self.client_key,
            "event": self.event,
            "create_time": self.create_time,
            "user_openid": self.user_openid,
            "content": msgspec.json.encode(self.content).decode(),
        }
        return msgspec.json.encode(told)


class Delivery(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How events are delivered on request."""

    ids: list[int] | None = None
    """Which, in this order; None: all that were never delivered."""

    times: int = 1
    age_s: int = 0
    """How old the signature is."""

    secret: str | None = None
    """Sign with this instead of the app's secret."""

    reserialise: bool = False
    """Send the body with other white space than was signed."""

    url: str | None = None
    """Where to; None: the app's."""


class Webhooks:
    """All events, oldest first, and the tasks that deliver them."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def clear(self) -> None:
        """Forget all events."""
        self.stop()
        self.events.clear()

    def stop(self) -> None:
        """Send nothing more by itself."""
        for task in self._tasks:
            task.cancel()

    async def close(self) -> None:
        """Send nothing more by itself, and wait for the tasks' ends."""
        self.stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def add(
        self, state: OpenState, client_key: str, event: str, open_id: str, content: dict[str, Any]
    ) -> Event:
        """Note an event and, if the app has an address, send it."""
        made = Event(
            id=len(self.events) + 1,
            client_key=client_key,
            event=event,
            user_openid=open_id,
            create_time=int(state.now()),
            content=content,
        )
        self.events.append(made)
        if state.switches.webhooks == "auto" and state.apps[client_key].webhook_url:
            self._begin(state, made)
        return made

    def _begin(self, state: OpenState, event: Event) -> None:
        for _ in range(state.switches.webhook_times):
            task = asyncio.get_running_loop().create_task(_persist(state, event))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)


def tell(state: OpenState, post: OpenPost, event: str, more: dict[str, Any] | None = None) -> None:
    """Note an event of a post."""
    kind = state.switches.publish_type if post.mode == "direct" else "INBOX_SHARE"
    content = {"publish_id": post.publish_id, "publish_type": kind} | (more or {})
    if "post_id" in content and state.switches.webhook_post_id == "string":
        content["post_id"] = str(content["post_id"])
    state.webhooks.add(state, post.client_key, event, post.open_id, content)


def signature(secret: str, moment: int, body: bytes) -> str:
    """Return the header's value: the time, and the keyed hash of time, dot and body."""
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},s={digest}"


def check_address(url: str | None) -> None:
    """Raise ValueError for an address that is not of this machine: the sender never goes further."""
    if url is not None and urlsplit(url).hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise ValueError("webhooks are sent to loopback addresses only")


async def _persist(state: OpenState, event: Event) -> None:
    """Deliver until it is answered 200, with ever longer pauses."""
    first, pause = state.now(), state.switches.webhook_retry_s
    delivery = Delivery(age_s=state.switches.webhook_age_s)
    moment = int(first) - delivery.age_s
    while await deliver(state, event, delivery, moment) != 200:
        await asyncio.sleep(pause)
        pause *= 2
        if state.now() - first > _GIVE_UP_S:
            return
        moment = int(state.now()) - delivery.age_s if state.switches.webhook_resign else moment


async def deliver(state: OpenState, event: Event, how: Delivery, moment: int) -> int:
    """Send an event once; return the status of the answer, 0 for none."""
    app = state.apps[event.client_key]
    url, body = how.url or app.webhook_url or "", event.body()
    signed = signature(app.client_secret if how.secret is None else how.secret, moment, body)
    sent = msgspec.json.format(body, indent=2) if how.reserialise else body
    status = await _post(url, sent, {HEADER: signed, "Content-Type": "application/json"})
    event.deliveries.append({"time": state.now(), "signature": signed, "status": status})
    return status


async def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    try:
        async with (
            aiohttp.ClientSession(timeout=_TIMEOUT) as session,
            session.post(url, data=body, headers=headers, allow_redirects=False) as answer,
        ):
            return answer.status
    except (aiohttp.ClientError, TimeoutError):
        return 0
