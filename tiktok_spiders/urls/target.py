"""What a user typed, recognised."""

from __future__ import annotations

from dataclasses import dataclass, field

KINDS = frozenset(
    {
        "user",
        "video",
        "hashtag",
        "sound",
        "playlist",
        "collection",
        "place",
        "effect",
        "live",
        "search",
        "discover",
        "product",
        "seller",
        "category",
        "shop_search",
        "short",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One thing on TikTok. Two targets are equal when they name the same thing, however it was typed."""

    kind: str
    """One of ``KINDS``. A photo post is a ``video``; ``short`` has to be resolved by a request first."""

    key: str
    """What names it among its kind: handle, identifier, secUid, hashtag, search words or short code."""

    text: str = field(default="", compare=False)
    """The text as typed."""

    handle: str | None = None
    """Handle without ``@``, lower case: of the user or live room, or the author that the address named."""

    id: str | None = None
    """Decimal identifier, where the address or text holds one."""

    sec_uid: str | None = None
    """Opaque identifier of a user."""

    region: str | None = None
    """Shop region, ISO 3166-1 alpha-2 (one of ``SHOP_REGIONS``), where the address names one."""

    section: str | None = None
    """Tab of a search: ``video``, ``user`` or ``live``."""

    host: str | None = None
    """Host of a short link: codes of two hosts are not the same."""
