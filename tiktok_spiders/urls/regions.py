"""Where TikTok Shop is, and where its web site can be searched by words."""

from __future__ import annotations

from dataclasses import dataclass

from tiktok_spiders.exceptions import TargetError


@dataclass(frozen=True, slots=True)
class Region:
    """A market of the Shop."""

    code: str
    """ISO 3166-1 alpha-2 code."""

    name: str
    """Its name in English."""

    has_search: bool = False
    """Whether the web site answers searches by words; elsewhere there are categories and stores only."""


SHOP_REGIONS: dict[str, Region] = {
    region.code: region
    for region in (
        Region("US", "United States", has_search=True),
        Region("SG", "Singapore", has_search=True),
        Region("MY", "Malaysia", has_search=True),
        Region("PH", "Philippines", has_search=True),
        Region("TH", "Thailand", has_search=True),
        Region("VN", "Vietnam", has_search=True),
        Region("ID", "Indonesia"),  # lives at Tokopedia, which is asked for products only
        Region("GB", "United Kingdom"),
        Region("JP", "Japan"),
        Region("MX", "Mexico"),
        Region("BR", "Brazil"),
        Region("DE", "Germany"),
        Region("FR", "France"),
        Region("IT", "Italy"),
        Region("ES", "Spain"),
        Region("IE", "Ireland"),
    )
}
"""Code to market, as far as known."""

SEARCH_REGIONS = tuple([region.code for region in SHOP_REGIONS.values() if region.has_search])
"""Markets whose web site answers searches by words."""

_ALIASES = {"UK": "GB"}


def shop_region(code: str) -> Region:
    """Return the market of a code in either case; ``uk`` means ``GB``.

    Raises ``TargetError`` for an unknown one, with the known ones in its message.
    """
    wanted = code.strip().upper()
    region = SHOP_REGIONS.get(_ALIASES.get(wanted, wanted))
    if region is None:
        raise TargetError(f"unknown Shop region {code[:20]!r}; known: {', '.join(SHOP_REGIONS)}")
    return region


def search_region(code: str) -> Region:
    """Return the market of a code in which the Shop can be searched by words.

    Raises ``TargetError`` for an unknown one and for one without search.
    """
    region = shop_region(code)
    if not region.has_search:
        raise TargetError(
            f"the Shop of {region.name} ({region.code}) cannot be searched by words on the web, "
            f"only by category and seller; search works in: {', '.join(SEARCH_REGIONS)}"
        )
    return region
