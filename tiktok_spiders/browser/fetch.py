"""A request sent by ``window.fetch`` of a warm page."""

from __future__ import annotations

import asyncio
import zlib
from base64 import b64decode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError

from tiktok_spiders.browser.errors import BrowserPageError, page_error
from tiktok_spiders.browser.script import FETCH
from tiktok_spiders.browser.steps import PageLost

if TYPE_CHECKING:
    from playwright.async_api import Page
    from scrapy import Request

MARGIN = 2.0
"""Seconds that the page has for saying itself that the time is over."""

_SENT = ("Accept", "Content-Type")
_GZIP = 16
"""What tells zlib of gzip's header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer as the page saw it."""

    status: int
    headers: list[tuple[str, str]] = field(repr=False)
    body: bytes = field(repr=False)
    """Decoded."""

    moved: str | None = None
    """Address after redirections; None without one."""


async def fetch(page: Page, request: Request, *, seconds: float, limit: int, common: bool = False) -> Fetched:
    """Send a request from inside the page; ``common`` adds what the page knows of itself to the query.

    Raises ``DownloadTimeoutError`` after ``seconds``, ``DownloadCancelledError`` for more than ``limit``
    bytes (0: no limit), ``BrowserPageError`` when the page's fetch failed, ``PageLost``.
    """
    call = {
        "url": request.url,
        "method": request.method,
        "headers": {name: value.decode() for name in _SENT if (value := request.headers.get(name))},
        "body": request.body.decode() if request.body else None,
        "seconds": seconds,
        "limit": limit,
        "common": common,
    }
    try:
        answer = await asyncio.wait_for(page.evaluate(FETCH, call), seconds + MARGIN)
    except TimeoutError:
        raise _timeout(seconds) from None
    except PlaywrightError as error:
        raise PageLost(str(page_error(error))) from error
    return _fetched(answer, seconds, limit)


def _fetched(answer: dict[str, Any], seconds: float, limit: int) -> Fetched:
    error = answer.get("error")
    if error == "timeout":
        raise _timeout(seconds)
    if error == "size":
        raise DownloadCancelledError(f"the answer is larger than {limit} bytes")
    if error is not None:
        raise BrowserPageError(f"fetch in the page failed: {error}")
    headers = [(name, value) for name, value in answer["headers"]]
    body = _unpacked(**answer["body"])
    return Fetched(status=answer["status"], moved=answer["moved"], headers=headers, body=body)


def _unpacked(size: int, packed: str) -> bytes:
    """Return a body; what a page claims to be smaller than it is ends at that size."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | _GZIP)
    return unpacker.decompress(b64decode(packed), size) if size else b""


def _timeout(seconds: float) -> DownloadTimeoutError:
    return DownloadTimeoutError(f"no answer in the page within {seconds:g} s")
