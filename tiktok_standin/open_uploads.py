"""Chunks of an upload: hashed as they come, kept nowhere."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from aiohttp import web

from tiktok_standin.hosts import LOCAL_NAMES
from tiktok_standin.open_answers import Refused
from tiktok_standin.open_calls import Call, Cut, answered, begin
from tiktok_standin.open_models import HEAD_BYTES
from tiktok_standin.open_posts import uploaded
from tiktok_standin.open_state import state_of
from tiktok_standin.world import json_answer

if TYPE_CHECKING:
    from typing import Any

    from tiktok_standin.open_models import OpenPost, Upload
    from tiktok_standin.open_state import OpenState

PATH = "/upload"
HOST = "open-upload.tiktokapis.com"
_TYPES = ("video/mp4", "video/quicktime", "video/webm")
_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")
_PIECE = 1 << 18
_STORED = (201, 206)


def address_of(request: web.Request, upload: Upload) -> str:
    """Return the upload address: on TikTok's host, or on the stand-in's other port for local clients."""
    state, query = state_of(request), urlencode({"upload_id": upload.id, "upload_token": upload.token})
    host = request.headers.get("Host", "").rpartition(":")[0]
    if host in LOCAL_NAMES:
        return f"http://{host}:{state.upload_port}{PATH}?{query}"
    return f"https://{HOST}{PATH}?{query}"


async def put(request: web.Request) -> web.Response:
    """Answer one chunk."""
    call = begin(request, "upload")
    post = _post_of(call)
    call.entry |= {"content_range": request.headers.get("Content-Range"), "length": request.content_length}
    if post is not None and post.upload is not None:
        call.entry |= {"publish_id": post.publish_id, "handle": post.handle}
        post.upload.puts += 1

    async def answer(call: Call) -> web.Response:
        if post is None or post.upload is None:
            raise Refused(404, "no_such_upload")
        return await _answer(call, post, post.upload)

    def failed(state: OpenState, refusal: Refused) -> web.Response:
        return _plain(state, refusal.status, post.upload if post and refusal.status != 404 else None)

    try:
        response = await answered(call, answer, failed)
    finally:
        await _drain(request)
    return response


def _post_of(call: Call) -> OpenPost | None:
    query = call.request.query
    for post in call.state.posts.values():
        upload = post.upload
        if upload is not None and upload.id == query.get("upload_id", ""):
            good = secrets.compare_digest(upload.token, query.get("upload_token", ""))
            return post if good and not call.fault("unknown_upload") else None
    return None


def _plain(state: OpenState, status: int, upload: Upload | None) -> web.Response:
    """Answer a chunk; every answer but that of no upload tells the progress."""
    if upload is None:
        return web.Response(status=status)
    told = upload.received
    if state.switches.content_range == "last":
        told = max(told - 1, 0)
    headers = {"Content-Range": f"bytes 0-{told}/{upload.size}"}
    if status in _STORED and state.switches.upload_body == "empty_object":
        return json_answer({}, status=status, headers=headers)
    return web.Response(status=status, headers=headers)


async def _answer(call: Call, post: OpenPost, upload: Upload) -> web.Response:
    if call.fault("expired_upload"):
        upload.expires_at = call.now
    if post.stage != "uploading" and not upload.complete:
        raise Refused(404, "post_ended")
    if upload.expires_at <= call.now:
        raise Refused(403, "upload_expired")
    first, last = _range(call, upload)
    await _store(call, upload, first, last)
    if upload.complete:
        uploaded(call.state, post)
    return _plain(call.state, 201 if upload.complete else 206, upload)


def _range(call: Call, upload: Upload) -> tuple[int, int]:
    """Return the bytes that a chunk is, after all checks of its headers."""
    first, last, total = _headers(call)
    if (
        total != upload.size
        or last >= total
        or first > last
        or call.request.content_length != last - first + 1
    ):
        raise Refused(400, "bad_range")
    if first != upload.received:
        raise Refused(416, "range_not_satisfiable")
    if last != upload.expected_last() and call.state.switches.chunk_boundaries == "strict":
        raise Refused(400, "bad_chunk")
    return first, last


def _headers(call: Call) -> tuple[int, int, int]:
    request, switches = call.request, call.state.switches
    if switches.content_types and request.headers.get("Content-Type", "").lower() not in _TYPES:
        raise Refused(400, "bad_content_type")
    if "Authorization" in request.headers and switches.upload_bearer == "refused":
        raise Refused(400, "bearer")
    found = _RANGE.fullmatch(request.headers.get("Content-Range", ""))
    if found is None or request.content_length is None:
        raise Refused(400, "bad_headers")
    return int(found[1]), int(found[2]), int(found[3])


async def _store(call: Call, upload: Upload, first: int, last: int) -> None:
    """Take a chunk's bytes; they count only when all of them came."""
    digest, head = upload.digest.copy(), upload.head
    reset, read = call.fault("reset"), 0
    async for piece in call.request.content.iter_chunked(_PIECE):
        digest.update(piece)
        head = head if len(head) >= HEAD_BYTES else (head + piece)[:HEAD_BYTES]
        read += len(piece)
        if reset and read >= min(reset.after_bytes, last - first):
            raise Cut
    _commit(upload, first, read, digest, head)


def _commit(upload: Upload, first: int, read: int, digest: Any, head: bytes) -> None:
    if upload.received != first:
        raise Refused(416, "range_not_satisfiable")
    upload.digest, upload.head = digest, head
    upload.received += read
    upload.chunks.append((first, first + read - 1))


async def _drain(request: web.Request) -> None:
    """Read what is left of the body, so that a client that is still sending gets to read the answer."""
    try:
        async for _ in request.content.iter_chunked(_PIECE):
            pass
    except (ConnectionError, web.RequestPayloadError):
        return
