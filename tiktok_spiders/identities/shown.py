"""Identities as they may be shown: health, age and outcomes, never a secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiktok_spiders.identities.health import half_life

if TYPE_CHECKING:
    from tiktok_spiders.identities.redis_shelf import RedisShelf
    from tiktok_spiders.identities.shelf import Row, Shelf
    from tiktok_spiders.proxies import ProxyPool

_UNITS = ((86_400, "d"), (3600, "h"), (60, "min"), (1, "s"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One identity, as it may be shown. Times are in seconds."""

    name: str
    session: str | None = None
    source: str
    kind: str | None = None
    logged_in: bool = False
    minted: bool = False
    health: float | None = None
    age_s: float | None = None
    uses: int | None = None
    good: int | None = None
    half_life_s: float | None = None
    """Learned from all identities of this source."""

    expires_in_days: float | None = None
    country: str | None = None
    proxy: str | None = None
    last_outcome: str | None = None
    state: str


def lines_of(shelf: Shelf | RedisShelf, proxies: ProxyPool | None, now: float) -> list[Line]:
    """Return what may be shown of all identities."""
    lives: dict[str, list[tuple[float, float | None]]] = {}
    for source, lived, blocked_after in shelf.lives():
        lives.setdefault(source, []).append((lived, blocked_after))
    learned = {source: half_life(each) for source, each in lives.items()}
    return [_line(row, learned.get(row.source), proxies, now) for row in shelf.read()]


def _line(row: Row, learned: float | None, proxies: ProxyPool | None, now: float) -> Line:
    one = row.identity
    if one is None:
        return Line(name=row.name, source=row.source, state="no key opens it")
    return Line(
        name=row.name,
        session=one.session_name,
        source=one.source,
        kind=one.kind,
        logged_in=one.logged_in,
        minted=one.is_minted,
        health=round(one.health, 3),
        age_s=round(now - one.born),
        uses=one.uses,
        good=sum(good for good, _ in one.by_endpoint.values()),
        half_life_s=None if learned is None else round(learned),
        expires_in_days=None if one.expires_at is None else round((one.expires_at - now) / 86_400, 1),
        country=one.country or one.region,
        proxy=_shown(one.proxy, proxies),
        last_outcome=one.last_outcome,
        state=_state(row, one.cool_until - now),
    )


def _state(row: Row, cools: float) -> str:
    if cools > 0:
        return f"rests {span(cools)}"
    return "in use" if row.in_use else "free"


def _shown(name: str | None, proxies: ProxyPool | None) -> str | None:
    proxy = proxies.get(name) if proxies is not None else None
    return proxy.shown if proxy is not None else name


def span(seconds: float | None) -> str:
    """Return a time as people say it, in its largest unit."""
    if seconds is None:
        return ""
    size, unit = next(((size, unit) for size, unit in _UNITS if seconds >= size), (1, "s"))
    return f"{seconds / size:.0f} {unit}"
