"""Identifiers and other opaque words that look like TikTok's, derived from a seed and nothing else."""

from __future__ import annotations

import base64
import hashlib

_SERIAL_BITS = 32
_SEC_UID_PREFIX = "MS4wLjABAAAA"


def digest(*parts: object) -> bytes:
    """Return 64 bytes that depend on all parts and stay the same from run to run."""
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).digest()


def number(*parts: object, below: int) -> int:
    """Return a whole number in ``[0, below)`` that depends on all parts."""
    return int.from_bytes(digest(*parts)[:8], "big") % below


def share(*parts: object) -> float:
    """Return a fraction in ``[0, 1)`` that depends on all parts."""
    return number(*parts, below=1 << 52) / (1 << 52)


def hex_word(*parts: object, length: int = 32) -> str:
    """Return at most 128 lower-case hexadecimal digits."""
    return digest(*parts).hex()[:length]


def item_id(uploaded_at: int, serial: int) -> str:
    """Return the id of an item: its upper bits are the upload time in epoch seconds, as on TikTok."""
    return str((uploaded_at << _SERIAL_BITS) | (serial & 0xFFFFFFFF))


def sec_uid(*parts: object) -> str:
    """Return a secUid of 76 characters with the prefix that real ones have."""
    return _SEC_UID_PREFIX + base64.urlsafe_b64encode(digest(*parts)[:48]).decode()


def word(*parts: object, length: int) -> str:
    """Return a base64-like word without padding, at most 85 characters."""
    return base64.urlsafe_b64encode(digest(*parts)).decode().rstrip("=")[:length]


def log_id(now: int, *parts: object) -> str:
    """Return a log id: 14 digits of time, then hexadecimal digits."""
    return f"{now:014d}{hex_word(*parts, length=20).upper()}"
