"""A post of the stand-in's world, and how posts are made from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tiktok_standin import captions, ids, sounds

OK = 0
MISSING = 10204
AGE_LIMITED = 10213
ABNORMAL = 10215
PRIVATE = 10216
UNDER_REVIEW = 10217
GEO_BLOCKED = 10231

MESSAGES = {
    MISSING: "item doesn't exist",
    AGE_LIMITED: "item is age limited",
    ABNORMAL: "item is abnormal",
    PRIVATE: "item is private",
    UNDER_REVIEW: "item is reviewing",
    GEO_BLOCKED: "item is unavailable in this region",
}

_UPLOAD_SECONDS = 40
_SOUND_LUCK = (slice(15, 17), slice(18, 26))


@dataclass(slots=True, kw_only=True)
class Post:
    """One video or photo post. Counts are exact; what TikTok shows may be rounded."""

    id: str
    handle: str
    created_at: int
    """Epoch seconds."""

    caption: str = ""
    language: str = "en"
    kind: Literal["video", "photo"] = "video"
    duration: int = 15
    """Seconds; a photo post shows 0."""

    images: int = 0
    plays: int = 0
    likes: int = 0
    comments: int = 0
    shares: int = 0
    saves: int = 0
    pinned: bool = False
    advert: bool = False
    comments_off: bool = False
    classified: bool = False
    """Sensitive: listed, but its page tells no ``video`` to anonymous visitors."""

    subtitles: bool = True
    region: str = "US"
    status_code: int = OK
    sound_id: str = "7300000000000000001"
    serial: int = 0

    @property
    def listed(self) -> bool:
        """Whether lists show the post to anonymous visitors."""
        return self.status_code == OK


def make_post(
    handle: str, serial: int, created_at: int, *, seed: int = 1, odd: bool = False, popularity: int = 5000
) -> Post:
    """Make a post from its place in the world; one hash pays for all its numbers."""
    luck = ids.digest("post", seed, handle, serial)
    language, caption = captions.odd(serial) if odd else captions.plain(serial)
    plays = popularity * (1 + luck[0] + luck[1] * luck[2]) // 64 + luck[3]
    likes = plays * (2 + luck[4] % 18) // 200
    return Post(
        id=ids.item_id(created_at - 1 - luck[5] % _UPLOAD_SECONDS, int.from_bytes(luck[6:10], "big")),
        handle=handle,
        created_at=created_at,
        caption=caption,
        language=language,
        duration=5 + luck[10] % 90,
        plays=plays,
        likes=likes,
        comments=likes * luck[11] // 4096,
        shares=likes * luck[12] // 2048,
        saves=likes * luck[13] // 2048,
        subtitles=luck[14] % 3 != 0,
        sound_id=sounds.drawn(luck[17], *(int.from_bytes(luck[at], "big") for at in _SOUND_LUCK)),
        serial=serial,
    )


def as_photo(post: Post, images: int) -> Post:
    """Turn a made post into a photo post of that many pictures."""
    post.kind, post.images, post.duration, post.subtitles = "photo", images, 0, False
    return post
