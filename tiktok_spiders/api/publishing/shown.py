"""Posts and accounts as they leave here: without tokens, upload addresses and paths of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiktok_spiders.api.publishing.models import AccountOut, PostOptions, PostOut, StepOut
from tiktok_spiders.terminal.printable import without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Any, Literal

    from tiktok_spiders.publish.accounts import Account
    from tiktok_spiders.publish.post import Post
    from tiktok_spiders.publish.posts import Step


def account_out(account: Account) -> AccountOut:
    """Return an account."""
    return AccountOut(
        name=account.name,
        display_name=account.display_name,
        owner=account.owner,
        scopes=sorted(account.scopes),
        logged_in=account.lost_reason is None,
        lost_reason=account.lost_reason,
        expires_at=account.refresh_expires_at,
        updated_at=account.updated_at,
    )


def post_out(post: Post, spool: Path) -> PostOut:
    """Return a post; ``spool``: the folder whose path is not told."""
    return PostOut(**_values(post, spool))


def steps_out(post: Post, steps: Iterable[Step], spool: Path) -> list[StepOut]:
    """Return what a post went through."""
    return [
        StepOut(at=one.at, old=one.old, new=one.new, reason=_bare(one.reason, post, spool), by=_by(one.actor))
        for one in steps
    ]


def _values(post: Post, spool: Path) -> dict[str, Any]:
    file, chosen = post.file, post.options
    return {
        "id": post.id,
        "account": post.account,
        "kind": post.kind,
        "mode": post.mode,
        "state": post.state,
        "reason": _bare(post.reason, post, spool),
        "publish_id": post.publish_id,
        "video_ids": list(post.post_ids),
        "file_name": file.path.name if file else None,
        "size": file.size if file else None,
        "uploaded_bytes": post.uploaded_bytes,
        "urls": [without_credentials(url) for url in post.urls],
        "caption": post.caption,
        "options": PostOptions(
            privacy_level=chosen.privacy,
            accept_music_terms=chosen.music_terms,
            allow_comment=chosen.allow_comment,
            allow_duet=chosen.allow_duet,
            allow_stitch=chosen.allow_stitch,
            your_brand=chosen.your_brand,
            branded_content=chosen.branded_content,
            ai_generated=chosen.ai_generated,
            cover_ms=chosen.cover_ms,
        ),
        "key": post.key,
        "due_at": post.due_at,
        "created_at": post.created_at,
        "updated_at": post.updated_at,
    }


def bare(text: str, *folders: Path) -> str:
    """Return a text without the paths of folders: what lies in them is told by its name."""
    for folder in folders:
        # Below the spool there is one more folder, of a random name, for each file.
        while (place := text.find(f"{folder}/")) >= 0:
            end = place + len(str(folder)) + 1
            text = text[:place] + text[end:]
    return text


def _bare(reason: str | None, post: Post, spool: Path) -> str | None:
    if reason is None:
        return None
    folders = [post.file.path.parent] if post.file else []
    return bare(reason, *folders, spool)


def _by(actor: str) -> Literal["user", "status", "webhook", "queue"]:
    # A claim's owner tells host and process.
    if actor in {"user", "status", "webhook"}:
        return actor  # type: ignore[return-value]
    return "queue"
