"""Videos of products and of reviews."""

from __future__ import annotations

from typing import Any

from tiktok_standin import ids

_LIFE = 172_800
_COVERS, _FILES = "tos-useast5-p-afa798-tx", "video/tos/useast5/tos-useast5-v-afa798-tx"


def cover(owner: str, origins: tuple[str, ...]) -> str:
    """Return the address of the picture before the video of a product or a review."""
    return f"{origins[0]}/{_COVERS}/{ids.hex_word('shop cover', owner)}~tplv-noop.image"


def video(owner: str, origins: tuple[str, ...], now: int) -> dict[str, Any]:
    """Return the video of the product or the review with an id; ``now`` is in epoch seconds."""
    url = f"{origins[0]}/{_FILES}/{ids.word('shop video', owner, length=30)}/"
    return {
        "id": f"v12d52gd0030{ids.hex_word('shop video', owner, length=20)}",
        "duration": 38.134,
        "post_url": cover(owner, origins),
        "media_type": "video",
        "video_infos": [
            {
                "main_url": url,
                "backup_url": url,
                "url_expire": now + _LIFE,
                "width": 576,
                "height": 1024,
                "file_hash": ids.hex_word("shop video file", owner),
                "format": "mp4",
                "size": 6_300_686,
                "bitrate": 1_321_799,
                "video_quality": "normal",
            }
        ],
    }
