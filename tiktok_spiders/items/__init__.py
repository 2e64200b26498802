"""The records that crawls yield, and the small records inside them.

Frozen dataclasses: absent is None, identifiers are text, times are aware UTC, lists are tuples.
"""

from __future__ import annotations

from tiktok_spiders.items.common import (
    Anchor,
    EffectRef,
    ExternalSong,
    HashtagRef,
    Image,
    Mention,
    Poi,
    ProductRef,
    Record,
    Rendition,
    Source,
    Subtitle,
    TextSpan,
)
from tiktok_spiders.items.hashtag import Hashtag
from tiktok_spiders.items.run import Checkpoint, Rejected, Run, Verdict
from tiktok_spiders.items.sound import Sound
from tiktok_spiders.items.user import User
from tiktok_spiders.items.video import Video

__all__ = [
    "Anchor",
    "Checkpoint",
    "EffectRef",
    "ExternalSong",
    "Hashtag",
    "HashtagRef",
    "Image",
    "Mention",
    "Poi",
    "ProductRef",
    "Record",
    "Rejected",
    "Rendition",
    "Run",
    "Sound",
    "Source",
    "Subtitle",
    "TextSpan",
    "User",
    "Verdict",
    "Video",
]
