"""Posts as they are shown: in words, as rows, as records; and what they mean as an exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiktok_spiders.items.common import Source
from tiktok_spiders.items.publication import Publication
from tiktok_spiders.publish.states import OPEN, State
from tiktok_spiders.terminal.printable import printable
from tiktok_spiders.terminal.table import moment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tiktok_spiders.publish.post import Post
    from tiktok_spiders.publish.posts import Step

REACHED, FAILED, UNDER_WAY, UNKNOWN = 0, 1, 3, 4
"""Exit statuses: 2 is a refused option or setting."""

COLUMNS = ("post", "account", "what", "state", "due", "sent", "public as", "reason")

_WORDS = {
    State.QUEUED: "waits for {due}",
    State.CLAIMED: "a process is about to send it",
    State.STARTING: "TikTok is being asked to begin it",
    State.UPLOADING: "{sent} of the file are sent; it goes on with the same command, or after {due} with: "
    "scrapy publish due",
    State.PROCESSING: "still processing; ask again with: scrapy publish status {id}",
    State.PUBLISHED: "published",
    State.INBOX: "draft delivered: it is in the creator's inbox, and not public before they post it",
    State.UNKNOWN: "unknown",
    State.CANCELLED: "cancelled",
    State.FAILED: "failed",
}


def sentence(post: Post) -> str:
    """Return one line that says how a post stands."""
    said = _WORDS[post.state].format(due=moment(post.due_at), sent=share(post), id=post.id)
    if post.state is State.PUBLISHED and post.post_ids:
        said += f" as {', '.join(post.post_ids)}"
    elif post.state is State.PUBLISHED and post.options.privacy == "PUBLIC_TO_EVERYONE":
        said += "; its id comes when TikTok has looked through it"
    link = "; " if post.state in OPEN else ": "
    why = f"{link}{post.reason}" if post.reason and post.state is not State.PUBLISHED else ""
    return printable(f"post {post.id} of {post.account}: {said}{why}")


def exit_status(posts: Iterable[Post]) -> int:
    """Return 0 if each post is where it was asked to be; else what most needs somebody to look."""
    found = {_status(post) for post in posts}
    return next((status for status in (UNKNOWN, FAILED, UNDER_WAY) if status in found), REACHED)


def row(post: Post) -> tuple[str | None, ...]:
    """Return the cells of ``COLUMNS``."""
    return (
        str(post.id), post.account, what(post), str(post.state), moment(post.due_at), share(post),
        ", ".join(post.post_ids) or None, post.reason,
    )  # fmt: skip


def what(post: Post) -> str:
    """Return what is posted, shortly."""
    draft = " (draft)" if post.mode == "inbox" else ""
    if post.file is not None:
        return f"{post.file.path.name}{draft}"
    if post.kind == "photos":
        return f"{len(post.urls)} photos{draft}"
    return f"{post.urls[0]}{draft}"


def share(post: Post) -> str | None:
    """Return how much of a file that is under way was sent."""
    if post.file is None or post.state is not State.UPLOADING:
        return None
    return f"{100 * post.uploaded_bytes // max(post.file.size, 1)} %"


def fields(post: Post, history: Iterable[Step] | None = None) -> dict[str, Any]:
    """Return a post as plain values. No secret of it is among them."""
    told: dict[str, Any] = {
        "id": post.id,
        "account": post.account,
        "kind": post.kind,
        "mode": post.mode,
        "state": post.state,
        "reason": post.reason,
        "publish_id": post.publish_id,
        "post_ids": post.post_ids,
        "file": str(post.file.path) if post.file else None,
        "size": post.file.size if post.file else None,
        "uploaded_bytes": post.uploaded_bytes,
        "urls": post.urls,
        "caption": post.caption,
        "options": post.options,
        "key": post.key,
        "inits": post.inits,
        "due_at": post.due_at,
        "created_at": post.created_at,
        "updated_at": post.updated_at,
    }
    if history is not None:
        told["history"] = [step._asdict() for step in history]
    return told


def publication(post: Post, now: datetime, spider: str) -> Publication:
    """Return the record of a post."""
    return Publication(
        scraped_at=now,
        endpoint="publish",
        source=Source(spider=spider, target=str(post.id), section="publish"),
        queue_id=str(post.id),
        account=post.account,
        state=str(post.state),
        reason=post.reason,
        kind=post.kind,
        mode=post.mode,
        key=post.key,
        file_name=post.file.path.name if post.file else None,
        urls=post.urls,
        caption=post.caption,
        privacy=post.options.privacy,
        publish_id=post.publish_id,
        video_ids=post.post_ids,
        size=post.file.size if post.file else None,
        inits=post.inits,
        due_at=post.due_at,
        queued_at=post.created_at,
        updated_at=post.updated_at,
    )


def _status(post: Post) -> int:
    if post.is_at_end:
        return REACHED
    if post.state in OPEN:
        return UNDER_WAY
    return UNKNOWN if post.state is State.UNKNOWN else FAILED
