"""How a proxy is doing, and when it rests. Pure: times are given, in seconds of any one clock."""

from __future__ import annotations

from dataclasses import dataclass, field

FAILURES_IN_A_ROW = 3
"""Failures without an answer between that quarantine a proxy."""

COOL_DOWN_S = 30.0
"""First rest; doubled each time the proxy fails again after it."""

COOL_DOWN_AUTH_S = 300.0
"""First rest of a proxy that refuses user and password: that does not mend itself in seconds."""

COOL_DOWN_MAX_S = 1800.0
FORGIVEN_AFTER = 10
"""Answers in a row after which the next rest is the first one again."""

WEIGHT = 0.2
"""Weight of the newest answer in the latency."""

AUTH = "auth"
"""Kind of failure: the proxy refuses user and password (407). One is enough."""


@dataclass(slots=True)
class Health:
    """One proxy's record."""

    ok: int = 0
    """Answers that came through it, whatever they meant."""

    failures: dict[str, int] = field(default_factory=dict)
    """Failures by kind."""

    latency: float | None = None
    """Seconds to an answer, weighted towards the newest; None before the first."""

    failed_in_row: int = 0
    answered_in_row: int = 0
    rests: int = 0
    """Times in quarantine since it was last forgiven."""

    resting_until: float = 0.0
    """End of the quarantine; the first request after it is a probe."""

    last_error: str = ""
    """Kind of the last failure."""

    def is_free(self, now: float) -> bool:
        """Tell whether requests may go through it."""
        return now >= self.resting_until

    def succeed(self, latency: float | None = None) -> None:
        """Note an answer; it ends a quarantine."""
        self.ok += 1
        self.failed_in_row, self.resting_until = 0, 0.0
        self.answered_in_row += 1
        if self.answered_in_row >= FORGIVEN_AFTER:
            self.rests = 0
        if latency is not None:
            before = latency if self.latency is None else self.latency
            self.latency = before + WEIGHT * (latency - before)

    def fail(self, kind: str, now: float) -> bool:
        """Note a failure; tell whether it begins a quarantine."""
        self.failures[kind] = self.failures.get(kind, 0) + 1
        self.last_error = kind
        self.answered_in_row = 0
        if not self.is_free(now):
            return False  # it was sent before the quarantine began
        self.failed_in_row += 1
        if kind != AUTH and self.failed_in_row < FAILURES_IN_A_ROW:
            return False
        first = COOL_DOWN_AUTH_S if kind == AUTH else COOL_DOWN_S
        self.resting_until = now + min(first * 2 ** min(self.rests, 20), COOL_DOWN_MAX_S)
        self.rests += 1
        return True
