"""What an endpoint is: one way to ask for a resource."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tiktok_spiders.endpoints.paging import Paging
    from tiktok_spiders.pages.base import Capture, PageRead
    from tiktok_spiders.urls import Origins


class Reader(Protocol):
    """A parser of ``pages/``."""

    def __call__(self, body: bytes, capture: Capture) -> PageRead:
        """Read an answer; raise ``PageLayoutError`` when it has not the shape known."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Address, paging and reader of one way to ask."""

    name: str
    """Unique; stands in records, stats and verdicts."""

    kind: str
    """What an answer looks like: ``page, api, embed, oembed``, or ``redirect`` (only its address counts)."""

    address: Callable[[Origins, Mapping[str, str]], str]
    """Builds the address from the arguments of the resource."""

    read: Reader | None = None
    """Reads the answer; None for a redirect."""

    paging: Paging | None = None
    """How the list goes on; None for a single answer."""

    common: bool = False
    """Whether the identity's common API parameters belong to the address."""

    signed: bool = False
    """Whether TikTok wants a signature, which only its own page in a browser can make."""

    mobile: bool = False
    """Whether a mobile identity asks."""

    anchor: str | None = None
    """What a good page holds, such as the name of its scope."""

    body: Callable[[Mapping[str, str]], bytes] | None = None
    """Body of a POST, JSON; None for a GET."""

    opens: Callable[[Origins, Mapping[str, str]], str] | None = None
    """The page that a browser opens to ask; None: any page of the same origin."""

    own_call: str | None = None
    """Path of the request by which that page itself asks: its answer is read, and ours is never sent."""

    own_match: Callable[[Mapping[str, str]], dict[str, str]] | None = None
    """What that request must carry, in its query or its body, to be the one that is wanted."""
