"""The life of a post: what happens to it by itself as the API's clock goes on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tiktok_standin import ids
from tiktok_standin.open_models import FINAL, OpenVideo
from tiktok_standin.open_pulls import Pull
from tiktok_standin.open_webhooks import tell

if TYPE_CHECKING:
    from tiktok_standin.open_models import OpenPost
    from tiktok_standin.open_state import OpenState

PULL_LIMIT_S = 3600.0
_LEAST_PAUSE_S = 0.01
_CONTAINERS = (b"ftyp", b"\x1a\x45\xdf\xa3")


def start(state: OpenState, post: OpenPost) -> None:
    """Let a post's life begin."""
    state.posts[post.publish_id] = post
    if post.source == "file":
        post.due = post.upload.expires_at if post.upload and state.switches.late_upload == "failed" else None
    else:
        post.stage, post.status = "downloading", "PROCESSING_DOWNLOAD"
        stalls = any(pull.stalls for pull in _pulls(state, post))
        post.due = post.created_at + (PULL_LIMIT_S if stalls else state.switches.pull_s)
    state.changed.set()


def uploaded(state: OpenState, post: OpenPost) -> None:
    """Let processing begin after the last byte, unless the post ended before it came."""
    if post.stage != "uploading":
        return
    head = post.upload.head if post.upload else b""
    if state.switches.media_checks and not any(mark in head[:12] for mark in _CONTAINERS):
        post.ends_in = "file_format_check_failed"
    post.stage, post.due = "processing", state.now() + post.processing_s
    state.changed.set()


def settle_all(state: OpenState) -> None:
    """Let everything happen that is due."""
    for post in list(state.posts.values()):
        while post.due is not None and post.due <= state.now():
            _step(state, post, post.due)


async def keep(state: OpenState) -> None:
    """Let everything happen when it is due, for ever."""
    while True:
        state.changed.clear()
        settle_all(state)
        due = min((post.due for post in state.posts.values() if post.due is not None), default=None)
        pause = None if due is None else max(due - state.now(), _LEAST_PAUSE_S)
        try:
            await asyncio.wait_for(state.changed.wait(), pause)
        except TimeoutError:
            continue


def _step(state: OpenState, post: OpenPost, now: float) -> None:
    if post.stage == "uploading":
        fail(state, post, "internal")
    elif post.stage == "downloading":
        _downloaded(state, post, now)
    elif post.stage == "processing":
        _processed(state, post, now)
    else:
        _available(state, post, now)


def _downloaded(state: OpenState, post: OpenPost, now: float) -> None:
    pulls = _pulls(state, post)
    if any(pull.stalls or pull.status != 200 for pull in pulls):
        fail(state, post, "photo_pull_failed" if post.kind == "photos" else "video_pull_failed")
        return
    post.downloaded = sum(pull.size for pull in pulls)
    post.ends_in = post.ends_in or next((pull.reason for pull in pulls if pull.reason), None)
    post.stage, post.due = "processing", now + post.processing_s


def _pulls(state: OpenState, post: OpenPost) -> list[Pull]:
    addresses = post.source_info.get("photo_images") or [post.source_info.get("video_url")]
    return [state.pulls.get(address, Pull()) for address in addresses]


def _processed(state: OpenState, post: OpenPost, now: float) -> None:
    if post.ends_in:
        fail(state, post, post.ends_in)
    elif post.mode == "inbox":
        post.stage, post.due, post.status = "done", None, "SEND_TO_USER_INBOX"
        tell(state, post, "post.publish.inbox_delivered")
    else:
        complete(state, post, now, public=_is_public(state, post))


def complete(state: OpenState, post: OpenPost, now: float, *, public: bool) -> None:
    """Let a post be posted; a public one gets its id when it passed moderation."""
    post.status = "PUBLISH_COMPLETE"
    post.stage, post.due = ("moderating", now + state.switches.moderation_s) if public else ("done", None)
    tell(state, post, "post.publish.complete")
    state.changed.set()


def _is_public(state: OpenState, post: OpenPost) -> bool:
    private = state.accounts[post.handle].private
    return not private and post.post_info.get("privacy_level") == "PUBLIC_TO_EVERYONE"


def _available(state: OpenState, post: OpenPost, now: float) -> None:
    post_id = int(ids.item_id(int(now), ids.number(post.publish_id, below=1 << 32)))
    post.stage, post.due = "done", None
    post.post_ids.append(post_id)
    title = str(post.post_info.get("title", ""))
    video = OpenVideo(id=str(post_id), create_time=int(now), title=title)
    state.accounts[post.handle].videos.insert(0, video)
    tell(state, post, "post.publish.publicly_available", {"post_id": post_id})


def fail(state: OpenState, post: OpenPost, reason: str) -> None:
    """Let a post end in failure."""
    post.stage, post.due, post.status, post.fail_reason = "done", None, "FAILED", reason
    tell(state, post, "post.publish.failed", {"reason": reason})


def remove_access(state: OpenState, client_key: str, handle: str, reason: int) -> None:
    """Let a user or TikTok end an app's access: tokens die, posts on their way fail."""
    state.tokens.end(client_key, handle)
    for post in list(state.posts.values()):
        mine = (post.client_key, post.handle) == (client_key, handle)
        if mine and post.status not in FINAL:
            fail(state, post, "auth_removed")
    open_id = state.accounts[handle].open_id(client_key)
    state.webhooks.add(state, client_key, "authorization.removed", open_id, {"reason": reason})
