"""Proxies of a Webshare account, fetched beside the crawl."""

from __future__ import annotations

import asyncio
import logging
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from proxyproviders import ProxyConfig, Webshare  # type: ignore[import-untyped]
from proxyproviders.exceptions import ProxyProviderException  # type: ignore[import-untyped]

from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.proxies.parse import parse_lines
from tiktok_spiders.proxies.proxy import Proxy

if TYPE_CHECKING:
    from collections.abc import Callable

    from proxyproviders.models.proxy import Proxy as Listed  # type: ignore[import-untyped]

logger = logging.getLogger(__name__)

SETTING = "TIKTOK_WEBSHARE_API_KEY"
BASE_URL = "https://proxy.webshare.io/api/v2"
TIMEOUT_S = 15.0
REFRESH_S = 600.0

_FAILURES = (ProxyProviderException, OSError, ValueError, KeyError, TypeError, AttributeError)
"""What a fetch raises: the library's own, the network's, and those of an answer of another shape."""


class WebshareSource:
    """A source that is fetched off the event loop, each time within ``timeout`` seconds.

    ``read`` fetches at its first call only; ``renew`` does later, and keeps the old list where it cannot.
    """

    def __init__(
        self,
        api_key: str,
        *,
        country: str | None = None,
        base_url: str = BASE_URL,
        timeout: float = TIMEOUT_S,
    ) -> None:
        self._client = _Client(api_key, base_url, country)
        self._timeout = timeout
        self.on_error: Callable[[], object] = lambda: None
        """Called when ``renew`` has kept the old list."""
        self._fetching: Future[list[Listed]] | None = None
        self._proxies: list[Proxy] = []
        self._renewed = False

    def read(self) -> list[Proxy]:
        """Return the proxies; the first call blocks. Raises ``ConfigError`` where that brings none."""
        self._renewed = False
        if not self._proxies:
            try:
                self._proxies = _usable(self._fetch().result(self._timeout))
            except (TimeoutError, *_FAILURES) as error:
                raise ConfigError(f"{SETTING}: no list of proxies: {self._reason(error)}") from None
        return list(self._proxies)

    def changed(self) -> bool:
        """Tell whether a renewed list differs from the one that was read."""
        return self._renewed

    async def renew(self) -> None:
        """Fetch the list again; an error is logged and counted, and the old list kept."""
        try:
            # Not wait_for: before Python 3.12 it loses a cancellation that comes together with the answer.
            async with asyncio.timeout(self._timeout):
                fresh = _usable(await asyncio.wrap_future(self._fetch()))
        except (TimeoutError, *_FAILURES) as error:
            logger.warning("Webshare: %s; the old list is kept", self._reason(error))
            self.on_error()
            return
        self._renewed = self._renewed or fresh != self._proxies
        self._proxies = fresh

    async def renew_forever(self, every: float = REFRESH_S) -> None:
        """Renew until cancelled."""
        while True:
            await asyncio.sleep(every)
            await self.renew()

    def _fetch(self) -> Future[list[Listed]]:
        # The library waits without a limit: one that hangs is not joined by others, and its thread is
        # a daemon, so that it cannot keep the process from ending.
        if self._fetching is None or self._fetching.done():
            self._fetching = _in_thread(lambda: self._client.list_proxies(force_refresh=True))
        return _copy_of(self._fetching)

    def _reason(self, error: BaseException) -> str:
        if isinstance(error, TimeoutError):
            return f"no answer within {self._timeout:g} s"
        if isinstance(error, _NoneError):
            return str(error)
        # What the library says may hold the answer itself, and that the passwords.
        cause = error.__cause__ or error
        status = getattr(getattr(cause, "response", None), "status_code", None)
        if status in {401, 403}:
            return f"HTTP {status}, the key is refused"
        return f"HTTP {status}" if status else type(cause).__name__


class _NoneError(ValueError):
    """Raised for a list without a usable proxy. Its message holds no secret."""


class _Client(Webshare):  # type: ignore[misc]
    """The library's client, asked only through ``list_proxies(force_refresh=True)``."""

    def __init__(self, api_key: str, base_url: str, country: str | None) -> None:
        params = {"country_code_in": country} if country else {}
        super().__init__(api_key, search_params=params, config=ProxyConfig(refresh_interval=0))
        self._BASE_URL = base_url.rstrip("/")


def _usable(listed: list[Listed]) -> list[Proxy]:
    # Checked like those of a file: a name or port that is none must not reach a client.
    checked = (
        Proxy(
            host=str(one.proxy_address or ""),
            port=one.port,
            username=one.username or "",
            password=one.password or "",
            country=(one.country_code or "").upper() or None,
            city=one.city_name,
        )
        for one in listed
    )
    usable = [one for one in checked if parse_lines([("", one.url)])[0]]
    if not usable:
        raise _NoneError("the account lists no proxy")
    return usable


def _in_thread(work: Callable[[], list[Listed]]) -> Future[list[Listed]]:
    result: Future[list[Listed]] = Future()

    def run() -> None:
        try:
            result.set_result(work())
        except Exception as error:  # noqa: BLE001 - handed to who waits
            result.set_exception(error)

    threading.Thread(target=run, name="webshare", daemon=True).start()
    return result


def _copy_of(original: Future[list[Listed]]) -> Future[list[Listed]]:
    """Return a future that may be cancelled without the fetch being lost."""
    copy: Future[list[Listed]] = Future()

    def pass_on(done: Future[list[Listed]]) -> None:
        if not copy.set_running_or_notify_cancel():
            return
        error = done.exception()
        copy.set_exception(error) if error else copy.set_result(done.result())

    original.add_done_callback(pass_on)
    return copy
