"""The one place that reads the time."""

from __future__ import annotations

import time


def epoch() -> int:
    """Return whole epoch seconds."""
    return int(time.time())


def now() -> float:
    """Return epoch seconds."""
    return time.time()
