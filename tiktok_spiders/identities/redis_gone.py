"""Which errors of Redis are worth waiting for."""

from __future__ import annotations

from redis.exceptions import (
    AuthenticationError,
    AuthorizationError,
    ClusterDownError,
    ConnectionError,  # noqa: A004 - its name
    OutOfMemoryError,
    ReadOnlyError,
    TimeoutError,  # noqa: A004 - its name
)

GONE: tuple[type[Exception], ...] = (
    ConnectionError,
    TimeoutError,
    ClusterDownError,
    OutOfMemoryError,
    ReadOnlyError,
)
"""What a Redis raises that may answer again: restarting, cut off, without its master or not yet one, full."""

REFUSING: tuple[type[Exception], ...] = (AuthenticationError, AuthorizationError)
"""What a Redis raises that will never answer; each is one of ``GONE`` by inheritance."""

_PASSING = ("MISCONF", "BUSY", "NOREPLICAS")
"""Words that begin what a Redis answers that cannot work now, as with a full disk, and that have no class."""


def is_gone(error: Exception) -> bool:
    """Tell whether an error may pass by waiting. What ``REFUSING`` names does not."""
    return isinstance(error, GONE) or str(error).startswith(_PASSING)
