"""Bodies that are too large or too slow."""

from __future__ import annotations

import asyncio
import time

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Send

from tiktok_spiders.api.errors import ApiError, envelope


def length_of(headers: Headers) -> int:
    """Return the bytes that a request announces, 0 if it does not."""
    told = headers.get("content-length", "0")
    return int(told) if told.isdecimal() and len(told) < 20 else 0


class Body:
    """Reads a request's body within its limits, and says so itself where these are passed."""

    def __init__(self, receive: Receive, send: Send, limit: int | None, seconds: float) -> None:
        self._receive, self._send, self._limit, self._seconds = receive, send, limit, seconds
        self._size = 0
        self._until: float | None = None
        self._done = self._started = False
        self._refusal: ApiError | None = None

    async def receive(self) -> Message:
        """Return the next part. Raises what makes the framework answer, whatever that says."""
        if self._done:
            return await self._receive()
        try:
            async with asyncio.timeout(self._left()):
                message = await self._receive()
        except TimeoutError:
            raise self._refuse(
                ApiError("REQUEST_TIMEOUT", "the body did not arrive in time", headers=_CLOSE)
            ) from None
        self._size += len(message.get("body", b""))
        self._done = message["type"] != "http.request" or not message.get("more_body", False)
        if self._limit is not None and self._size > self._limit:
            raise self._refuse(
                ApiError("TOO_LARGE", f"a body of at most {self._limit} bytes is taken", headers=_CLOSE)
            )
        return message

    async def send(self, message: Message) -> None:
        """Pass an answer on; one that a refusal brought about is said in our words."""
        if self._refusal is None or self._started:
            self._started = True
            await self._send(message)
        elif message["type"] == "http.response.start":
            await envelope(self._refusal)({"type": "http"}, self._receive, self._send)

    def _left(self) -> float:
        # An upload may take long, as long as something comes.
        if self._limit is None:
            return self._seconds
        if self._until is None:
            self._until = time.monotonic() + self._seconds
        return max(self._until - time.monotonic(), 0.0)

    def _refuse(self, error: ApiError) -> HTTPException:
        self._refusal, self._done = error, True
        return HTTPException(error.status, error.message)


_CLOSE = {"Connection": "close"}
