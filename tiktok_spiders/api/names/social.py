"""Videos, accounts, hashtags, sounds and comments by their short names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.api.names.parts import identifier, person, scraped_at

if TYPE_CHECKING:
    from tiktok_spiders.api.names.parts import Row


def video(row: Row) -> dict[str, Any]:
    """Return a video; ``author`` and ``sound`` of the mapping are those records, if known."""
    tags = row.get("hashtags")
    author = person(
        row.get("author_id"), row.get("author_unique_id"), row.get("author_nickname"), row.get("author")
    )
    return {
        "id": row["video_id"],
        "url": row.get("url"),
        "description": row.get("description"),
        "created_at": row.get("created_at"),
        "views": row.get("play_count"),
        "likes": row.get("like_count"),
        "shares": row.get("share_count"),
        "comments_count": row.get("comment_count"),
        "hashtags": None if tags is None else [tag["name"] for tag in tags],
        "music": _music(row),
        "user": author,
        "scraped_at": scraped_at(row),
    }


def _music(row: Row) -> dict[str, Any] | None:
    if row.get("sound_id") is None:
        return None
    known = row.get("sound") or {}
    return {"id": row["sound_id"], "title": known.get("title"), "author": known.get("author_name")}


def user(row: Row) -> dict[str, Any]:
    """Return an account."""
    pictures = (row.get(f"avatar_{size}url") for size in ("", "medium_", "thumb_"))
    return {
        "id": identifier(row.get("user_id")),
        "username": row.get("unique_id"),
        "display_name": row.get("nickname"),
        "bio": row.get("bio"),
        "avatar_url": next(filter(None, pictures), None),
        "followers": row.get("follower_count"),
        "following": row.get("following_count"),
        "total_likes": row.get("heart_count"),
        "total_videos": row.get("video_count"),
        "verified": row.get("verified"),
        "created_at": row.get("created_at"),
        "scraped_at": scraped_at(row),
    }


def relation(row: Row) -> dict[str, Any]:
    """Return the account at the other end of a relation, as far as the list of followers tells."""
    known = row.get("member") or {}
    told = {
        "user_id": row.get("member_id"),
        "unique_id": row.get("member_unique_id"),
        "nickname": row.get("member_nickname"),
    }
    named = {name: value for name, value in told.items() if value is not None}
    return user({**known, **named, "scraped_at": scraped_at(row)})


def hashtag(row: Row) -> dict[str, Any]:
    """Return a hashtag."""
    return {
        "id": identifier(row.get("hashtag_id")),
        "name": row.get("name"),
        "title": row.get("title"),
        "description": row.get("description"),
        "url": row.get("url"),
        "views": row.get("view_count"),
        "total_videos": row.get("video_count"),
        "scraped_at": scraped_at(row),
    }


def sound(row: Row) -> dict[str, Any]:
    """Return a sound."""
    pictures = (row.get(f"cover_{size}url") for size in ("", "medium_", "thumb_"))
    return {
        "id": row["sound_id"],
        "title": row.get("title"),
        "author": row.get("author_name"),
        "album": row.get("album"),
        "duration": row.get("duration_s"),
        "is_original": row.get("is_original"),
        "url": row.get("url"),
        "cover_url": next(filter(None, pictures), None),
        "total_videos": row.get("video_count"),
        "scraped_at": scraped_at(row),
    }


def comment(row: Row) -> dict[str, Any]:
    """Return a comment; ``author`` of the mapping is the commenter's own record, if known."""
    return {
        "id": row["comment_id"],
        "video_id": row["video_id"],
        "parent_id": row.get("parent_comment_id"),
        "text": row.get("text"),
        "likes": row.get("like_count"),
        "replies": row.get("reply_count"),
        "created_at": row.get("created_at"),
        "user": person(row.get("user_id"), row.get("unique_id"), row.get("nickname"), row.get("author")),
        "scraped_at": scraped_at(row),
    }
