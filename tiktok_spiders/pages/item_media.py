"""The file of an item: addresses, sizes, covers, other encodings, pictures of a photo post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.common import Image, Rendition
from tiktok_spiders.pages.coerce import Misread, integer, positive, real, text, url, urls
from tiktok_spiders.pages.links import expires_at
from tiktok_spiders.pages.quick import quick
from tiktok_spiders.pages.table import Table
from tiktok_spiders.pages.wire_media import WirePlay, WireRendition, WireVideo, WireVolume

if TYPE_CHECKING:
    from tiktok_spiders.pages.wire_parts import WireImage, WireImagePost

_RENDITION = quick(Rendition)
_CODECS = {"h265_hvc1": "bytevc1"}
_NO_VIDEO, _NO_FILE, _NO_VOLUME = WireVideo(), WirePlay(), WireVolume()


def _length(value: object, field: str, misread: Misread) -> float | None:
    """Return seconds; 0 is not told."""
    return real(value, field, misread) or None


def _codec(value: object, field: str, misread: Misread) -> str | None:
    """Return the codec; H.265 has two names."""
    name = text(value, field, misread)
    return _CODECS.get(name, name) if name else None


def _address(value: object, field: str, misread: Misread) -> str | None:
    """Return an address that may also come as ``[{"src": address}]``."""
    if type(value) is list:
        value = [each.get("src") if type(each) is dict else each for each in value]
    return url(value, field, misread)


_FILE = Table(
    "video",
    ("duration_s", "duration", _length),
    ("width", "width", positive),
    ("height", "height", positive),
    ("ratio", "ratio", text),
    ("definition", "definition", text),
    ("format", "format", text),
    ("codec", "codec_type", _codec),
    ("bitrate", "bitrate", integer),
    ("file_size", "size", integer),
    ("quality_score", "vq_score", real),
    ("play_url", "play_addr", _address),
    ("download_url", "download_addr", _address),
    ("cover_url", "cover", url),
    ("origin_cover_url", "origin_cover", url),
    ("dynamic_cover_url", "dynamic_cover", url),
)
_VOLUME = Table("video", ("loudness", "loudness", real), ("peak", "peak", real))


def media_of(wire: WireVideo | None, misread: Misread, *, is_photo: bool) -> dict[str, Any]:
    """Return the fields of the file. A photo post's file is its sound: uri and hash are left out."""
    video = wire or _NO_VIDEO
    found = _FILE.read(video, misread)
    found |= _VOLUME.read(video.volume_info or _NO_VOLUME, misread)
    if not is_photo:
        _add_file(found, video.play_addr_struct or _NO_FILE, misread)
    found["url_expires_at"] = expires_at(found.get("play_url"))
    found["renditions"] = _renditions(video.bitrate_info, misread)
    return found


def _add_file(found: dict[str, Any], play: WirePlay, misread: Misread) -> None:
    found["file_uri"] = text(play.uri, "video/file_uri", misread)
    found["file_hash"] = text(play.file_hash, "video/file_hash", misread)
    if found.get("file_size") is None:
        found["file_size"] = integer(play.data_size, "video/file_size", misread)
    if found.get("play_url") is None:
        found["play_url"] = url(play.url_list, "video/play_url", misread)


def _renditions(
    wire: list[WireRendition] | WireRendition | None, misread: Misread
) -> tuple[Rendition, ...] | None:
    if wire is None:
        return None
    members = wire if isinstance(wire, list) else [wire]
    return tuple([_rendition(each, misread) for each in members])


def _rendition(wire: WireRendition, misread: Misread) -> Rendition:
    play = wire.play_addr or _NO_FILE
    return _RENDITION(
        name=text(wire.gear_name, "rendition/name", misread),
        codec=_codec(wire.codec_type, "rendition/codec", misread),
        bitrate=integer(wire.bitrate, "rendition/bitrate", misread),
        fps=real(wire.bitrate_fps, "rendition/fps", misread),
        width=positive(play.width, "rendition/width", misread),
        height=positive(play.height, "rendition/height", misread),
        size=integer(play.data_size, "rendition/size", misread),
        uri=text(play.uri, "rendition/uri", misread),
        key=text(play.url_key, "rendition/key", misread),
        file_hash=text(play.file_hash, "rendition/file_hash", misread),
        urls=urls(play.url_list, "rendition/urls", misread),
    )


def images_of(post: WireImagePost | None, misread: Misread) -> dict[str, Any]:
    """Return the fields of a photo post; nothing for a video."""
    if post is None:
        return {}
    images = post.images
    return {
        "title": text(post.title, "video/title", misread),
        "images": None if images is None else tuple([_image(*each, misread) for each in enumerate(images)]),
        "image_cover_url": _image_url(post.cover, misread),
    }


def _image(index: int, wire: WireImage, misread: Misread) -> Image:
    return Image(
        index=index,
        url=_image_url(wire, misread),
        width=positive(wire.image_width, "image/width", misread),
        height=positive(wire.image_height, "image/height", misread),
    )


def _image_url(wire: WireImage | None, misread: Misread) -> str | None:
    return url(wire.image_url.url_list, "image/url", misread) if wire and wire.image_url else None
