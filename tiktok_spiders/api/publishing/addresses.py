"""Where TikTok sends users back to, and whether that is here."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tiktok_spiders.config import Config

CALLBACK = "/auth/tiktok/callback"


def redirect_uri(config: Config) -> str:
    """Return the redirect address: that of the settings, else one below ``TIKTOK_BASE_URL``.

    ``*`` as port, where any will do, is the port of ``TIKTOK_BASE_URL``.
    """
    if config.redirect_uri is None:
        return f"{config.base_url}{CALLBACK}"
    base = urlsplit(config.base_url)
    port = base.port or (443 if base.scheme == "https" else 80)
    return config.redirect_uri.replace(":*", f":{port}", 1)


def redirect_path(config: Config) -> str | None:
    """Return the path of the redirect address; None if it leads to another server."""
    parts, base = urlsplit(redirect_uri(config)), urlsplit(config.base_url)
    here = (parts.scheme, parts.hostname, parts.port) == (base.scheme, base.hostname, base.port)
    return (parts.path or "/") if here else None
