"""What TikTok tells by itself: taken for its signature, which is over the body byte by byte."""

from __future__ import annotations

from fastapi import APIRouter, Request

from tiktok_spiders.api.errors import ApiError, told
from tiktok_spiders.api.publishing.asking import PREFIX, TAGS
from tiktok_spiders.api.publishing.models import Received
from tiktok_spiders.api.publishing.part import Given
from tiktok_spiders.api.state import state_of
from tiktok_spiders.publish.receiver import AGAIN, FOREIGN, MOST, TOO_LARGE

ROUTER = APIRouter(prefix=PREFIX, tags=TAGS)

AGAIN_S = 30.0


@ROUTER.post("/webhook", response_model=Received, responses=told(400, 401, 408, 413, 429, 500, 503))
async def webhook(request: Request, part: Given) -> Received:
    """Take an event of TikTok's; no key, but TikTok's signature in `TikTok-Signature`."""
    body = await _body(request)
    status = await part.ask(part.receiver.receive(body, dict(request.headers)))
    if status == FOREIGN:
        await state_of(request).access.count_stranger(request)
        raise ApiError("UNAUTHORIZED", "the signature is not TikTok's")
    if status == AGAIN:
        raise ApiError("API_UNAVAILABLE", "send it again later", retry_after=AGAIN_S)
    if status == TOO_LARGE:
        raise _too_large()
    return Received(received=True)


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST:
            raise _too_large()
    return bytes(body)


def _too_large() -> ApiError:
    return ApiError("TOO_LARGE", f"a body of at most {MOST} bytes is taken", headers={"Connection": "close"})
