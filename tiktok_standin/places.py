"""Which country a request comes from, and what is not shown there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_standin import ids
from tiktok_standin.proxy_wire import EXIT_HEADER
from tiktok_standin.world import world_of

if TYPE_CHECKING:
    from aiohttp import web

    from tiktok_standin.posts import Post


def country_of(request: web.Request) -> str:
    """Return the country of the exit: ``exit-1`` is in the first one of the switch, and so on around.

    Without a proxy it is the first one.
    """
    countries = world_of(request).switches.countries
    number = request.headers.get(EXIT_HEADER, "").rpartition("-")[2]
    return countries[(int(number) - 1) % len(countries)] if number.isdecimal() else countries[0]


def blocked(request: web.Request, post: Post) -> bool:
    """Tell whether a post is kept from this exit's country, by the switch's share: from one country each."""
    switches = world_of(request).switches
    if ids.share("address block", post.id) >= switches.address_block:
        return False
    countries = sorted(set(switches.countries))
    return country_of(request) == countries[ids.number("blocked in", post.id, below=len(countries))]
