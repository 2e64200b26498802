"""``proxy/status``: how many proxies there are, and how requests through them fared."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from fastapi import APIRouter
from pydantic import BaseModel, Field

from tiktok_spiders.api.errors import ApiError, told
from tiktok_spiders.api.sessions.shelves import Admin, shelf_of
from tiktok_spiders.api.state import Given, State
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.identities.shown import Line, lines_of
from tiktok_spiders.proxies import Proxy, ProxyPool, pool_of

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

ROUTER = APIRouter(prefix="/api/v1/proxy", tags=["identities"])

FILE_S, SERVICE_S = 5.0, 600.0
"""Seconds after which the list is read again: files and settings, and a service on the network."""

SHOWN = 2
"""Characters of a host."""


class Pools:
    """The proxies that the settings list: ``state.sessions``."""

    def __init__(self, settings: BaseSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._read = float("-inf")
        self._pool: ProxyPool | None = None

    def proxies(self) -> list[Proxy]:
        """Return them; it may block. Raises ``ConfigError`` for a list that cannot be used."""
        every = SERVICE_S if self._settings.get("TIKTOK_WEBSHARE_API_KEY") else FILE_S
        with self._lock:
            if self._pool is None or time.monotonic() - self._read > every:
                self._pool, self._read = pool_of(self._settings), time.monotonic()
            return self._pool.all()


class ProxyOut(BaseModel):
    """One proxy, from what the identities that go through it have met."""

    name: str
    server: str = Field(description="Scheme, host and port; the host is masked.")
    country: str | None
    city: str | None
    health: float | None = Field(description="0 to 1, mean of its identities; null: none goes through it.")
    identities: int
    uses: int
    good: int = Field(description="Uses that brought what was asked for.")
    last_outcome: str | None


class ProxyStatusOut(BaseModel):
    """The proxies that crawls use."""

    enabled: bool = Field(description="False: requests go out directly.")
    total: int
    used: int = Field(description="Proxies that an identity goes through.")
    healthy: int = Field(description="Of those used, with a health of 0.5 or more.")
    proxies: list[ProxyOut]


@ROUTER.get("/status", response_model=ProxyStatusOut, responses=told(400, 401, 403, 429, 500, 503))
def proxy_status(state: Given, _who: Admin) -> ProxyStatusOut:
    """Tell how the proxies do; no request goes through them for this."""
    try:
        listed: list[Proxy] = state.sessions.proxies()
    except ConfigError as error:
        raise ApiError(
            "NOT_CONFIGURED", "the list of proxies cannot be used", details={"settings": ["TIKTOK_PROXIES"]}
        ) from error
    through = _identities(state)
    shown = [_out(one, through.get(one.name, [])) for one in listed]
    used = [one for one in shown if one.identities]
    return ProxyStatusOut(
        enabled=bool(shown),
        total=len(shown),
        used=len(used),
        healthy=sum((one.health or 0) >= 0.5 for one in used),
        proxies=shown,
    )


def mask(proxy: Proxy) -> str:
    """Return where a proxy is, without saying it."""
    return f"{proxy.scheme}://{proxy.host[:SHOWN]}***:{proxy.port}"


def _identities(state: State) -> dict[str, list[Line]]:
    """Return identities by their proxy; none where they are in the memory of crawls."""
    if not state.config.secret_key:
        return {}
    found: dict[str, list[Line]] = {}
    with shelf_of(state) as shelf:
        for line in lines_of(shelf, None, time.time()):
            if line.proxy is not None:
                found.setdefault(line.proxy, []).append(line)
    return found


def _out(proxy: Proxy, lines: list[Line]) -> ProxyOut:
    healths = [one.health for one in lines if one.health is not None]
    return ProxyOut(
        name=proxy.name,
        server=mask(proxy),
        country=proxy.country,
        city=proxy.city,
        health=round(sum(healths) / len(healths), 3) if healths else None,
        identities=len(lines),
        uses=sum(one.uses or 0 for one in lines),
        good=sum(one.good or 0 for one in lines),
        last_outcome=next((one.last_outcome for one in lines if one.last_outcome), None),
    )
