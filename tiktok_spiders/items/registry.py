"""The record classes that feeds, store and exports know, by record type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.items.comment import Comment
from tiktok_spiders.items.hashtag import Hashtag
from tiktok_spiders.items.playlist import Playlist, PlaylistItem
from tiktok_spiders.items.product import Product, Sku
from tiktok_spiders.items.publication import Publication
from tiktok_spiders.items.relation import Relation
from tiktok_spiders.items.review import Review
from tiktok_spiders.items.run import Verdict
from tiktok_spiders.items.seller import Seller
from tiktok_spiders.items.sound import Sound
from tiktok_spiders.items.suggestion import Suggestion
from tiktok_spiders.items.user import User
from tiktok_spiders.items.video import Video

if TYPE_CHECKING:
    from tiktok_spiders.items.common import Record

RECORD_CLASSES: dict[str, type[Record]] = {
    "user": User,
    "video": Video,
    "sound": Sound,
    "hashtag": Hashtag,
    "comment": Comment,
    "relation": Relation,
    "playlist": Playlist,
    "playlist_item": PlaylistItem,
    "suggestion": Suggestion,
    "product": Product,
    "sku": Sku,
    "seller": Seller,
    "review": Review,
    "publication": Publication,
    "verdict": Verdict,
}
"""In the order in which their columns follow each other in a table of several types."""
