"""How well identities do: score, growing rest, and the half-life that their history teaches."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiktok_spiders.identities.identity import Identity

GOOD = frozenset({"ok", "missing", "private", "region", "age"})
"""Answers that a visitor in good standing gets."""

BAD = frozenset({"empty", "challenge", "captcha", "rate_limited", "blocked"})
"""Answers that speak against the visitor. All others are about the server, the way or the question."""

IN_A_ROW = 2
"""Bad answers in a row that count as the end of an identity's good time."""

WEIGHT = 0.2
"""How much one answer moves the score."""

REST_MAX_S = 4 * 3600.0
"""The longest rest."""


def note(identity: Identity, endpoint: str, outcome: str, now: float) -> None:
    """Write an answer into the identity's history."""
    identity.last_used, identity.last_outcome = now, outcome
    identity.uses += 1
    counts = identity.by_endpoint.setdefault(endpoint, [0, 0])
    counts[0 if outcome in GOOD else 1] += 1
    if outcome in GOOD:
        identity.failures_in_row = identity.rests_in_row = 0
        identity.health += WEIGHT * (1 - identity.health)
    elif outcome in BAD or (outcome == "login" and identity.logged_in):
        identity.failures_in_row += 1
        identity.health -= WEIGHT * identity.health
        if identity.failures_in_row >= IN_A_ROW and identity.blocked_after is None:
            identity.blocked_after = max(now - identity.born, 0.0)


def answered(identity: Identity, endpoint: str, outcome: str, retire_s: float, now: float) -> None:
    """Note an answer; ``retire_s`` > 0 sends the identity to rest for at least so many seconds."""
    note(identity, endpoint, outcome, now)
    if outcome == "empty":
        identity.note_empty()
    if retire_s > 0:
        rest(identity, retire_s, now)


def rest(identity: Identity, seconds: float, now: float) -> None:
    """Let an identity rest: twice as long each time, until an answer is good again."""
    grown = min(seconds * 2**identity.rests_in_row, max(seconds, REST_MAX_S))
    identity.rests_in_row = min(identity.rests_in_row + 1, 32)
    identity.cool_until = max(identity.cool_until, now + grown)


def half_life(lives: Iterable[tuple[float, float | None]]) -> float | None:
    """Return the seconds after which half of such identities are blocked; None before the first block.

    Of each: the seconds that it lived, and those until its first blocks in a row, None without any. The
    estimate for a constant risk, in which those that are not blocked yet count, too.
    """
    risked = blocks = 0.0
    for lived, blocked_after in lives:
        blocks += blocked_after is not None
        risked += lived if blocked_after is None else blocked_after
    return math.log(2) * risked / blocks if blocks else None
