"""Proof that who redeems a code has asked for it. TikTok wants the digest in hex, unlike RFC 7636."""

from __future__ import annotations

import hashlib
import secrets

METHOD = "S256"


def new_verifier() -> str:
    """Return 64 random characters of those that a verifier may have."""
    return secrets.token_urlsafe(48)


def challenge_of(verifier: str) -> str:
    """Return SHA-256 of the verifier as 64 hexadecimal digits."""
    return hashlib.sha256(verifier.encode()).hexdigest()
