"""What is made of a value as it was given; a refusal is a ``ValueError`` that tells what is allowed."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Hosts that plain http is allowed to where secrets are sent."""

_AROUND = " \t\r\n\"'"


def bare(value: str) -> str:
    """Return a value without the spaces and quotes that come along when it is pasted."""
    return value.strip(_AROUND)


def pasted(value: Any) -> Any:
    """Return a text bare, ``None`` for an empty one."""
    return bare(value) or None if isinstance(value, str) else value


def scopes(value: Any) -> Any:
    """Return the scopes of a list by commas or spaces, each once."""
    if not isinstance(value, str):
        return value
    return tuple(dict.fromkeys(part for part in re.split(r"[\s,]+", bare(value)) if part))


def words(value: Any) -> Any:
    """Return the parts of a comma-separated text."""
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in bare(value).split(",") if part.strip())


def people(value: Any) -> Any:
    """Return the classes of people of a comma-separated list; ``none`` is nobody."""
    if not isinstance(value, str):
        return value
    names = tuple(part.strip() for part in value.split(",") if part.strip())
    return () if names == ("none",) else names


def origin(value: str) -> str:
    """Return scheme, host and port of an address that has no more than these."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        msg = "an address such as https://host or http://127.0.0.1:8080, without user or password"
        raise ValueError(msg)
    if parts.path.strip("/") or parts.query:
        raise ValueError("an address without a path")
    return f"{parts.scheme}://{parts.netloc}"


def safe_origin(value: str) -> str:
    """Return an origin that secrets may be sent to."""
    found = origin(value)
    if found.startswith("http:") and urlsplit(found).hostname not in LOOPBACK:
        raise ValueError("an address over https; plain http is for 127.0.0.1 alone")
    return found


def redirect(value: str) -> str:
    """Return a redirect address of an app, as TikTok lets it be registered."""
    parts = urlsplit(value)
    loopback = parts.hostname in LOOPBACK
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or (parts.scheme == "http" and not loopback)
    ):
        raise ValueError("an https address of a web app, or http://127.0.0.1:PORT/callback/ of a desktop app")
    if parts.query or parts.fragment or "#" in value or "?" in value:
        raise ValueError("an address without query or fragment")
    if len(value) >= 512:
        raise ValueError("an address of fewer than 512 characters")
    return value


def redis_address(value: str) -> str:
    """Return an address that the Redis client knows how to open."""
    if urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
        raise ValueError("an address such as redis://host:6379/0")
    return value
