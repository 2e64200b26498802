"""Addresses of API calls, as the endpoints build them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tiktok_spiders.urls import Origins


def api(
    path: str, names: Mapping[str, str], **fixed: str | int
) -> Callable[[Origins, Mapping[str, str]], str]:
    """Return what builds the address of an API call.

    ``names``: parameter to argument, kept in the spelling that TikTok uses for this very call. An argument
    that a request does not have is sent empty. ``fixed``: parameters that never change.
    """

    def address(origins: Origins, args: Mapping[str, str]) -> str:
        query = {parameter: args.get(argument, "") for parameter, argument in names.items()}
        return f"{origins.web}{path}?{urlencode({**query, **fixed})}"

    return address
