"""What a proxy has to understand of HTTP/1.1: request heads and where a request's body ends."""

from __future__ import annotations

import asyncio
import re
from base64 import b64encode
from dataclasses import dataclass, replace
from secrets import compare_digest
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

EXIT_HEADER = "X-Standin-Exit"
"""Names the proxy that a request came through."""

HEAD_LIMIT = 64 * 1024
_BLOCK = 64 * 1024
_REQUEST_LINE = re.compile(r"([A-Z]+) (\S+) (HTTP/1\.[01])")


class RefusedError(Exception):
    """A request that the proxy answers itself. ``status`` is the line's text, such as ``403 Forbidden``."""

    def __init__(self, status: str, *headers: str) -> None:
        super().__init__(status)
        lines = [f"HTTP/1.1 {status}", *headers, "Content-Length: 0", "Connection: close"]
        self.answer = "\r\n".join([*lines, "", ""]).encode()


@dataclass(frozen=True, slots=True)
class Head:
    """The request line and headers of one request."""

    method: str
    target: str
    version: str
    headers: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str | None:
        """Return the first header of this name, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def destination(self) -> tuple[str, int]:
        """Return host and port asked of a proxy. Raises ``RefusedError`` where there is none."""
        try:
            parts = urlsplit(f"//{self.target}" if self.method == "CONNECT" else self.target)
            host, port = parts.hostname, parts.port
        except ValueError:
            host = port = None
        if not host or (self.method != "CONNECT" and parts.scheme != "http"):
            raise RefusedError("400 Bad Request")
        return host, port or 80

    def in_origin_form(self) -> Head:
        """Return the head as the server behind the proxy expects it."""
        parts = urlsplit(self.target)
        path = parts.path or "/"
        return replace(self, target=f"{path}?{parts.query}" if parts.query else path)

    def with_headers(self, added: dict[str, str]) -> Head:
        """Return the head with these headers in place of the sender's, and without those for a proxy."""
        dropped = {"proxy-authorization", "proxy-connection", *map(str.lower, added)}
        kept = (pair for pair in self.headers if pair[0].lower() not in dropped)
        return replace(self, headers=(*kept, *added.items()))

    def encode(self) -> bytes:
        """Return the bytes to send."""
        lines = [f"{self.method} {self.target} {self.version}", *(f"{k}: {v}" for k, v in self.headers)]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")


async def read_head(reader: asyncio.StreamReader) -> Head | None:
    """Read the next request's head; ``None`` when the client has closed. Raises ``RefusedError``."""
    try:
        data = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial.strip():
            raise RefusedError("400 Bad Request") from error
        return None
    except asyncio.LimitOverrunError as error:
        raise RefusedError("431 Request Header Fields Too Large") from error
    first, *rest = data.decode("latin-1").strip("\r\n").split("\r\n")
    match = _REQUEST_LINE.fullmatch(first)
    if not match:
        raise RefusedError("400 Bad Request")
    method, target, version = match.groups()
    return Head(method, target, version, tuple(_headers(rest)))


def _headers(lines: list[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or name != name.strip():
            raise RefusedError("400 Bad Request")
        yield name, value.strip()


async def copy_body(head: Head, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy the body that belongs to ``head``, by its length or by chunks."""
    if "chunked" in (head.get("Transfer-Encoding") or "").lower():
        await _copy_chunks(reader, writer)
    elif length := head.get("Content-Length"):
        if not length.isdecimal():
            raise RefusedError("400 Bad Request")
        await _copy_bytes(int(length), reader, writer)


async def _copy_chunks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    size = -1
    while size:
        line = await reader.readuntil(b"\r\n")
        size = _chunk_size(line)
        writer.write(line)
        if size:
            await _copy_bytes(size + 2, reader, writer)
    while line != b"\r\n":
        line = await reader.readuntil(b"\r\n")
        writer.write(line)


def _chunk_size(line: bytes) -> int:
    digits = line.split(b";")[0].strip()
    if not re.fullmatch(rb"[0-9A-Fa-f]{1,12}", digits):
        raise RefusedError("400 Bad Request")
    return int(digits, 16)


async def _copy_bytes(count: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while count:
        data = await reader.read(min(count, _BLOCK))
        if not data:
            raise ConnectionResetError("the client left in the middle of a request")
        writer.write(data)
        await writer.drain()
        count -= len(data)


async def copy_all(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy until the far side closes."""
    while data := await reader.read(_BLOCK):
        writer.write(data)
        await writer.drain()


def check_password(head: Head, credentials: str | None) -> None:
    """Compare Basic credentials (``user:password``). Raises ``RefusedError`` with status 407."""
    if credentials is None:
        return
    expected = f"Basic {b64encode(credentials.encode()).decode()}"
    if not compare_digest((head.get("Proxy-Authorization") or "").encode(), expected.encode()):
        raise RefusedError("407 Proxy Authentication Required", 'Proxy-Authenticate: Basic realm="stand-in"')
