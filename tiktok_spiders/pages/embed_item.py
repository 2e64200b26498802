"""Videos as embeds tell them: thin, and in shapes of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.sound import Sound
from tiktok_spiders.items.video import Video
from tiktok_spiders.pages.coerce import (
    Misread,
    flag,
    identifier,
    positive,
    real,
    text,
    text_kept,
    url,
)
from tiktok_spiders.pages.counters import counter, rounded_names
from tiktok_spiders.pages.item import times_of
from tiktok_spiders.pages.links import expires_at
from tiktok_spiders.pages.table import Table
from tiktok_spiders.pages.user_block import author_user
from tiktok_spiders.pages.wire_embed import WireEmbedAuthor, WireEmbedMeta
from tiktok_spiders.pages.wire_user import WireUser
from tiktok_spiders.urls import sound_url, video_url

if TYPE_CHECKING:
    from tiktok_spiders.items.user import User
    from tiktok_spiders.pages.base import Capture
    from tiktok_spiders.pages.wire_embed import WireEmbedEntry, WireEmbedItem, WireEmbedMusic, WireVideoData

_ENTRY = Table(
    "video",
    ("author_unique_id", "author_unique_id", text),
    ("description", "desc", text_kept),
    ("width", "width", positive),
    ("height", "height", positive),
    ("ratio", "ratio", text),
    ("play_url", "play_addr", url),
    ("cover_url", "cover_url", url),
    ("origin_cover_url", "origin_cover_url", url),
    ("dynamic_cover_url", "dynamic_cover_url", url),
    ("is_private", "private_item", flag),
)
_AUTHOR = Table(
    "video",
    ("author_id", "user_id", identifier),
    ("author_sec_uid", "sec_uid", text),
    ("author_unique_id", "unique_id", text),
    ("author_nickname", "nick_name", text),
)
_META = Table(
    "video",
    ("width", "width", positive),
    ("height", "height", positive),
)
_SOUND = Table(
    "sound",
    ("title", "music_name", text),
    ("author_name", "author_name", text),
    ("is_original", "original", flag),
)


def embed_video(
    entry: WireEmbedEntry, capture: Capture, misread: Misread | None = None, *, rank: int | None = None
) -> Video:
    """Return the video of one ``videoList`` entry of a creator embed.

    Raises ``ValueError`` for an entry without an identifier.
    """
    counted = Misread() if misread is None else misread
    found = _ENTRY.read(entry, counted)
    counts = {"play_count": counter((entry.play_count,), "video/play_count", counted)}
    return _video((entry.id, None), found | counts, counts, capture, counted, rank=rank)


def embed_data_video(data: WireVideoData, capture: Capture, misread: Misread) -> Video:
    """Return the video of ``videoData`` of a single-video embed.

    Raises ``ValueError`` for data without an identifier.
    """
    item = data.item_infos
    if item is None:
        raise ValueError("no itemInfos")
    counts = _counts(item, misread)
    found = _AUTHOR.read(data.author_infos or WireEmbedAuthor(), misread) | counts | _media(item, misread)
    found["description"] = text_kept(item.text, "video/description", misread)
    if data.music_infos:
        found["sound_id"] = identifier(data.music_infos.music_id, "video/sound_id", misread)
    return _video((item.id, item.create_time), found, counts, capture, misread)


def embed_data_sound(music: WireEmbedMusic | None, capture: Capture, misread: Misread) -> Sound | None:
    """Return what a single-video embed tells of its sound; None where it has none (no id)."""
    sound_id = identifier(music.music_id, "sound/sound_id", misread) if music else None
    if sound_id is None:
        return None
    found = _SOUND.read(music, misread)
    return Sound(
        **capture.envelope(detail=1),
        sound_id=sound_id,
        url=sound_url(sound_id, found.get("title")),
        **found,
    )


def embed_data_author(author: WireEmbedAuthor | None, capture: Capture, misread: Misread) -> User | None:
    """Return what a single-video embed tells of its author; None where it tells nothing."""
    if author is None:
        return None
    user = WireUser(
        id=author.user_id,
        sec_uid=author.sec_uid,
        unique_id=author.unique_id,
        nickname=author.nick_name,
        signature=author.signature,
        verified=author.verified,
    )
    return author_user(user, None, None, capture, misread)


def _counts(item: WireEmbedItem, misread: Misread) -> dict[str, int | None]:
    return {
        "play_count": counter((item.play_count,), "video/play_count", misread),
        "like_count": counter((item.digg_count,), "video/like_count", misread),
        "comment_count": counter((item.comment_count,), "video/comment_count", misread),
        "share_count": counter((item.share_count,), "video/share_count", misread),
    }


def _media(item: WireEmbedItem, misread: Misread) -> dict[str, Any]:
    video = item.video
    meta = (video.video_meta if video else None) or WireEmbedMeta()
    return _META.read(meta, misread) | {
        "duration_s": real(meta.duration, "video/duration_s", misread) or None,
        "play_url": url(video.urls, "video/play_url", misread) if video else None,
        "cover_url": url(item.covers, "video/cover_url", misread),
    }


def _video(
    id_and_time: tuple[object, object],
    found: dict[str, Any],
    counts: dict[str, int | None],
    capture: Capture,
    misread: Misread,
    *,
    rank: int | None = None,
) -> Video:
    video_id = identifier(id_and_time[0], "video/video_id", misread)
    if video_id is None:
        raise ValueError("no video_id")
    return Video(
        **capture.envelope(detail=1, rank=rank),
        video_id=video_id,
        type="video",
        url=video_url(video_id, found.get("author_unique_id")),
        url_expires_at=expires_at(found.get("play_url")),
        rounded_counts=rounded_names(counts),
        **times_of(video_id, id_and_time[1], capture.scraped_at, misread),
        **found,
    )
