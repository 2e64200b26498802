"""Calls of the JSON API, as the endpoints declare them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tiktok_spiders.endpoints.base import Endpoint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiktok_spiders.endpoints.base import Reader
    from tiktok_spiders.endpoints.paging import Paging
    from tiktok_spiders.urls import Origins


def api_call(
    *,
    name: str,
    path: str,
    asks: Mapping[str, str],
    read: Reader,
    fixed: Mapping[str, str | int] | None = None,
    paging: Paging | None = None,
    signed: bool = False,
    anchor: str | None = None,
) -> Endpoint:
    """Return an endpoint of the JSON API, to whose address the identity's common parameters are added.

    ``asks``: parameter to argument, each parameter in the spelling that TikTok uses for this very call. An
    argument that a request does not have is sent empty. ``fixed``: parameters that never change.
    """

    def address(origins: Origins, args: Mapping[str, str]) -> str:
        query = {parameter: args.get(argument, "") for parameter, argument in asks.items()}
        return f"{origins.web}{path}?{urlencode({**query, **(fixed or {})})}"

    return Endpoint(
        name=name,
        kind="api",
        address=address,
        read=read,
        paging=paging,
        common=True,
        signed=signed,
        anchor=anchor,
    )
