"""TikTok, this machine's clock, and Redis."""

from __future__ import annotations

import socket
import ssl
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

from tiktok_spiders.doctor.finding import Finding, fail, ok, warn
from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

CLOCK_TOLERANCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request to TikTok told."""

    status: int
    date: str | None


def check_tiktok(origin: str, timeout: float) -> Iterator[Finding]:
    """Ask ``origin`` for its robots.txt once; its answer tells the time as well."""
    try:
        answer = _get(f"{origin}/robots.txt", timeout)
    except (OSError, HTTPException) as error:
        yield fail("tiktok", f"{origin} cannot be reached: {_reason(error)}", _mend(error))
        return
    yield _reached(origin, answer.status)
    yield check_clock(answer.date, time.time())


def check_clock(date: str | None, now: float) -> Finding:
    """Compare ``now`` (seconds since 1970) with the ``Date`` header of an answer."""
    try:
        difference = now - parsedate_to_datetime(date or "").timestamp()
    except ValueError:
        return warn("clock", "the answer tells no time to compare with", "check the clock yourself")
    if abs(difference) > CLOCK_TOLERANCE_S:
        direction = "ahead" if difference > 0 else "behind"
        detail = f"{abs(difference):,.0f} s {direction} of TikTok's"
        return warn("clock", detail, "set the clock (timedatectl set-ntp true): link expiry depends on it")
    return ok("clock", "agrees with TikTok's")


def check_redis(url: str, timeout: float) -> Finding:
    """Send PING to the server of ``url`` (``redis://`` or ``rediss://``)."""
    parts = urlsplit(url)
    if parts.scheme not in {"redis", "rediss"} or not parts.hostname:
        return fail("redis", "TIKTOK_REDIS_URL is not a Redis address", "use redis://host:6379/0")
    where = f"{parts.hostname}:{parts.port or 6379}"
    try:
        reply = _ping(
            parts.hostname, parts.port or 6379, _credentials(url), timeout, tls=parts.scheme == "rediss"
        )
    except OSError as error:
        return fail(
            "redis", f"{where} cannot be reached: {_reason(error)}", "start it, or unset TIKTOK_REDIS_URL"
        )
    if reply.startswith("+PONG"):
        return ok("redis", f"{where} answers")
    return fail(
        "redis", f"{where} refuses: {printable(reply, 80)}", "check user and password in TIKTOK_REDIS_URL"
    )


def _get(url: str, timeout: float) -> Answer:
    request = Request(url, headers={"User-Agent": "tiktok-spiders doctor"})  # noqa: S310 - Config allows http(s)
    try:
        with urlopen(request, timeout=timeout) as response:  # noqa: S310 - see above
            return _answer(response.status, response.headers)
    except HTTPError as error:
        with error:
            return _answer(error.code, error.headers)


def _answer(status: int, headers: Message) -> Answer:
    return Answer(status, headers.get("Date"))


def _reached(origin: str, status: int) -> Finding:
    if status < 400 or status == 404:
        return ok("tiktok", f"{origin} answers")
    return warn(
        "tiktok",
        f"{origin} answers with status {status}",
        "TikTok may refuse this address: try later, or through a proxy in another network",
    )


def _reason(error: Exception) -> str:
    cause = error.reason if isinstance(error, URLError) else error
    return printable(str(cause), 160) or type(cause).__name__


def _mend(error: Exception) -> str:
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return "trust the network's authority: set SSL_CERT_FILE to a bundle that holds it"
    return "check the network, or TIKTOK_WEB_URL; `scrapy demo` works without a network"


def _credentials(url: str) -> list[bytes]:
    parts = urlsplit(url)
    return [unquote(part).encode() for part in (parts.username, parts.password) if part]


def _ping(host: str, port: int, credentials: list[bytes], timeout: float, *, tls: bool) -> str:
    commands = [[b"AUTH", *credentials]] if credentials else []
    with _connect(host, port, timeout, tls=tls) as connection:
        reply = b"+OK"
        for command in [*commands, [b"PING"]]:
            connection.sendall(_encode(command))
            reply = connection.recv(512)
            if reply.startswith(b"-"):
                break
    return reply.decode(errors="replace").strip()


def _connect(host: str, port: int, timeout: float, *, tls: bool) -> socket.socket:
    plain = socket.create_connection((host, port), timeout=timeout)
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host) if tls else plain


def _encode(command: list[bytes]) -> bytes:
    head = b"*%d\r\n" % len(command)
    return head + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in command)
