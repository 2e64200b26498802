"""Who asks, and what they may."""

from __future__ import annotations

from dataclasses import dataclass

SCOPES = ("read", "live", "jobs", "publish", "admin")
"""``admin``: identities, proxies, the cache, and what belongs to other keys."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a key of this plan may use up."""

    name: str
    per_day: int | None
    """Requests; None: unlimited."""

    clear: bool
    """Whether it may clear the cache."""

    refresh_per_hour: int


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
