"""Name what went wrong between us and a proxy, from what was raised. Pure."""

from __future__ import annotations

import re

from tiktok_spiders.proxies.health import AUTH

UNKNOWN = "reset"
"""A connection that ended before the answer, by whatever name."""

# Scrapy's exceptions by their names, Twisted's below them, and Chromium's errors.
_KINDS = (
    (AUTH, re.compile(r"TunnelError.*\b407\b|ERR_PROXY_AUTH|ERR_INVALID_AUTH_CREDENTIALS", re.DOTALL)),
    ("tunnel", re.compile(r"TunnelError|ERR_TUNNEL_CONNECTION_FAILED")),
    ("refused", re.compile(r"ConnectionRefused|ERR_PROXY_CONNECTION_FAILED|ERR_CONNECTION_REFUSED")),
    ("timeout", re.compile(r"Timeout|TimedOut|TIMED_OUT")),
    ("dns", re.compile(r"CannotResolveHost|DNSLookup|ERR_NAME_NOT_RESOLVED")),
)


def kind_of(text: str) -> str:
    """Return ``auth`` (407), ``tunnel`` (CONNECT refused), ``refused``, ``timeout``, ``dns`` or ``reset``.

    ``text``: the exception's class name and message.
    """
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), UNKNOWN)
