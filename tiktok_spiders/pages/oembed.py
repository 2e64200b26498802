"""What oEmbed tells of a post or a profile: little, but without any session."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_spiders.containers import ContainerError, members
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.items.user import User
from tiktok_spiders.items.video import Video
from tiktok_spiders.pages.answer import Answer
from tiktok_spiders.pages.base import PageRead
from tiktok_spiders.pages.coerce import Misread, identifier, text, text_kept, url
from tiktok_spiders.pages.item import times_of
from tiktok_spiders.pages.raw import keep_raw
from tiktok_spiders.pages.table import Table
from tiktok_spiders.pages.user_block import handle
from tiktok_spiders.urls import user_url, video_url

if TYPE_CHECKING:
    from tiktok_spiders.pages.base import Capture

_PAGE = "oEmbed"
_THIN = 1
_SOUND = re.compile(r"/music/(?:[^\"/?]*-)?([0-9]{5,20})")
_HANDLE = re.compile(r"/@([^/?#\"]+)")
_IN_HTML = re.compile(r"data-video-id=\"([0-9]{5,20})\"")


class _Oembed(Answer, kw_only=True):
    title: Any = None
    author_url: Any = None
    author_name: Any = None
    author_unique_id: Any = None
    html: Any = None
    thumbnail_url: Any = None
    embed_product_id: Any = None
    embed_type: Any = None


_VIDEO = Table(
    "video",
    ("description", "title", text_kept),
    ("author_nickname", "author_name", text),
    ("cover_url", "thumbnail_url", url),
)


def read_oembed(body: bytes, capture: Capture) -> PageRead:
    """Return the post or the account, thin. An error body gives a page with its status alone.

    The width and height of the thumbnail are those of the picture, not of the video.
    """
    try:
        found = members(body)
        wire = msgspec.json.decode(msgspec.json.encode(found), type=_Oembed)
    except (ContainerError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PageLayoutError(_PAGE, capture.url, f"readable answer ({error})") from None
    misread = Misread()
    if "title" not in found:
        code, message = wire.status(misread)
        return PageRead(list_present=False, status_code=code, status_message=message, misread=misread)
    raw = keep_raw(body) if capture.keep_raw else None
    is_profile = wire.embed_type == "profile"
    record = (_user if is_profile else _video)(wire, capture, misread, raw)
    return PageRead(records=(record,), misread=misread)


def _user(wire: _Oembed, capture: Capture, misread: Misread, raw: Any) -> User:
    """Return the account; its title is made up of the shown name and is no fact of its own."""
    name = handle(wire.embed_product_id, "user/unique_id", misread) or _author(wire, misread)
    if name is None:
        raise PageLayoutError(_PAGE, capture.url, "embed_product_id")
    return User(
        **capture.envelope(detail=_THIN),
        raw=raw,
        unique_id=name,
        nickname=text(wire.author_name, "user/nickname", misread),
        avatar_thumb_url=url(wire.thumbnail_url, "user/avatar_thumb_url", misread),
        url=user_url(name),
    )


def _video(wire: _Oembed, capture: Capture, misread: Misread, raw: Any) -> Video:
    html = wire.html if type(wire.html) is str else ""
    quoted = _IN_HTML.search(html)
    told = wire.embed_product_id if wire.embed_product_id is not None else (quoted and quoted[1])
    video_id = identifier(told, "video/video_id", misread)
    if video_id is None:
        raise PageLayoutError(_PAGE, capture.url, "embed_product_id")
    sound, author = _SOUND.search(html), _author(wire, misread)
    return Video(
        **capture.envelope(detail=_THIN),
        raw=raw,
        video_id=video_id,
        type="video",
        url=video_url(video_id, author),
        author_unique_id=author,
        sound_id=sound[1] if sound else None,
        **times_of(video_id, None, capture.scraped_at, misread),
        **_VIDEO.read(wire, misread),
    )


def _author(wire: _Oembed, misread: Misread) -> str | None:
    found = _HANDLE.search(wire.author_url) if type(wire.author_url) is str else None
    return handle(wire.author_unique_id or (found and found[1]), "video/author_unique_id", misread)
