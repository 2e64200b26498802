"""The pictures of a photo post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_standin import ids

if TYPE_CHECKING:
    from tiktok_standin.hosts import Hosts
    from tiktok_standin.posts import Post

_WIDTH, _HEIGHT = 1080, 1436


def image_post(post: Post, hosts: Hosts, expires: int) -> dict[str, Any]:
    """Return ``imagePost``; ``expires`` is when its addresses end, in epoch seconds."""
    pictures = [_picture(post, hosts, expires, f"i{index}") for index in range(post.images)]
    cover = pictures[0] if pictures else _picture(post, hosts, expires, "i0")
    return {
        "images": pictures,
        "cover": cover,
        "shareCover": cover,
        "title": "" if post.serial % 2 else f"Album {post.serial}",
    }


def _picture(post: Post, hosts: Hosts, expires: int, suffix: str) -> dict[str, Any]:
    word = ids.hex_word("media", post.id, length=30)
    tail = f"?dr=9636&x-expires={expires}&x-signature={word[:26]}%3D&t=4d5b0474&ps=13740610"
    path = f"/tos-alisg-i-photomode-sg/o{word}{suffix}~tplv-photomode-image.jpeg{tail}"
    urls = [origin.decode() + path for origin in (hosts.p16, hosts.p19)]
    return {"imageURL": {"urlList": urls}, "imageWidth": _WIDTH, "imageHeight": _HEIGHT}
