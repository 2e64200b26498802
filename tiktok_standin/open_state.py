"""Everything that the official API of one stand-in knows."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tiktok_standin import clock, ids, open_defaults
from tiktok_standin.open_faults import OpenFaults
from tiktok_standin.open_limits import Windows
from tiktok_standin.open_switches import OpenSwitches
from tiktok_standin.open_tokens import OpenTokens
from tiktok_standin.open_webhooks import Webhooks

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_standin.open_models import OpenAccount, OpenApp, OpenPost
    from tiktok_standin.open_pulls import Pull

_CALLS = 10_000


@dataclass(slots=True)
class OpenState:
    """Apps, accounts, tokens, posts, switches, faults, the log of calls, and the clock.

    The clock is ``time`` plus an offset that the control sets.
    """

    time: Callable[[], float] = clock.now
    offset_s: float = 0.0
    upload_port: int = 0
    upload_host: str = "127.0.0.1"
    apps: dict[str, OpenApp] = field(default_factory=dict)
    accounts: dict[str, OpenAccount] = field(default_factory=dict)
    tokens: OpenTokens = field(default_factory=OpenTokens)
    posts: dict[str, OpenPost] = field(default_factory=dict)
    pulls: dict[str, Pull] = field(default_factory=dict)
    """How the hosts of pulled addresses behave; others are well."""

    windows: Windows = field(default_factory=Windows)
    switches: OpenSwitches = field(default_factory=OpenSwitches)
    faults: OpenFaults = field(default_factory=OpenFaults)
    webhooks: Webhooks = field(default_factory=Webhooks)
    calls: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=_CALLS))
    counts: Counter[str] = field(default_factory=Counter)
    serial: int = 0
    resets: int = 0
    """How often it was made as at the start: what began before is no part of what comes after."""

    changed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when something may be due earlier than before."""

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Be as at the start, the clock too."""
        self.offset_s = 0.0
        self.apps = {app.client_key: app for app in open_defaults.apps()}
        self.accounts = {one.handle: one for one in open_defaults.accounts(self.now())}
        self.tokens, self.posts, self.pulls = OpenTokens(), {}, {}
        self.windows, self.switches, self.faults = Windows(), OpenSwitches(), OpenFaults()
        self.webhooks.clear()
        self.calls.clear()
        self.counts.clear()
        self.resets += 1
        self.changed.set()

    def now(self) -> float:
        """Return epoch seconds on the API's clock."""
        return self.time() + self.offset_s

    def log_id(self) -> str:
        """Return the id of an answer."""
        self.serial += 1
        return ids.log_id(20261001000000, "open", self.serial)


OPEN: web.AppKey[OpenState] = web.AppKey("open", OpenState)


def state_of(request: web.Request) -> OpenState:
    """Return the state that the request's application serves."""
    return request.app[OPEN]
