"""What TikTok sends by itself: whether it is TikTok's, how old it is, and what it says. Pure."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from tiktok_spiders.exceptions import TikTokSpidersError
from tiktok_spiders.publish import codes
from tiktok_spiders.publish.states import State

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADER = "TikTok-Signature"
REMOVED = "authorization.removed"
REMOVED_BY = {
    0: "TikTok gives no reason",
    1: "the user disconnected the app",
    2: "the account was deleted",
    3: "the user's age was changed",
    4: "the account was banned",
    5: "the app's developer revoked it",
}
"""Reasons of ``authorization.removed``."""

PUBLIC = frozenset({"post.publish.publicly_available", "post.publish.publicaly_available"})
GONE = frozenset({"post.publish.no_longer_publicaly_available", "post.publish.no_longer_publicly_available"})
"""TikTok's own spelling, and the right one."""
_STATES = {"post.publish.complete": State.PUBLISHED, "post.publish.inbox_delivered": State.INBOX}
_FAILED = "post.publish.failed"


class SignatureError(TikTokSpidersError):
    """Raised for a body that TikTok did not sign so."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One webhook. ``content`` is text that holds JSON."""

    event: str
    client_key: str = ""
    create_time: int = 0
    """Seconds since 1970."""
    user_openid: str = ""
    content: str | dict[str, Any] = ""

    @property
    def told(self) -> dict[str, Any]:
        """Return the content as JSON; ``{}`` for one that is none."""
        if isinstance(self.content, dict):
            return self.content
        try:
            found = msgspec.json.decode(self.content or "{}")
        except msgspec.DecodeError:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def publish_id(self) -> str | None:
        """Return the post that it is about."""
        return _text(self.told.get("publish_id"))

    @property
    def post_id(self) -> str | None:
        """Return TikTok's public post, a number or text on the wire."""
        return _text(self.told.get("post_id"))

    @property
    def is_public(self) -> bool:
        """Tell the event of a post that has become public."""
        return self.event in PUBLIC

    @property
    def is_gone(self) -> bool:
        """Tell the event of a post that is public no longer."""
        return self.event in GONE


class Meaning(NamedTuple):
    """The state that an event leads a post to, and why."""

    state: State | None
    reason: str | None = None


def age_of(header: str | None, body: bytes, secret: str, now: float) -> float:
    """Return the age in seconds of a rightly signed body, below 0 for one of the future.

    The signature is over the time, a dot and the body as it came: never over one that was written anew.
    Raises ``SignatureError``.
    """
    parts = dict(_pair(part) for part in (header or "").split(","))
    moment, given = parts.get("t", ""), parts.get("s", "")
    if not (moment.isascii() and moment.isdigit() and len(moment) < 20 and given):
        raise SignatureError(f"no {HEADER}")
    expected = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), given.encode()):
        raise SignatureError(f"{HEADER} is not this body's")
    return now - int(moment)


def read(body: bytes) -> Event | None:
    """Return what a body says; None for one that is no event."""
    try:
        return msgspec.json.decode(body, type=Event, strict=False)
    except msgspec.DecodeError:
        return None


def meaning(event: Event) -> Meaning:
    """Return what an event says of its post; no state for events that are about something else."""
    if event.event == _FAILED:
        return Meaning(*codes.end_of(str(event.told.get("reason") or "")))
    if event.is_public or event.is_gone:
        return Meaning(State.PUBLISHED)
    return Meaning(_STATES.get(event.event))


def removal(event: Event) -> str:
    """Return in words why TikTok took the app's access away."""
    why: Mapping[int, str] = REMOVED_BY
    found = event.told.get("reason")
    return why.get(found, f"reason {found}") if isinstance(found, int) else f"reason {found}"


def body_hash(body: bytes) -> str:
    """Return what two deliveries of the same event share."""
    return hashlib.sha256(body).hexdigest()


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.strip().partition("=")
    return name, value


def _text(value: object) -> str | None:
    return str(value) if isinstance(value, (str, int)) and value else None
