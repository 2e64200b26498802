"""How to ask where a short link leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.endpoints.base import Endpoint
from tiktok_spiders.urls import short_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.urls import Origins


def _short(origins: Origins, args: Mapping[str, str]) -> str:
    return short_url(args["code"], args.get("host") or None, origins)


SHORT_LINK = Endpoint(name="short_link", kind="redirect", address=_short)
