"""Budgets of calls in a sliding minute."""

from __future__ import annotations

from collections import defaultdict, deque

_MINUTE = 60.0


class Windows:
    """When each key's calls of the last minute came; refused ones do not count."""

    def __init__(self) -> None:
        self._calls: defaultdict[tuple[str, ...], deque[float]] = defaultdict(deque)

    def take(self, key: tuple[str, ...], limit: int, now: float) -> bool:
        """Count a call unless the budget is used up; tell whether it was counted."""
        calls = self._calls[key]
        while calls and calls[0] <= now - _MINUTE:
            calls.popleft()
        if len(calls) >= limit:
            return False
        calls.append(now)
        return True

    def clear(self) -> None:
        """Let all budgets be full again."""
        self._calls.clear()
