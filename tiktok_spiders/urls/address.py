"""Take addresses apart without the leniency that hides an attack."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from urllib.parse import SplitResult

_DEFAULT_PORTS = {"http": 80, "https": 443}
# White space and control characters vanish in ``urlsplit``; browsers read a backslash as a slash.
FORBIDDEN = re.compile(r"[\s\x00-\x20\x7f-\x9f\\]")


def split(url: str) -> SplitResult | None:
    """Split an absolute ``http(s)`` address; None for one that is malformed or carries credentials."""
    if FORBIDDEN.search(url):
        return None
    try:
        parts = urlsplit(url)
        usable = parts.scheme in _DEFAULT_PORTS and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts if usable and "@" not in parts.netloc else None


def origin_of(parts: SplitResult) -> str:
    """Return ``scheme://host[:port]`` in lower case, a default port left out."""
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" if on_default_port(parts) else f"{parts.scheme}://{host}:{parts.port}"


def on_default_port(parts: SplitResult) -> bool:
    """Tell whether an address has no port or the one of its scheme."""
    return parts.port in (None, _DEFAULT_PORTS[parts.scheme])
