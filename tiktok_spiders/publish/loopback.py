"""The address on this machine that TikTok sends the user's browser back to."""

from __future__ import annotations

import asyncio
import hmac
from contextlib import asynccontextmanager
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from tiktok_spiders.exceptions import TikTokSpidersError
from tiktok_spiders.publish.errors import PublishConfigError
from tiktok_spiders.publish.logins import read_redirect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    '<body><h1>{title}</h1><p id="said">{text}</p></body></html>'
)
_HEADERS = {
    # The address in the browser's bar holds the code, which is used up by now, and the state.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'",
}


class Loopback:
    """Waits for one redirect. What does not carry the state of the login gets an error page, no more."""

    def __init__(self, registered: str) -> None:
        parts = urlsplit(registered.replace(":*", ":0", 1))
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 0
        self._scheme, self._path = parts.scheme, parts.path or "/"
        self._state = ""
        self._redeem: Callable[[str], Awaitable[str]] | None = None
        self._came: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    @property
    def address(self) -> str:
        """Return the redirect address with the port that is listened on."""
        return f"{self._scheme}://{self._host}:{self._port}{self._path}"

    async def wait(
        self, authorize_url: str, redeem: Callable[[str], Awaitable[str]], timeout_s: float
    ) -> str:
        """Return what ``redeem`` makes of the redirect; the browser is shown the same.

        Raises what ``redeem`` raises, and ``TimeoutError``.
        """
        self._state = parse_qs(urlsplit(authorize_url).query)["state"][0]
        self._redeem = redeem
        return await asyncio.wait_for(self._came, timeout_s)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Loopback]:
        """Listen while the block runs. Raises ``PublishConfigError`` for a port that is taken."""
        app = web.Application()
        app.router.add_get(self._path, self._answer)
        # No access log: it would hold the code.
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
        await runner.setup()
        # The two addresses of localhost would get two ports; browsers try both.
        host = "127.0.0.1" if self._host == "localhost" else self._host
        site = web.TCPSite(runner, host, self._port)
        try:
            await self._start(site)
            self._port = runner.addresses[0][1]
            yield self
        finally:
            await runner.cleanup()

    async def _start(self, site: web.TCPSite) -> None:
        try:
            await site.start()
        except OSError as error:
            raise PublishConfigError(
                f"the redirect's port {self._port} cannot be listened on ({error.strerror}); "
                "set TIKTOK_REDIRECT_URI to another one that is registered, or * as port"
            ) from None

    async def _answer(self, request: web.Request) -> web.Response:
        state = read_redirect(request.raw_path).state
        if self._redeem is None or not hmac.compare_digest(state.encode(), self._state.encode()):
            return _page("Not this login", "The address is not of the login that waits here.", 400)
        if self._came.done():
            return _page("Done before", "This login has come to its end.", 409)
        redeem, self._redeem = self._redeem, None
        try:
            said = await redeem(request.raw_path)
        except TikTokSpidersError as error:
            self._end(error)
            return _page("Not logged in", f"{error}", 400)
        self._end(said)
        return _page("Logged in", f"{said} You can close this page.", 200)

    def _end(self, result: str | Exception) -> None:
        # Who waited may have given up by now.
        if self._came.done():
            return
        if isinstance(result, Exception):
            self._came.set_exception(result)
        else:
            self._came.set_result(result)


def _page(title: str, text: str, status: int) -> web.Response:
    body = _PAGE.format(title=escape(title), text=escape(text))
    return web.Response(text=body, status=status, content_type="text/html", headers=_HEADERS)
