"""Redirect addresses: which may be registered, and which fit a registered one."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LOOPBACK = ("localhost", "127.0.0.1")
_MOST = 10
_LENGTH = 512
_PORT = re.compile(r":(\*|\d{1,5})$")


def problems(app_type: str, addresses: list[str]) -> list[str]:
    """Say what is wrong with the redirect addresses of an app."""
    found = [problem for address in addresses if (problem := _problem(app_type, address))]
    return [*found, *(["more than 10 redirect addresses"] if len(addresses) > _MOST else [])]


def _problem(app_type: str, address: str) -> str | None:
    parts = urlsplit(address)
    if len(address) >= _LENGTH or "?" in address or "#" in address or not parts.hostname:
        return f"{address[:80]}: too long, without host, with a query or with a fragment"
    if app_type == "web":
        return None if parts.scheme == "https" else f"{address}: a web app's address begins with https"
    return _desktop_problem(address)


def _desktop_problem(address: str) -> str | None:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or parts.hostname not in _LOOPBACK:
        return f"{address}: a desktop app's host is localhost or 127.0.0.1"
    return None if _PORT.search(parts.netloc) else f"{address}: a desktop app's address names its port"


def fits(address: str, registered: list[str]) -> bool:
    """Tell whether an address is a registered one, character by character; ``*`` stands for a port."""
    return any(re.fullmatch(re.escape(one).replace(r":\*", r":\d{1,5}"), address) for one in registered)
