"""Signed calls that an identity may make before it rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.identities import health

if TYPE_CHECKING:
    from tiktok_spiders.identities.identity import Identity
    from tiktok_spiders.identities.protocol import Need

BUDGET_REST_S = 600.0
"""How long an identity rests whose budget of signed calls is used up."""


def spend(identity: Identity, need: Need) -> None:
    """Count a signed call against the budget of an identity that has one."""
    if need.signed and identity.budget:
        identity.budget -= 1


def renew(identity: Identity, budget: int, now: float) -> bool:
    """Let an identity rest whose budget is used up, and give it a new one; return whether that was so."""
    if not budget or identity.budget != 0:
        return False
    health.rest(identity, BUDGET_REST_S, now)
    identity.budget = budget
    return True
