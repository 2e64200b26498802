"""Videos, pictures, sounds and subtitles: small files, and the checks that guard the videos."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web

from tiktok_standin import media_bytes, shell, subtitles
from tiktok_standin.binding import suits
from tiktok_standin.hosts import LOCAL_NAMES
from tiktok_standin.world import html_answer, world_of


async def video(request: web.Request) -> web.StreamResponse:
    """Answer a video file: 403 without the session's cookie or a Referer, or too late."""
    if world_of(request).switches.media_checks and not _admitted(request):
        return html_answer(shell.DENIED, status=403)
    return _file(request, media_bytes.video(request.match_info["file"]), "video/mp4")


def _admitted(request: web.Request) -> bool:
    query = request.query
    expire = query.get("expire", "0")
    late = expire.isdecimal() and 0 < int(expire) < world_of(request).catalogue.now
    return _session_fits(request, expire) and not late and _from_site(request)


def _session_fits(request: web.Request, expire: str) -> bool:
    if request.query.get("tk") != "tt_chain_token":
        return True
    token = request.cookies.get("tt_chain_token")
    if token is None or not world_of(request).switches.media_of_session:
        return token is not None
    return suits(request.query.get("signature", ""), expire, token)


def _from_site(request: web.Request) -> bool:
    name = urlsplit(request.headers.get("Referer", "")).hostname or ""
    return name == "tiktok.com" or name.endswith(".tiktok.com") or name in LOCAL_NAMES


async def picture(request: web.Request) -> web.StreamResponse:
    """Answer a picture to anybody."""
    file = request.match_info["file"]
    return _file(request, media_bytes.image(file.partition("~")[0]), "image/jpeg")


async def stored(request: web.Request) -> web.StreamResponse:
    """Answer a sound or a subtitle file, as its address tells; HTML for a subtitle file that expired."""
    file = request.match_info["file"]
    if request.query.get("mime_type") == "audio_mpeg":
        return _file(request, media_bytes.audio(file), "audio/mpeg")
    if int(request.match_info["expiry"], 16) < world_of(request).catalogue.now:
        return html_answer(shell.page(None))
    return _file(request, *subtitles.file(file))


async def region_bound(_request: web.Request) -> web.Response:
    """Answer ``/aweme/v1/play/``, which serves HTML outside the region that hosts the video."""
    return html_answer(shell.page(None))


def _file(request: web.Request, body: bytes, content_type: str) -> web.Response:
    headers = {"Accept-Ranges": "bytes"}
    try:
        part = request.http_range
    except ValueError:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{len(body)}"})
    if part.start is None and part.stop is None:
        return web.Response(body=body, content_type=content_type, headers=headers)
    start, stop, _ = part.indices(len(body))
    if start >= len(body):
        return web.Response(status=416, headers={"Content-Range": f"bytes */{len(body)}"})
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(body)}"
    return web.Response(status=206, body=body[start:stop], content_type=content_type, headers=headers)
