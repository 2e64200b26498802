"""The truth of posts and the log of calls; what users do in the app."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from tiktok_standin.open_posts import complete
from tiktok_standin.open_webhooks import tell

if TYPE_CHECKING:
    from aiohttp import web

    from tiktok_standin.open_control import Control
    from tiktok_standin.open_models import OpenPost
    from tiktok_standin.open_state import OpenState

_INITS = ("video.init", "inbox.init", "content.init")


class _Finish(msgspec.Struct, forbid_unknown_fields=True):
    public: bool = True


def truth(post: OpenPost) -> dict[str, Any]:
    """Return what is true of a post."""
    info = post.post_info
    return {
        "publish_id": post.publish_id,
        "client_key": post.client_key,
        "handle": post.handle,
        "open_id": post.open_id,
        "kind": post.kind,
        "mode": post.mode,
        "source": post.source,
        "caption": info.get("title"),
        "description": info.get("description"),
        "privacy": info.get("privacy_level"),
        "is_aigc": post.is_aigc,
        "post_info": info,
        "source_info": post.source_info,
        "state": post.status,
        "fail_reason": post.fail_reason,
        "post_ids": post.post_ids,
        "created_at": post.created_at,
        **_bytes(post),
    }


def _bytes(post: OpenPost) -> dict[str, Any]:
    upload = post.upload
    if upload is None:
        return {"received": post.downloaded}
    return {
        "sha256": upload.digest.hexdigest(),
        "received": upload.received,
        "size": upload.size,
        "chunk_size": upload.chunk_size,
        "chunk_count": upload.count,
        "chunks": upload.chunks,
        "puts": upload.puts,
        "complete": upload.complete,
        "expires_at": upload.expires_at,
    }


async def _posts(state: OpenState, _request: web.Request) -> list[dict[str, Any]]:
    return [truth(post) for post in state.posts.values()]


async def _post(state: OpenState, request: web.Request) -> dict[str, Any]:
    return truth(state.posts[request.match_info["id"]])


async def _finish(state: OpenState, request: web.Request) -> dict[str, Any]:
    """Let the user post a draft in the app."""
    post = state.posts[request.match_info["id"]]
    wanted = msgspec.json.decode(await request.read() or b"{}", type=_Finish)
    if post.status != "SEND_TO_USER_INBOX":
        raise ValueError(f"{post.publish_id} is {post.status}")
    complete(state, post, state.now(), public=wanted.public)
    return truth(post)


async def _withdraw(state: OpenState, request: web.Request) -> dict[str, Any]:
    """Let a public post be public no longer."""
    post = state.posts[request.match_info["id"]]
    if not post.post_ids:
        raise ValueError(f"{post.publish_id} has no public post")
    gone = post.post_ids.pop(0)
    for video in state.accounts[post.handle].videos:
        video.public = video.public and video.id != str(gone)
    tell(state, post, "post.publish.no_longer_publicaly_available", {"post_id": gone})
    return truth(post)


async def _log(state: OpenState, _request: web.Request) -> list[dict[str, Any]]:
    return list(state.calls)


async def _clear(state: OpenState, _request: web.Request) -> dict[str, bool]:
    state.calls.clear()
    state.counts.clear()
    return {"ok": True}


async def _counts(state: OpenState, _request: web.Request) -> dict[str, Any]:
    """Tell how many calls of each kind came, how many inits each account sent and how many made a post."""
    inits = [call for call in state.calls if call["endpoint"] in _INITS]
    return {
        "calls": dict(state.counts),
        "inits": dict(Counter(call.get("handle", "") for call in inits)),
        "posts": dict(Counter(post.handle for post in state.posts.values())),
    }


ROUTES: tuple[tuple[str, str, Control], ...] = (
    ("GET", "/posts", _posts),
    ("GET", "/posts/{id}", _post),
    ("POST", "/posts/{id}/finish", _finish),
    ("POST", "/posts/{id}/withdraw", _withdraw),
    ("GET", "/log", _log),
    ("DELETE", "/log", _clear),
    ("GET", "/counts", _counts),
)
