"""Who asks, and what they may."""

from __future__ import annotations

from dataclasses import dataclass

SCOPES = ("read", "live", "jobs", "publish", "admin")
"""``admin``: identities, proxies, the cache, and what belongs to other keys."""

NEW_KEY_SCOPES = ("read", "live", "jobs")
"""What a key may that was made without saying what."""

LOCAL = "local"
"""The name of whoever asks on this machine without a key."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a key of this plan may use up."""

    name: str
    per_day: int | None
    """Requests; None: unlimited."""

    clear: bool
    """Whether it may clear the cache."""

    refresh_per_hour: int


PLANS = {
    "free": Plan("free", 100, clear=False, refresh_per_hour=0),
    "pro": Plan("pro", 1000, clear=True, refresh_per_hour=5),
    "enterprise": Plan("enterprise", None, clear=True, refresh_per_hour=20),
}
"""Unless ``TIKTOK_API_PLANS`` says otherwise."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Whoever a valid key, or a loopback request without one, stands for."""

    name: str
    """The key's name, ``env-…`` for one of the environment, ``local`` without a key. Never given twice."""

    plan: Plan
    scopes: frozenset[str]

    @property
    def is_admin(self) -> bool:
        """Whether what belongs to others is open to it."""
        return "admin" in self.scopes

    def has(self, scope: str) -> bool:
        """Tell whether it may what needs this scope."""
        return scope in self.scopes
