"""What a post is to TikTok: the bodies of the requests that begin one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tiktok_spiders.publish.calls import Name
    from tiktok_spiders.publish.chunks import ChunkPlan
    from tiktok_spiders.publish.post import Post


def call_of(post: Post) -> Name:
    """Return the call that begins a post."""
    if post.kind == "photos":
        return "init_photo_drafts" if post.mode == "inbox" else "init_photos"
    return "init_inbox" if post.mode == "inbox" else "init_video"


def post_info(post: Post) -> dict[str, Any]:
    """Return ``post_info`` of a direct post of a video: what was not asked for is turned off by name."""
    options = post.options
    info: dict[str, Any] = {
        "privacy_level": options.privacy,
        "title": post.caption or "",
        "disable_comment": not options.allow_comment,
        "disable_duet": not options.allow_duet,
        "disable_stitch": not options.allow_stitch,
        "brand_content_toggle": options.branded_content,
        "brand_organic_toggle": options.your_brand,
        "is_aigc": options.ai_generated,
    }
    if options.cover_ms is not None:
        info["video_cover_timestamp_ms"] = options.cover_ms
    return info


def source_info(post: Post, plan: ChunkPlan | None) -> dict[str, Any]:
    """Return ``source_info`` of a video: a file's plan, or the address that TikTok is to fetch."""
    if plan is None:
        return {"source": "PULL_FROM_URL", "video_url": post.urls[0]}
    return {
        "source": "FILE_UPLOAD",
        "video_size": plan.size,
        "chunk_size": plan.chunk_size,
        "total_chunk_count": plan.count,
    }


def photos(post: Post) -> dict[str, Any]:
    """Return the whole body of a post, or draft, of photos."""
    options = post.options
    info: dict[str, Any] = {"title": options.title or "", "description": post.caption or ""}
    body: dict[str, Any] = {
        "media_type": "PHOTO",
        "post_mode": "MEDIA_UPLOAD" if post.mode == "inbox" else "DIRECT_POST",
        "post_info": info,
        "source_info": {
            "source": "PULL_FROM_URL",
            "photo_images": list(post.urls),
            "photo_cover_index": options.cover,
        },
    }
    if post.mode == "inbox":
        return body
    info |= {
        "privacy_level": options.privacy,
        "disable_comment": not options.allow_comment,
        "auto_add_music": options.auto_add_music,
        "brand_content_toggle": options.branded_content,
        "brand_organic_toggle": options.your_brand,
    }
    return body | {"is_aigc": options.ai_generated}
