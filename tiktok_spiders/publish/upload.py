"""The way of a file to TikTok: chunk after chunk from disk, in step with what TikTok says it has."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

import httpx

from tiktok_spiders.publish.errors import Retry, UnavailableError, UploadError

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Mapping
    from pathlib import Path

    from tiktok_spiders.publish.chunks import Chunk, ChunkPlan

PIECE = 256 * 1024
"""Bytes in memory at a time."""

_WAIT_S = 1.0
_WAIT_MAX_S = 60.0


class Put(Protocol):
    """What sends a chunk, as ``OpenApi.put`` does."""

    async def __call__(
        self, upload_url: str, *, content: AsyncIterable[bytes], headers: Mapping[str, str]
    ) -> httpx.Response:
        """Send it. Raises ``UnavailableError`` without an answer."""
        ...


class AddressGoneError(UploadError):
    """Raised for an upload address that TikTok no longer takes; the post may have to begin anew."""


class _Stamp(NamedTuple):
    size: int
    mtime_ns: int
    inode: int


@dataclass(slots=True, kw_only=True)
class Upload:
    """Sends a file to one upload address. ``on_stored`` is told, and awaited, after each stored chunk."""

    put: Put
    url: str = field(repr=False)
    path: Path
    plan: ChunkPlan
    content_type: str
    on_stored: Callable[[int], Awaitable[None]]
    on_sent: Callable[[int], None] = field(default=lambda _sent: None)
    """Told how many bytes are on their way, for a progress bar."""
    tries: int = 6
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _failures: int = 0
    _resyncs: int = 0
    _stamp: _Stamp | None = None

    async def run(self, start: int = 0) -> None:
        """Send everything from byte ``start``, where a chunk begins.

        Raises ``AddressGoneError`` (403, 404), ``UploadError`` for what another try cannot mend, and
        ``UnavailableError`` after the last try of a chunk: then the upload can go on later.
        """
        position = start
        self._stamp = _stamp(self.path)
        while position < self.plan.size:
            chunk = next(self.plan.chunks(position))
            stored = await self._after(chunk, await self._send(chunk))
            if stored != position:
                position = stored
                await self.on_stored(position)

    async def _send(self, chunk: Chunk) -> httpx.Response | None:
        headers = {
            "Content-Type": self.content_type,
            "Content-Length": str(chunk.length),
            "Content-Range": f"bytes {chunk.first}-{chunk.last}/{self.plan.size}",
        }
        try:
            return await self.put(self.url, content=self._pieces(chunk), headers=headers)
        except (httpx.TransportError, UnavailableError):
            return None

    async def _after(self, chunk: Chunk, answer: httpx.Response | None) -> int:
        """Return the byte to go on from."""
        if answer is None or answer.status_code >= 500:
            await self._wait(answer)
            return chunk.first
        if answer.status_code in {201, 206}:
            self._failures = 0
            return chunk.last + 1
        if answer.status_code == 416:
            return self._resynced(chunk, answer)
        raise _refusal(chunk, answer)

    def _resynced(self, chunk: Chunk, answer: httpx.Response) -> int:
        stored = self.plan.stored_bytes(answer.headers.get("Content-Range"))
        self._resyncs += 1
        if stored is None or stored == chunk.first or self._resyncs > self.tries:
            raise _refusal(chunk, answer)
        return stored

    async def _wait(self, answer: httpx.Response | None) -> None:
        self._failures += 1
        if self._failures >= self.tries:
            told = "no answer" if answer is None else f"status {answer.status_code}"
            raise UnavailableError(
                f"TikTok did not take a chunk in {self.tries} tries ({told})",
                code="upload",
                remedy="run the same command again: the upload goes on where it stopped",
                retry=Retry.LATER,
                status=answer.status_code if answer else None,
            )
        await self.sleep(min(_WAIT_MAX_S, _WAIT_S * 2 ** (self._failures - 1)))

    async def _pieces(self, chunk: Chunk) -> AsyncIterator[bytes]:
        left = chunk.length
        with await asyncio.to_thread(self.path.open, "rb") as file:
            file.seek(chunk.first)
            while left:
                piece = await asyncio.to_thread(file.read, min(PIECE, left))
                self._check_unchanged(file.fileno(), piece)
                left -= len(piece)
                self.on_sent(chunk.last + 1 - left)
                yield piece

    def _check_unchanged(self, number: int, piece: bytes) -> None:
        about = os.fstat(number)
        if not piece or _Stamp(about.st_size, about.st_mtime_ns, about.st_ino) != self._stamp:
            raise UploadError(
                f"{self.path} was changed during the upload",
                code="file",
                remedy="post it again when nobody writes to it",
            )


def _stamp(path: Path) -> _Stamp:
    about = path.stat()
    return _Stamp(about.st_size, about.st_mtime_ns, about.st_ino)


def _refusal(chunk: Chunk, answer: httpx.Response) -> UploadError:
    status = answer.status_code
    kind = AddressGoneError if status in {403, 404} else UploadError
    error = kind(
        f"TikTok answers {status} to bytes {chunk.first}-{chunk.last}",
        code=f"upload_{status}",
        remedy=_REMEDIES.get(status, "look into the log; TikTok's rules for uploads may have changed"),
        status=status,
    )
    error.position = chunk.first
    return error


_REMEDIES = {
    403: "the upload address is more than an hour old: the upload has to begin anew",
    404: "TikTok does not know the upload: it has to begin anew",
    416: "TikTok holds other bytes than were sent: post it again",
}
