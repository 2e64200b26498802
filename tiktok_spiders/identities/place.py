"""A place in the pool: one download slot, who holds it, and who rests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.identities.agents import Kind
    from tiktok_spiders.identities.identity import Identity

SPARE = 4
"""Identities that rest behind a place; further ones are retired, the worst first."""

FIT = 0.5
"""Health from which one that has rested comes back before a new one is made."""


@dataclass(slots=True, eq=False)
class Place:
    """Who holds a slot. ``given``: a session of the user, in whose place nobody can step."""

    slot: str
    kind: Kind
    given: bool = False
    occupant: Identity | None = None
    resting: list[Identity] = field(default_factory=list)
    turn: int = 0
    """When it was last leased: a counter of the pool."""

    def holds(self, name: str | None) -> bool:
        """Tell whether this identity holds the place or rests behind it."""
        return name is not None and any(name in {one.name, one.session_name} for one in self.members())

    def members(self) -> list[Identity]:
        """Return who holds the place and who rests."""
        return [*([self.occupant] if self.occupant else []), *self.resting]

    def rests(self, now: float) -> bool:
        """Tell whether its identity rests."""
        return self.occupant is not None and self.occupant.cool_until > now

    def vacate(self) -> Identity | None:
        """Send its identity to rest; return the one that is given up for it, if there are too many."""
        if self.occupant is not None:
            self.resting.append(self.occupant)
            self.occupant = None
        if len(self.resting) <= SPARE:
            return None
        worst = min(self.resting, key=lambda one: (one.health, -one.cool_until))
        self.resting.remove(worst)
        return worst

    def recall(self, now: float, is_usable: Callable[[Identity], bool], *, but: str | None = None) -> None:
        """Let the fittest of those that have rested hold the place again."""
        rested = [one for one in self.resting if one.cool_until <= now and one.name != but]
        fit = [one for one in rested if one.health >= FIT and is_usable(one)]
        if fit:
            self.occupant = max(fit, key=lambda one: one.health)
            self.resting.remove(self.occupant)
