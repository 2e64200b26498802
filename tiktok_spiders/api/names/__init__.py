"""THE mapping from the field dictionary's names to the short names of the answers.

Each function takes any mapping with a record's field names: a stored row, or the JSON of a record that a
crawl gave. What belongs to another record stands inside the mapping: ``author`` and ``sound`` of a video,
``seller`` of a product; `joined` puts them there. What is not known is None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.api.names.history import counters, field_name
from tiktok_spiders.api.names.join import joined
from tiktok_spiders.api.names.models import (
    CommentOut,
    HashtagOut,
    MusicOut,
    PersonOut,
    ProductOut,
    ReviewOut,
    SellerOut,
    SoundOut,
    UserOut,
    VerdictOut,
    VideoOut,
)
from tiktok_spiders.api.names.shop import product, review, seller
from tiktok_spiders.api.names.social import comment, hashtag, relation, sound, user, video
from tiktok_spiders.api.names.verdicts import verdict

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = [
    "MODELS",
    "SHORT",
    "CommentOut",
    "HashtagOut",
    "MusicOut",
    "PersonOut",
    "ProductOut",
    "ReviewOut",
    "SellerOut",
    "SoundOut",
    "UserOut",
    "VerdictOut",
    "VideoOut",
    "comment",
    "counters",
    "field_name",
    "hashtag",
    "joined",
    "names_of",
    "product",
    "relation",
    "review",
    "seller",
    "sound",
    "user",
    "verdict",
    "video",
]

SHORT = {
    "video": video,
    "user": user,
    "relation": relation,
    "product": product,
    "hashtag": hashtag,
    "sound": sound,
    "comment": comment,
    "review": review,
    "seller": seller,
    "verdict": verdict,
}
"""Record type → function that gives a record by its short names."""

MODELS: dict[str, type[BaseModel]] = {
    "video": VideoOut,
    "user": UserOut,
    "relation": UserOut,
    "product": ProductOut,
    "hashtag": HashtagOut,
    "sound": SoundOut,
    "comment": CommentOut,
    "review": ReviewOut,
    "seller": SellerOut,
    "verdict": VerdictOut,
}
"""Record type → model of what that function gives."""


def names_of(record_type: str) -> tuple[str, ...]:
    """Return the short names of a record type, in their order."""
    return tuple(MODELS[record_type].model_fields)
