"""Bodies of posts, and what a test does with the calls that send them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tiktok_spiders.publish.errors import PublishError

if TYPE_CHECKING:
    from tiktok_spiders.publish.posting import Init
    from tiktok_spiders.publish.session import Session


INFO: dict[str, Any] = {"privacy_level": "SELF_ONLY"}
SIZE = 1000
FILE = {"source": "FILE_UPLOAD", "video_size": SIZE, "chunk_size": SIZE, "total_chunk_count": 1}
PULL = {"source": "PULL_FROM_URL", "video_url": "https://static.example.com/a.mp4"}
IMAGES = [f"https://static.example.com/{number}.jpg" for number in range(36)]


def photos(mode: str = "DIRECT_POST", count: int = 2, cover: int = 0, **info: Any) -> dict[str, Any]:
    """Return the body of a post of photos."""
    return {
        "media_type": "PHOTO",
        "post_mode": mode,
        "post_info": {**(INFO if mode == "DIRECT_POST" else {}), **info},
        "source_info": {
            "source": "PULL_FROM_URL",
            "photo_images": IMAGES[:count],
            "photo_cover_index": cover,
        },
    }


async def refused(call: Any) -> PublishError:
    """Return what a call is refused with."""
    with pytest.raises(PublishError) as caught:
        await call
    return caught.value


async def sent(session: Session, begun: Init) -> None:
    """Send the whole file in one part."""
    assert begun.upload_url is not None
    headers = {
        "Content-Type": "video/mp4",
        "Content-Length": str(SIZE),
        "Content-Range": f"bytes 0-{SIZE - 1}/{SIZE}",
    }
    answer = await session.api.put(begun.upload_url, content=b"x" * SIZE, headers=headers)
    assert answer.status_code == 201
