"""Which market an answer is about: price and stock depend on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.pages.coerce import Misread, region
from tiktok_spiders.pages.shop_decode import decoded

if TYPE_CHECKING:
    import msgspec

    from tiktok_spiders.pages.base import Capture


def region_of(
    told: object, region_info: msgspec.Raw | None, capture: Capture, misread: Misread
) -> str | None:
    """Return the market: as the product tells it, as the page does, as asked for, or that of the exit."""
    page: Any = decoded(region_info)
    places = (page.get("path_region"), page.get("real_region")) if type(page) is dict else ()
    for value in (told, *places, capture.args.get("region"), capture.country):
        if found := region(value, "product/region", misread):
            return found
    return None
