"""What reverse proxies say of a request, believed only from those that settings name."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address

from starlette.datastructures import Headers

from tiktok_spiders.api.access.rules import Network

FORWARDED = ("forwarded", "x-real-ip", "via")


def plain(address: str) -> str:
    """Return an address without a zone, and an IPv4 one as such on a socket that takes both kinds."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    mapped = known.ipv4_mapped if isinstance(known, IPv6Address) else None
    return str(mapped or known)


def is_forwarded(headers: Headers) -> bool:
    """Tell whether some proxy passed this on, trusted or not."""
    return any(name in FORWARDED or name.startswith("x-forwarded-") for name in headers)


def client_of(peer: str, headers: Headers, trusted: Sequence[Network]) -> str:
    """Return the client's address: the first from the right that is not a trusted proxy."""
    address = peer
    told = ",".join(headers.getlist("x-forwarded-for")).split(",")
    for hop in reversed(told):
        if not _is_in(address, trusted) or not _is_address(hop.strip()):
            break
        address = hop.strip()
    return address


def scheme_of(peer: str, headers: Headers, trusted: Sequence[Network], scheme: str) -> str:
    """Return what the browser speaks: the last word of ``X-Forwarded-Proto`` if the peer is trusted."""
    told = ",".join(headers.getlist("x-forwarded-proto")).rpartition(",")[2].strip().lower()
    return told if told in {"http", "https"} and _is_in(peer, trusted) else scheme


def _is_in(address: str, networks: Sequence[Network]) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
