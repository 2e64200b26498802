"""Where media addresses in answers point: TikTok's hosts, or the stand-in itself for plain local users."""

from __future__ import annotations

from dataclasses import dataclass

LOCAL_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True, slots=True)
class Hosts:
    """Origins, without a slash at the end, as bytes ready for templates."""

    www: bytes
    v16: bytes
    v19: bytes
    p16: bytes
    p19: bytes
    subtitle: bytes
    tune: bytes

    def values(self) -> dict[str, bytes]:
        """Return the origins under the names that shapes use."""
        return {name: getattr(self, name) for name in self.__slots__}


PUBLIC = Hosts(
    www=b"https://www.tiktok.com",
    v16=b"https://v16-webapp-prime.us.tiktok.com",
    v19=b"https://v19-webapp-prime.us.tiktok.com",
    p16=b"https://p16-common-sign.tiktokcdn-us.com",
    p19=b"https://p19-common-sign.tiktokcdn-us.com",
    subtitle=b"https://v16m-webapp.tiktokcdn-us.com",
    tune=b"https://v19.tiktokcdn-us.com",
)


def hosts_for(host_header: str) -> Hosts:
    """Choose by the Host header: loopback names get addresses on this very server."""
    name = host_header.rpartition(":")[0] if host_header.rpartition(":")[2].isdigit() else host_header
    if name not in LOCAL_NAMES:
        return PUBLIC
    origin = f"http://{host_header}".encode()
    return Hosts(*(origin,) * len(Hosts.__slots__))
