"""An HTTP proxy on loopback behind which TikTok's hosts are the stand-in, and nothing else is.

``CONNECT host:443`` is ended here with a certificate for that host; the requests inside go to the stand-in's
application with their Host header as it is. Every request carries two headers more, in place of any that
the client sent: ``X-Standin-Exit``, the proxy's name, and ``X-Forwarded-Proto``.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
import struct
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast
from urllib.parse import quote

from tiktok_standin.proxy_wire import (
    EXIT_HEADER,
    HEAD_LIMIT,
    Head,
    RefusedError,
    check_password,
    copy_all,
    copy_body,
    read_head,
)

if TYPE_CHECKING:
    import ssl
    from collections.abc import Coroutine

    from tiktok_standin.tls import Authority

MAX_CONNECTIONS = 256
IDLE_TIMEOUT = 75.0
HANDSHAKE_TIMEOUT = 10.0
_HOSTS = re.compile(
    r"(?:[a-z0-9-]+\.)*"
    r"(?:tiktok\.com|tiktokv\.(?:com|us|eu)|tiktokw\.us|tiktokcdn(?:-[a-z]+)?\.com|tiktokapis\.com"
    r"|ttwstatic\.com|byteoversea\.com|ibyteimg\.com)"
)
_GONE = (ConnectionError, OSError, TimeoutError, asyncio.IncompleteReadError)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyFault:
    """How a proxy misbehaves: ``dead`` refuses connections, ``slow`` waits, ``reset`` cuts requests off."""

    kind: Literal["none", "dead", "slow", "reset"] = "none"
    delay: float = 5.0
    """Seconds that a slow proxy waits before each answer of its own and each tunnel."""


class _Protocol(asyncio.StreamReaderProtocol):
    """Lets plain connections be half closed; TLS has no such thing, and asyncio warns of it."""

    under_tls = False

    def eof_received(self) -> bool:
        return bool(super().eof_received()) and not self.under_tls


class ConnectProxy:
    """One proxy on one port. ``counts``: connections, tunnels, requests, refused, failed."""

    def __init__(
        self,
        *,
        name: str,
        upstream: tuple[str, int],
        authority: Authority,
        credentials: str | None = None,
        port: int = 0,
    ) -> None:
        self.name = name
        self.port = port
        self.counts: Counter[str] = Counter()
        self._upstream = upstream
        self._authority = authority
        self._credentials = credentials
        self._fault = ProxyFault()
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """The proxy's address, with its credentials, as clients take it."""
        user, _, password = (self._credentials or "").partition(":")
        login = f"{quote(user, safe='')}:{quote(password, safe='')}@" if self._credentials else ""
        return f"http://{login}127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listen; ``port`` is known afterwards and kept."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Protocol(asyncio.StreamReader(limit=HEAD_LIMIT, loop=loop), self._accept, loop=loop),
            "127.0.0.1",
            self.port,
            reuse_address=True,
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Stop listening and end every connection."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def set_fault(self, fault: ProxyFault) -> None:
        """Misbehave from now on, or behave again (``kind="none"``)."""
        self._fault = fault
        if fault.kind == "dead":
            await self.close()
        elif self._server is None:
            await self.start()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.counts["connections"] += 1
        if len(self._tasks) >= MAX_CONNECTIONS:
            self.counts["refused"] += 1
            writer.transport.abort()
            return
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._answer(reader, writer)
        except RefusedError as refusal:
            self.counts["refused"] += 1
            with contextlib.suppress(*_GONE):
                writer.write(refusal.answer)
                await writer.drain()
        except _GONE:
            self.counts["failed"] += 1
            writer.transport.abort()
        except asyncio.CancelledError:
            writer.transport.abort()
            raise
        finally:
            await _close(writer)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(IDLE_TIMEOUT):
            head = await read_head(reader)
        if head is None:
            return
        await self._misbehave(writer)
        self._check(head)
        if head.method != "CONNECT":
            await self._relay(reader, writer, head, "http")
            return
        context = self._context(head.destination()[0])
        self.counts["tunnels"] += 1
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        protocol = cast("_Protocol", writer.transport.get_protocol())
        protocol.under_tls = True
        await writer.start_tls(context, ssl_handshake_timeout=HANDSHAKE_TIMEOUT)
        await self._relay(reader, writer, None, "https")

    def _context(self, host: str) -> ssl.SSLContext:
        try:
            return self._authority.context(host)
        except ValueError as error:
            raise RefusedError("503 Service Unavailable") from error

    async def _misbehave(self, writer: asyncio.StreamWriter) -> None:
        if self._fault.kind == "slow":
            await asyncio.sleep(self._fault.delay)
        if self._fault.kind == "reset":
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            raise ConnectionResetError("as the fault says")

    def _check(self, head: Head) -> None:
        check_password(head, self._credentials)
        host, port = head.destination()
        standard = port == (443 if head.method == "CONNECT" else 80)
        own = head.method != "CONNECT" and (host, port) == self._upstream
        if not own and not (standard and _HOSTS.fullmatch(host)):
            raise RefusedError("403 Forbidden")

    async def _relay(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, first: Head | None, scheme: str
    ) -> None:
        try:
            up_reader, up_writer = await asyncio.open_connection(*self._upstream)
        except OSError as error:
            raise RefusedError("502 Bad Gateway") from error
        try:
            requests = self._forward(reader, up_writer, first, scheme)
            await _first_of(requests, copy_all(up_reader, writer))
        finally:
            await _close(up_writer)

    async def _forward(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: Head | None, scheme: str
    ) -> None:
        tags = {EXIT_HEADER: self.name, "X-Forwarded-Proto": scheme}
        head = head or await read_head(reader)
        while head is not None:
            if scheme == "http":
                self._check(head)
                head = head.in_origin_form()
            self.counts["requests"] += 1
            writer.write(head.with_headers(tags).encode())
            await copy_body(head, reader, writer)
            await writer.drain()
            async with asyncio.timeout(IDLE_TIMEOUT):
                head = await read_head(reader)


async def _first_of(*coroutines: Coroutine[None, None, None]) -> None:
    """Run all until one ends; the others are cancelled and waited for, and an error is the caller's."""
    tasks = [asyncio.ensure_future(each) for each in coroutines]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _close(writer: asyncio.StreamWriter) -> None:
    """Close in order, yet never wait for a peer that does not answer."""
    writer.close()
    try:
        async with asyncio.timeout(1):
            await writer.wait_closed()
    except _GONE:
        writer.transport.abort()
