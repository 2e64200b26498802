"""Pulling from an address: who owns it, and how its host behaves. Nothing is fetched in truth."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

if TYPE_CHECKING:
    from tiktok_standin.open_models import OpenApp


class Pull(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the host of one address behaves."""

    status: int = 200
    """Anything but 200 spoils the download; a redirect does as well."""

    stalls: bool = False
    """Whether the download never ends; it is given up after an hour."""

    size: int = 1_000_000
    reason: str | None = None
    """Why processing fails, as ``duration_check_failed``."""


def well_formed(address: str) -> bool:
    """Tell whether an address is https with a name for its host."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        return False
    try:
        ipaddress.ip_address(parts.hostname)
    except ValueError:
        return True
    return False


def owned(address: str, app: OpenApp) -> bool:
    """Tell whether the app verified the address's domain, one above it, or a prefix of the address."""
    host = urlsplit(address).hostname or ""
    return any(
        address.startswith(one) if one.startswith("https://") else host == one or host.endswith(f".{one}")
        for one in app.verified
    )
