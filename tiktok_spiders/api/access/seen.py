"""What the guard has found out about a request before anything else looks at it."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Any

from starlette.requests import HTTPConnection

SEEN, ANSWER = "tiktok.seen", "tiktok.answer"
"""Keys in the scope: `Seen`, and headers that the answer gets whatever makes it."""

NETWORK_BITS = 64
"""Of an IPv6 address: the rest is its owner's to choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Where a request comes from."""

    client: str
    """Address of the client; a proxy's word for it only where that proxy is trusted."""

    secure: bool
    """Whether the browser speaks https, to us or to the proxy before us."""

    foreign: bool
    """Whether a page of another origin made a browser ask this."""

    local: bool
    """Whether it is from this machine, to a loopback name, past no proxy and from no foreign page."""

    @property
    def network(self) -> str:
        """Return what limits for strangers are counted by."""
        try:
            address = ip_address(self.client)
        except ValueError:
            return self.client
        if not isinstance(address, IPv6Address):
            return self.client
        return str(IPv6Address(int(address) >> NETWORK_BITS << NETWORK_BITS))


def seen(request: HTTPConnection) -> Seen:
    """Return what the guard noted."""
    found: Seen = request.scope[SEEN]
    return found


def answer_with(request: HTTPConnection, name: str, value: str) -> None:
    """Give the answer a header, be it an error's or a route's own; of a name the last holds, save cookies."""
    headers, key = answer(request.scope), name.lower().encode("latin-1")
    if key != b"set-cookie":
        headers[:] = [pair for pair in headers if pair[0] != key]
    headers.append((key, value.encode("latin-1")))


def answer(scope: MutableMapping[str, Any]) -> list[tuple[bytes, bytes]]:
    """Return the list of headers that the answer to a request gets."""
    headers: list[tuple[bytes, bytes]] = scope.setdefault(ANSWER, [])
    return headers
