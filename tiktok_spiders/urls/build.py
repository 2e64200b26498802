"""Addresses of things. With the default origins these are the canonical ones that records carry."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from tiktok_spiders.urls.names import is_segment, slug
from tiktok_spiders.urls.origins import DEFAULT, TOKOPEDIA_HOST, Origins

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.urls.target import Target


def user_url(name: str, origins: Origins = DEFAULT) -> str:
    """Return the profile page of a handle, a numeric id or a secUid."""
    return f"{origins.web}/@{_part(name)}"


def video_url(
    video_id: str, unique_id: str | None = None, *, photo: bool = False, origins: Origins = DEFAULT
) -> str:
    """Return the page of a post. The author part is not checked by TikTok.

    Requests always use the ``video`` form: the desktop page of the ``photo`` form holds no state.
    """
    return f"{origins.web}/@{_part(unique_id or '_')}/{'photo' if photo else 'video'}/{video_id}"


def hashtag_url(name: str, origins: Origins = DEFAULT) -> str:
    """Return the page of a hashtag."""
    return f"{origins.web}/tag/{_part(name)}"


def sound_url(sound_id: str, title: str | None = None, origins: Origins = DEFAULT) -> str:
    """Return the page of a sound."""
    return f"{origins.web}/music/{_part(slug(title, 'original-sound'))}-{sound_id}"


def playlist_url(
    playlist_id: str, unique_id: str | None = None, name: str | None = None, origins: Origins = DEFAULT
) -> str:
    """Return the page of a playlist."""
    return f"{origins.web}/@{_part(unique_id or '_')}/playlist/{_part(slug(name, 'playlist'))}-{playlist_id}"


def collection_url(
    collection_id: str, unique_id: str | None = None, name: str | None = None, origins: Origins = DEFAULT
) -> str:
    """Return the page of a collection."""
    owner, title = _part(unique_id or "_"), _part(slug(name, "collection"))
    return f"{origins.web}/@{owner}/collection/{title}-{collection_id}"


def place_url(poi_id: str, name: str | None = None, origins: Origins = DEFAULT) -> str:
    """Return the page of a place."""
    return f"{origins.web}/place/{_part(slug(name, 'place'))}-{poi_id}"


def effect_url(effect_id: str, name: str | None = None, origins: Origins = DEFAULT) -> str:
    """Return the page of an effect."""
    return f"{origins.web}/sticker/{_part(slug(name, 'effect'))}-{effect_id}"


def live_url(unique_id: str, origins: Origins = DEFAULT) -> str:
    """Return the page of a user's live room."""
    return f"{origins.web}/@{_part(unique_id)}/live"


def room_url(room_id: str, origins: Origins = DEFAULT) -> str:
    """Return the share address of a live room."""
    web = "https://m.tiktok.com" if origins.web == DEFAULT.web else origins.web
    return f"{web}/share/live/{room_id}"


def search_url(words: str, section: str | None = None, origins: Origins = DEFAULT) -> str:
    """Return the search page, or one of its tabs."""
    return f"{origins.web}/search{f'/{section}' if section else ''}?{urlencode({'q': words})}"


def discover_url(words: str, origins: Origins = DEFAULT) -> str:
    """Return the keyword page of some words."""
    return f"{origins.web}/discover/{_part(words)}"


def product_url(product_id: str, region: str | None = None, origins: Origins = DEFAULT) -> str:
    """Return the page of a Shop product, of one region where one is given."""
    if region == "ID" and origins.shop == DEFAULT.shop:
        return f"https://{TOKOPEDIA_HOST}/pdp/{product_id}"
    return f"{_shop(region, origins)}/pdp/{product_id}"


def seller_url(
    seller_id: str, region: str | None = None, name: str | None = None, origins: Origins = DEFAULT
) -> str:
    """Return the page of a Shop seller."""
    return f"{_shop(region, origins)}/store/{_part(slug(name, 'store'))}/{seller_id}"


def shop_category_url(
    category_id: str, region: str | None = None, name: str | None = None, origins: Origins = DEFAULT
) -> str:
    """Return the page of a Shop category."""
    return f"{_shop(region, origins)}/c/{_part(slug(name, 'category'))}/{category_id}"


def shop_search_url(words: str, region: str | None = None, origins: Origins = DEFAULT) -> str:
    """Return the search page of the Shop, of one region where one is given."""
    if region is None and is_segment(words):
        return f"{origins.web}/shop/s/{_part(words)}"
    return f"{_shop(region, origins)}/s?{urlencode({'q': words})}"


def shop_home_url(region: str | None = None, origins: Origins = DEFAULT) -> str:
    """Return the first page of the Shop, whose feed is what sells just now."""
    return _shop(region, origins)


def embed_url(video_id: str, origins: Origins = DEFAULT) -> str:
    """Return the embed page of a post."""
    return f"{origins.web}/embed/v2/{video_id}"


def user_embed_url(unique_id: str, origins: Origins = DEFAULT) -> str:
    """Return the embed page of a user."""
    return f"{origins.web}/embed/@{_part(unique_id)}"


def oembed_url(page_url: str, origins: Origins = DEFAULT) -> str:
    """Return the oEmbed address that describes a page; ``page_url`` is the canonical one."""
    return f"{origins.web}/oembed?{urlencode({'url': page_url})}"


def short_url(code: str, host: str | None = None, origins: Origins = DEFAULT) -> str:
    """Return the address of a short link. With a web origin set, links of all hosts are asked there."""
    if host and origins.web == DEFAULT.web:
        return f"https://{host}/{code}/"
    return f"{origins.web}/t/{code}"


def target_url(target: Target, origins: Origins = DEFAULT) -> str:
    """Return the address to ask for a target."""
    return _BUILDERS[target.kind](target, origins)


def canonical_url(target: Target) -> str:
    """Return TikTok's own address of a target, for records and messages."""
    return target_url(target)


def _part(text: str) -> str:
    return quote(text, safe="")


def _shop(region: str | None, origins: Origins) -> str:
    return f"{origins.shop}/{region.lower()}" if region else f"{origins.web}/shop"


_BUILDERS: dict[str, Callable[[Target, Origins], str]] = {
    "user": lambda t, o: user_url(t.key, o),
    "video": lambda t, o: video_url(t.key, t.handle, origins=o),
    "hashtag": lambda t, o: hashtag_url(t.key, o),
    "sound": lambda t, o: sound_url(t.key, origins=o),
    "playlist": lambda t, o: playlist_url(t.key, t.handle, origins=o),
    "collection": lambda t, o: collection_url(t.key, t.handle, origins=o),
    "place": lambda t, o: place_url(t.key, origins=o),
    "effect": lambda t, o: effect_url(t.key, origins=o),
    "live": lambda t, o: live_url(t.handle, o) if t.handle else room_url(t.key, o),
    "search": lambda t, o: search_url(t.key, t.section, o),
    "discover": lambda t, o: discover_url(t.key, o),
    "product": lambda t, o: product_url(t.key, t.region, o),
    "seller": lambda t, o: seller_url(t.key, t.region, origins=o),
    "category": lambda t, o: shop_category_url(t.key, t.region, origins=o),
    "shop_search": lambda t, o: shop_search_url(t.key, t.region, o),
    "short": lambda t, o: short_url(t.key, t.host, o),
}
