"""The file and pictures of an item in the app's spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.items.common import Image
from tiktok_spiders.pages.coerce import Misread, positive, text, url
from tiktok_spiders.pages.wire_app import AppFile, respelt
from tiktok_spiders.pages.wire_media import WirePlay, WireRendition, WireVideo

if TYPE_CHECKING:
    from tiktok_spiders.pages.wire_app_item import AppItem, AppRendition, AppVideo

_CODECS = {0: "h264", 1: "bytevc1", 2: "bytevc2"}
_NO_FILE = AppFile()


def web_video(video: AppVideo | None, misread: Misread, *, is_photo: bool) -> WireVideo | None:
    """Return the file as the web spells it. That of a photo post is its sound, and is left out."""
    if video is None:
        return None
    play = None if is_photo else video.play_addr
    return WireVideo(
        duration=_seconds(video.duration, misread),
        width=video.width,
        height=video.height,
        ratio=video.ratio,
        play_addr=_addresses(play),
        download_addr=_addresses(video.download_addr),
        cover=_addresses(video.cover),
        origin_cover=_addresses(video.origin_cover),
        dynamic_cover=_addresses(video.dynamic_cover),
        play_addr_struct=respelt(play, WirePlay) if play else None,
        bitrate_info=None if video.bit_rate is None else [_rendition(each) for each in video.bit_rate],
    )


def _seconds(value: object, misread: Misread) -> float | None:
    milliseconds = positive(value, "video/duration_s", misread)
    return None if milliseconds is None else milliseconds / 1000


def _addresses(file: AppFile | None) -> object:
    return None if file is None else file.url_list


def _rendition(wire: AppRendition) -> WireRendition:
    codec = wire.is_bytevc1 if type(wire.is_bytevc1) is int else None
    return WireRendition(
        gear_name=wire.gear_name,
        codec_type=None if codec is None else _CODECS.get(codec),
        bitrate=wire.bit_rate,
        bitrate_fps=wire.fps,
        play_addr=respelt(wire.play_addr or _NO_FILE, WirePlay),
    )


def app_images(item: AppItem, misread: Misread) -> tuple[Image, ...] | None:
    """Return the pictures of a photo post: files, or bare addresses."""
    post = item.image_post_info
    if post is not None and post.images is not None:
        files = [each.display_image or _NO_FILE for each in post.images]
        return tuple([_image(index, file, misread) for index, file in enumerate(files)])
    if type(item.images) is not list:
        if item.images is not None:
            misread.add("video/images")
        return None
    found = enumerate(item.images)
    return tuple([Image(index=index, url=url(each, "image/url", misread)) for index, each in found])


def _image(index: int, file: AppFile, misread: Misread) -> Image:
    return Image(
        index=index,
        url=url(file.url_list, "image/url", misread),
        width=positive(file.width, "image/width", misread),
        height=positive(file.height, "image/height", misread),
        key=text(file.uri, "image/key", misread),
    )
