"""The record classes that feeds, store and exports know, by record type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.items.hashtag import Hashtag
from tiktok_spiders.items.run import Verdict
from tiktok_spiders.items.sound import Sound
from tiktok_spiders.items.user import User
from tiktok_spiders.items.video import Video

if TYPE_CHECKING:
    from tiktok_spiders.items.common import Record

RECORD_CLASSES: dict[str, type[Record]] = {
    "user": User,
    "video": Video,
    "sound": Sound,
    "hashtag": Hashtag,
    "verdict": Verdict,
}
"""In the order in which their columns follow each other in a table of several types."""
