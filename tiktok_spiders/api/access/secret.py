"""Keys and tokens: made at random, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets

PREFIX = "tts_"
"""What every key begins with that this project makes, so that scanners of leaks know it."""

BYTES = 32
HINT = 8
SHORTEST = 16
"""Characters of a key of somebody's own."""

REFUSED = frozenset({"default-api-key"})
"""What examples of similar tools have in their place."""


def new_key() -> str:
    """Return a new API key."""
    return PREFIX + secrets.token_urlsafe(BYTES)


def new_token() -> str:
    """Return a new token of a browser."""
    return secrets.token_urlsafe(BYTES)


def hashed(secret: str) -> str:
    """Return what is kept of a key or token. 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def hint(key: str) -> str:
    """Return the first characters of a key, by which its owner knows it."""
    return f"{key[:HINT]}…"
