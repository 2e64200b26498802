"""What the stand-in remembers of each visitor, to notice requests that mix two of them."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiktok_standin import scopes
from tiktok_standin.proxy_wire import EXIT_HEADER

if TYPE_CHECKING:
    from aiohttp import web

NOBODY = bytes(8)
_MOST = 20_000


@dataclass(slots=True)
class Visitor:
    """One ``ttwid``: the browser and the exit that it belongs to, and how far its tokens are."""

    owner: bytes
    """Hash of the ``ttwid``, which no log shall hold in clear."""

    user_agent: str
    address: str
    told: bool = False
    """Whether a page told this visitor its identifiers."""

    tokens: int = 0
    renewed_at: float = 0.0
    """When the last token was given (monotonic seconds)."""

    signed: int = 0
    batches: int = 0

    @property
    def name(self) -> str:
        """The visitor's name in logs and statistics."""
        return self.owner.hex()


def owner_of(ttwid: str) -> bytes:
    """Return the hash of a ``ttwid``."""
    return hashlib.blake2b(ttwid.encode("utf-8", "surrogateescape"), digest_size=8).digest()


def address_of(request: web.Request) -> str:
    """Return the name of the proxy that a request came through, else where it came from."""
    return request.headers.get(EXIT_HEADER) or request.remote or "unknown"


class Visitors:
    """The visitors of one stand-in, the longest unseen forgotten first."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Visitor] = OrderedDict()

    def meet(self, request: web.Request, ttwid: str) -> Visitor:
        """Return the visitor with this ``ttwid``; a new one is bound to the request's browser and exit."""
        known = self._known.get(ttwid)
        if known is None:
            agent = request.headers.get("User-Agent", "")
            known = self._known[ttwid] = Visitor(owner_of(ttwid), agent, address_of(request))
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(ttwid)
        return known

    def of(self, request: web.Request) -> Visitor | None:
        """Return the visitor whose ``ttwid`` a request carries."""
        ttwid = request.cookies.get("ttwid")
        return self.meet(request, ttwid) if ttwid else None


def mixture(request: web.Request, visitor: Visitor) -> list[str]:
    """Return what in a request belongs to another browser, exit or page than its ``ttwid``."""
    found = []
    if request.headers.get("User-Agent", "") != visitor.user_agent:
        found.append("user_agent")
    if address_of(request) != visitor.address:
        found.append("exit")
    if visitor.told and request.path.startswith("/api/"):
        found += _foreign_identifiers(request)
    return found


def _foreign_identifiers(request: web.Request) -> list[str]:
    query, ttwid = request.query, request.cookies["ttwid"]
    genuine = {"device_id": scopes.device_of, "odinId": scopes.odin_of}
    return [name for name, of in genuine.items() if query.get(name) and query[name] != of(ttwid)]
