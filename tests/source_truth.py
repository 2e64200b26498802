"""What crawls of sources brought, beside what is true of the stand-in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tiktok_standin.counts import rounded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.crawling import Crawl
    from tests.standin_process import StandinProcess

Truth = dict[str, Any]
Row = dict[str, Any]

VIDEO = {
    "author_unique_id": "handle",
    "language": "language",
    "play_count": "plays",
    "like_count": "likes",
    "comment_count": "comments",
    "share_count": "shares",
    "save_count": "saves",
}
USER = {
    "user_id": "id",
    "sec_uid": "sec_uid",
    "unique_id": "handle",
    "nickname": "nickname",
    "bio": "signature",
    "verified": "verified",
    "follower_count": "followers",
    "following_count": "following",
    "heart_count": "hearts",
}
HASHTAG = {name: name for name in ("hashtag_id", "name", "description", "is_commerce", "split_title")} | {
    "video_count": "video_count",
    "view_count": "view_count",
}
SOUND = {
    "sound_id": "sound_id",
    "title": "title",
    "author_name": "authorName",
    "album": "album",
    "is_original": "original",
    "video_count": "video_count",
}
PLAYLIST = {name: name for name in ("playlist_id", "name", "video_count")} | {"owner_unique_id": "owner"}
"""Field of a record to key of the truth."""


def told(standin: StandinProcess, kind: str, key: str) -> Truth:
    """Return what is true of a hashtag, a sound, a search…"""
    found: Truth = standin._control("GET", f"truth/{kind}/{quote(key)}")
    return found


def known(standin: StandinProcess, what: str) -> dict[str, Any]:
    """Return all hashtags or sounds with their uses, all queries or all categories."""
    found: dict[str, Any] = standin._control("GET", what)
    return found


def verdict_of(crawl: Crawl, target: str, resource: str) -> Row:
    """Return the one verdict of a target for a resource."""
    rows = [one for one in crawl.records("verdict") if (one["target"], one["resource"]) == (target, resource)]
    (only,) = rows
    return only


def rows_of(crawl: Crawl, record_type: str, target: str, section: str) -> list[Row]:
    """Return the records of a type that a list of a target brought, in their order."""
    where = {"target": target, "section": section}
    return [one for one in crawl.records(record_type) if where.items() <= one["source"].items()]


def ids_of(crawl: Crawl, target: str, section: str) -> list[str]:
    """Return the ids of the videos that a list of a target brought, in their order."""
    return [video["video_id"] for video in rows_of(crawl, "video", target, section)]


def wrong_video(video: Row, post: Truth) -> dict[str, Any]:
    """Return the fields of a video that say something else than the truth, with both values."""
    shown = {
        **post,
        "caption": post["caption"].replace("\0", "\ufffd"),
        "type": "photo" if post["images"] else "video",
        "images": post["images"],
        "created": post["created_at"],
        "language": None if post["language"] == "un" else post["language"],  # "un": undetermined
    }
    found = {
        **video,
        "images": len(video["images"] or ()),
        "created": epoch(video["created_at"]),
    }
    same = {name: name for name in ("type", "images", "created", "sound_id")} | {"description": "caption"}
    return wrong(found, shown, VIDEO | same)


def wrong_user(user: Row, truth: Truth) -> dict[str, Any]:
    """Return the fields of a thin account that say something else than the truth."""
    told_of = {name: key for name, key in USER.items() if user[name] is not None}
    return wrong(user, {**truth, "signature": truth["signature"].replace("\0", "\ufffd")}, told_of)


def wrong(row: Row, truth: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of a record that say something else than the truth, with both values."""
    rounds = row.get("rounded_counts") or ()
    wanted = {
        name: (truth[key], rounded(truth[key]) if name in rounds else truth[key])
        for name, key in fields.items()
    }
    return {name: (row[name], either) for name, either in wanted.items() if row[name] not in either}


def epoch(text: str) -> int:
    """Return an ISO time of a feed as epoch seconds."""
    return int(datetime.fromisoformat(text).timestamp())
