"""The records that crawls yield, and the small records inside them.

Frozen dataclasses: absent is None, identifiers are text, times are aware UTC, lists are tuples.
"""

from __future__ import annotations

from tiktok_spiders.items.comment import Comment
from tiktok_spiders.items.common import Record, Source
from tiktok_spiders.items.hashtag import Hashtag
from tiktok_spiders.items.parts import (
    Anchor,
    EffectRef,
    ExternalSong,
    HashtagRef,
    Image,
    Mention,
    Poi,
    ProductRef,
    Rendition,
    Subtitle,
    TextSpan,
)
from tiktok_spiders.items.playlist import Playlist, PlaylistItem
from tiktok_spiders.items.product import Product, Sku
from tiktok_spiders.items.relation import Relation
from tiktok_spiders.items.review import Review
from tiktok_spiders.items.run import Checkpoint, Rejected, Run, Verdict
from tiktok_spiders.items.seller import Seller
from tiktok_spiders.items.shop_parts import (
    Category,
    NameValue,
    Option,
    OptionValue,
    Score,
    ShopVideo,
    SkuProperty,
    VideoRef,
)
from tiktok_spiders.items.sound import Sound
from tiktok_spiders.items.suggestion import Suggestion
from tiktok_spiders.items.user import User
from tiktok_spiders.items.video import Video

__all__ = [
    "Anchor",
    "Category",
    "Checkpoint",
    "Comment",
    "EffectRef",
    "ExternalSong",
    "Hashtag",
    "HashtagRef",
    "Image",
    "Mention",
    "NameValue",
    "Option",
    "OptionValue",
    "Playlist",
    "PlaylistItem",
    "Poi",
    "Product",
    "ProductRef",
    "Record",
    "Rejected",
    "Relation",
    "Rendition",
    "Review",
    "Run",
    "Score",
    "Seller",
    "ShopVideo",
    "Sku",
    "SkuProperty",
    "Sound",
    "Source",
    "Subtitle",
    "Suggestion",
    "TextSpan",
    "User",
    "Verdict",
    "Video",
    "VideoRef",
]
