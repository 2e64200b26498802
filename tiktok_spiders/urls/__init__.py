"""Addresses: recognise what a user typed, build what is asked for, keep out what is not TikTok's."""

from __future__ import annotations

from tiktok_spiders.urls.build import (
    canonical_url,
    collection_url,
    discover_url,
    effect_url,
    embed_url,
    hashtag_url,
    live_url,
    oembed_url,
    place_url,
    playlist_url,
    product_url,
    room_url,
    search_url,
    seller_url,
    shop_category_url,
    shop_home_url,
    shop_search_url,
    short_url,
    sound_url,
    target_url,
    user_embed_url,
    user_url,
    video_url,
)
from tiktok_spiders.urls.names import hashtag_key, slug
from tiktok_spiders.urls.origins import DEFAULT, Origins, is_media, is_ours, to_origin
from tiktok_spiders.urls.parse import parse_target
from tiktok_spiders.urls.redirect import LinkFate, resolve_location
from tiktok_spiders.urls.regions import SEARCH_REGIONS, SHOP_REGIONS, Region, search_region, shop_region
from tiktok_spiders.urls.target import KINDS, Target

__all__ = [
    "DEFAULT",
    "KINDS",
    "SEARCH_REGIONS",
    "SHOP_REGIONS",
    "LinkFate",
    "Origins",
    "Region",
    "Target",
    "canonical_url",
    "collection_url",
    "discover_url",
    "effect_url",
    "embed_url",
    "hashtag_key",
    "hashtag_url",
    "is_media",
    "is_ours",
    "live_url",
    "oembed_url",
    "parse_target",
    "place_url",
    "playlist_url",
    "product_url",
    "resolve_location",
    "room_url",
    "search_region",
    "search_url",
    "seller_url",
    "shop_category_url",
    "shop_home_url",
    "shop_region",
    "shop_search_url",
    "short_url",
    "slug",
    "sound_url",
    "target_url",
    "to_origin",
    "user_embed_url",
    "user_url",
    "video_url",
]
