"""A product as one visitor sees it, and the small shapes that all answers share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tiktok_standin import hosts, ids

if TYPE_CHECKING:
    from tiktok_standin.shop_catalogue import ShopCatalogue
    from tiktok_standin.shop_offers import Offer
    from tiktok_standin.shop_products import Product

BUCKET = "tos-useast5-i-omjb5zjo8w-tx"
_PUBLIC = ("https://p16-oec-general-useast5.ttcdn-us.com", "https://p19-oec-general-useast5.ttcdn-us.com")


@dataclass(frozen=True, slots=True)
class View:
    """A product in a region, with where its pictures lie; ``masked`` hides prices on its page."""

    shop: ShopCatalogue
    product: Product
    region: str
    origins: tuple[str, ...]
    masked: bool = False

    @property
    def offer(self) -> Offer:
        """Today's offer."""
        return self.shop.offer(self.product, self.region)

    @property
    def pictures(self) -> list[str]:
        """The keys of the product's pictures."""
        return [picture_key(self.product.id, place) for place in range(self.product.images)]


def origins_for(host_header: str) -> tuple[str, ...]:
    """Return where pictures of the Shop lie: its file hosts, or this server for plain local users."""
    found = hosts.hosts_for(host_header)
    return _PUBLIC if found is hosts.PUBLIC else (found.www.decode(),)


def picture_key(*parts: object) -> str:
    """Return the key of a picture."""
    return ids.hex_word("shop picture", *parts)


def picture_urls(key: str, origins: tuple[str, ...], size: int, form: str) -> list[str]:
    """Return a picture's addresses."""
    tail = form.partition("-")[2]
    file = f"{key}~tplv-fhlh96nyum-{form}:{size}:{size}.{tail}?dr=12190&t=555f072d&idc=useast5"
    return [f"{origin}/{BUCKET}/{file}" for origin in origins]


def picture(
    key: str, origins: tuple[str, ...], *, size: int = 800, form: str = "crop-webp"
) -> dict[str, Any]:
    """Return a picture as cards, sellers and pages tell it."""
    return {
        "height": size,
        "width": size,
        "uri": f"{BUCKET}/{key}",
        "url_list": picture_urls(key, origins, size, form),
    }


def gallery_picture(key: str, origins: tuple[str, ...]) -> dict[str, Any]:
    """Return a picture of a product page, with its thumbnail."""
    thumb = picture_urls(key, origins, 200, "resize-jpeg")
    return {
        "thumb_uri": f"{BUCKET}/{key}",
        "thumb_url_list": thumb,
        **picture(key, origins, form="resize-jpeg"),
    }
