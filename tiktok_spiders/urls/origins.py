"""Which hosts are TikTok's, and which origins stand in for them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.urls.address import on_default_port, origin_of, split

if TYPE_CHECKING:
    from urllib.parse import SplitResult

WEB_HOSTS = frozenset({"www.tiktok.com", "tiktok.com", "m.tiktok.com"})
SHARE_HOSTS = frozenset({"tiktokv.com", "www.tiktokv.com", "m.tiktokv.com"})
SHORT_HOSTS = frozenset({"vm.tiktok.com", "vt.tiktok.com"})
SHOP_HOSTS = frozenset({"shop.tiktok.com"})
# The Shop of Indonesia lives at Tokopedia.
TOKOPEDIA_HOST = "shop-id.tokopedia.com"
WEBCAST_HOSTS = frozenset({"webcast.tiktok.com", "webcast.us.tiktok.com"})
HOSTS = WEB_HOSTS | SHARE_HOSTS | SHORT_HOSTS | SHOP_HOSTS | WEBCAST_HOSTS | {TOKOPEDIA_HOST}

MEDIA_DOMAINS = (
    ".tiktok.com",
    ".tiktokcdn.com",
    ".tiktokcdn-us.com",
    ".tiktokcdn-eu.com",
    ".tiktokv.com",
    ".tiktokv.us",
    ".tiktokv.eu",
    ".ttcdn-us.com",
    ".ibyteimg.com",
    ".ibytedtos.com",
    ".byteoversea.com",
    ".muscdn.com",
)


def _checked_origin(name: str, value: str) -> str:
    parts = split(value)
    if parts is None or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ConfigError(f"{name} origin {value!r}: wanted http(s)://host or http(s)://host:port, no path")
    return origin_of(parts)


@dataclass(frozen=True, slots=True)
class Origins:
    """Where requests go: scheme, host and port, without a path."""

    web: str = "https://www.tiktok.com"
    """Pages and web APIs."""

    shop: str = "https://shop.tiktok.com"
    """Shop pages and APIs."""

    webcast: str = "https://webcast.tiktok.com"
    """Live rooms."""

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, _checked_origin(field.name, getattr(self, field.name)))

    @property
    def all(self) -> frozenset[str]:
        """The three origins as a set."""
        return frozenset((self.web, self.shop, self.webcast))


DEFAULT = Origins()


def is_known(parts: SplitResult, origins: Origins = DEFAULT) -> bool:
    """Tell whether an address names TikTok: one of its hosts by http or https, or an origin in use."""
    return origin_of(parts) in origins.all or (on_default_port(parts) and parts.hostname in HOSTS)


def is_ours(url: str, origins: Origins = DEFAULT) -> bool:
    """Tell whether a request or a redirect may go to ``url``.

    True for https on the default port of a TikTok host of ``HOSTS``, and for the exact origins in use. Media
    hosts are another question: ``is_media``.
    """
    parts = split(url)
    if parts is None:
        return False
    if origin_of(parts) in origins.all:
        return True
    return parts.scheme == "https" and on_default_port(parts) and parts.hostname in HOSTS


def is_media(url: str, origins: Origins = DEFAULT) -> bool:
    """Tell whether a file may be loaded from ``url``: TikTok's media by https, or an origin in use."""
    parts = split(url)
    if parts is None:
        return False
    if origin_of(parts) in origins.all:
        return True
    host = parts.hostname or ""
    return parts.scheme == "https" and on_default_port(parts) and host.endswith(MEDIA_DOMAINS)


def to_origin(url: str, origins: Origins) -> str:
    """Return ``url`` moved from TikTok's own host to the origin that stands in for it; others as they are."""
    parts = split(url)
    if parts is None or not on_default_port(parts):
        return url
    for hosts, origin in (
        (WEB_HOSTS, origins.web),
        (SHOP_HOSTS, origins.shop),
        (WEBCAST_HOSTS, origins.webcast),
    ):
        if parts.hostname in hosts and origin not in DEFAULT.all:
            target = urlsplit(origin)
            return urlunsplit((target.scheme, target.netloc, parts.path, parts.query, parts.fragment))
    return url
