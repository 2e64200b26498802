"""What goes wrong with calls of the official API: rules that count the calls they are about."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Literal

import msgspec

OpenKind = Literal[
    "status",
    "reset",
    "lost",
    "slow",
    "late",
    "unauthorized",
    "expired_upload",
    "unknown_upload",
    "fail",
    "slow_processing",
]


class OpenFault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule.

    - ``status``: answered so before anything is done.
    - ``reset``: cut before anything is done; in the middle of a chunk.
    - ``lost``: done, then cut. ``late``: done, a pause, then the answer. ``slow``: the pause comes first.
    - ``unauthorized``: the access token is dead from now on.
    - ``expired_upload``, ``unknown_upload``: of a chunk.
    - ``fail``, ``slow_processing``: what becomes of the post of an init.
    """

    kind: OpenKind
    where: str = "*"
    """Name of the endpoint as the log of calls has it, wildcards allowed: ``oauth.refresh``, ``upload``…"""

    after: int = 0
    """Spare so many matching calls first."""

    first: int | None = 1
    """Then only so many; None: all."""

    status: int = 503
    code: str | None = "internal_error"
    """For ``status``: the error code in the body; None: no body at all."""

    seconds: float = 1.0
    after_bytes: int = 1 << 20
    """For ``reset`` of a chunk: how many of its bytes are read before."""

    reason: str = "internal"
    """For ``fail``."""


class OpenFaults:
    """The rules, and how many calls each has seen."""

    def __init__(self, rules: list[OpenFault] | None = None) -> None:
        self.rules = rules or []
        self._seen = [0] * len(self.rules)
        self._struck = [0] * len(self.rules)

    def decide(self, endpoint: str) -> list[OpenFault]:
        """Return the faults of a call, and count it."""
        return [rule for number, rule in enumerate(self.rules) if self._strikes(number, rule, endpoint)]

    def _strikes(self, number: int, rule: OpenFault, endpoint: str) -> bool:
        if not fnmatchcase(endpoint, rule.where):
            return False
        self._seen[number] += 1
        place = self._seen[number] - rule.after
        strikes = place >= 1 and (rule.first is None or place <= rule.first)
        self._struck[number] += strikes
        return strikes

    def told(self) -> list[dict[str, object]]:
        """Return the rules with how often each struck."""
        pairs = zip(self.rules, self._struck, strict=True)
        return [msgspec.to_builtins(rule) | {"struck": struck} for rule, struck in pairs]
