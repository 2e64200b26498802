"""Headers that every answer gets unless its route says otherwise."""

from __future__ import annotations

Pairs = list[tuple[bytes, bytes]]

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
STATIC = "/static/"
"""Below it are files that a browser may keep."""

ALWAYS = {
    b"content-security-policy": CSP.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    # With `no-referrer` a browser sends `Origin: null` with our own forms.
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS = (b"strict-transport-security", b"max-age=31536000")


def harden(path: str, secure: bool, headers: Pairs) -> Pairs:  # noqa: FBT001 - one call
    """Return an answer's headers with those that are missing."""
    have = {name.lower() for name, _ in headers}
    added = [pair for pair in ALWAYS.items() if pair[0] not in have]
    if secure:
        added.append(HSTS)
    if not path.startswith(STATIC) and b"cache-control" not in have:
        added.append((b"cache-control", b"no-store"))
    return [*headers, *added]
