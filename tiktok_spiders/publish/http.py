"""The one client of TikTok's official API: every request has time-outs, none is logged, none redirected."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import httpx

from tiktok_spiders.config import LOOPBACK
from tiktok_spiders.publish.answers import flat_answer, wrapped_answer
from tiktok_spiders.publish.codes import unknown_outcome
from tiktok_spiders.publish.errors import Retry, UnavailableError, UploadError

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Mapping, Sequence

    from tiktok_spiders.publish.settings import PublishSettings

FORM = "application/x-www-form-urlencoded"
JSON = "application/json; charset=UTF-8"
UPLOAD_SUFFIX = ".tiktokapis.com"

_NOTHING_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_LOGGERS = ("httpx", "httpcore")


class OpenApi:
    """TikTok's official API. No method repeats a request by itself."""

    def __init__(
        self, settings: PublishSettings, *, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        keep_quiet()
        self.settings = settings
        host = urlsplit(settings.open_api_url).hostname or ""
        self._host = host
        self._client = httpx.AsyncClient(
            base_url=settings.open_api_url,
            timeout=httpx.Timeout(settings.read_s, connect=settings.connect_s),
            follow_redirects=False,
            # A proxy of the environment would see in clear what goes to this machine over plain http.
            trust_env=host not in LOOPBACK,
            transport=transport,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def form(self, path: str, fields: Mapping[str, str]) -> dict[str, Any]:
        """Return the flat answer of an OAuth endpoint, ``{}`` for an empty one. Raises ``PublishError``.

        The HTTP status decides nothing: an ``error`` in the body is one, also under status 200.
        """
        answer = await self._send("POST", path, data=dict(fields), headers={"Content-Type": FORM})
        return flat_answer(answer, fields.values())

    async def call(
        self,
        method: str,
        path: str,
        *,
        token: str,
        fields: Sequence[str] = (),
        body: Mapping[str, Any] | None = None,
        begins: bool = False,
    ) -> dict[str, Any]:
        """Return the ``data`` of a JSON answer. Raises the error of its code, whatever its HTTP status.

        ``begins``: whether the request begins a post. Where no answer says what became of it
        ``UnknownOutcomeError`` is raised then, unless nothing was sent.
        """
        headers = {"Authorization": f"Bearer {token}"}
        options: dict[str, Any] = {"params": {"fields": ",".join(fields)}} if fields else {}
        if method != "GET":
            headers["Content-Type"] = JSON
        if body is not None:
            options["json"] = body
        answer = await self._send(method, path, begins=begins, headers=headers, **options)
        return wrapped_answer(answer, (token,), begins=begins)

    async def put(
        self, upload_url: str, *, content: AsyncIterable[bytes] | bytes, headers: Mapping[str, str]
    ) -> httpx.Response:
        """Send a part of a file; return the answer, whatever its status.

        Raises ``UploadError`` for an address that no file is sent to, ``UnavailableError`` of ``Retry.SAME``
        without an answer. Neither tells the address.
        """
        self.check_upload_url(upload_url)
        try:
            return await self._client.put(upload_url, content=content, headers=dict(headers))
        except httpx.HTTPError as error:
            raise UnavailableError(
                f"no answer came to a part of the file ({type(error).__name__})",
                code="no_answer",
                retry=Retry.SAME,
            ) from None

    def check_upload_url(self, upload_url: str) -> None:
        """Raise ``UploadError`` unless files may be sent there: TikTok's hosts, or that of the API."""
        try:
            parts = urlsplit(upload_url)
            host, user = parts.hostname or "", parts.username
        except ValueError:
            parts, host, user = urlsplit(""), "", None
        own = host.endswith(UPLOAD_SUFFIX) or host == self._host
        safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
        if not own or not safe or user is not None:
            raise UploadError(
                f"TikTok named {parts.scheme or 'no'}://{host or 'host'} for the upload",
                code="upload_host",
                remedy=f"files go to {UPLOAD_SUFFIX} over https only, or to the host of TIKTOK_OPEN_API_URL",
            )

    async def _send(self, method: str, path: str, *, begins: bool = False, **options: Any) -> httpx.Response:
        # The library's errors hold the request, and so its secrets: none of them is chained.
        try:
            return await self._client.request(method, path, **options)
        except _NOTHING_SENT as error:
            raise _unavailable(path, error) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            if not begins:
                raise _unavailable(path, error) from None
            raise unknown_outcome(f"no answer came from {path} ({type(error).__name__})") from None


def keep_quiet() -> None:
    """Stop the library's log of addresses and headers, which carry secrets."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))


def _unavailable(path: str, error: Exception) -> UnavailableError:
    return UnavailableError(
        f"no answer came from {path} ({type(error).__name__})",
        code="no_answer",
        remedy="try again later",
        retry=Retry.LATER,
    )
