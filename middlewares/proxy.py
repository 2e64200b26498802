"""Send each request through its identity's proxy."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import NotConfigured

from tiktok_spiders import identities, proxies
from tiktok_spiders.outcome import Outcome, classify_exception
from tiktok_spiders.proxies.failures import kind_of
from tiktok_spiders.proxies.health import AUTH
from tiktok_spiders.proxies.tunnel import watch_tunnels
from tiktok_spiders.signals import answer_judged

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from tiktok_spiders.outcome import Answer
    from tiktok_spiders.proxies import Proxy

logger = logging.getLogger(__name__)

OTHER_PROXIES_TRIED = 2
"""How often a request without an identity, such as that for robots.txt, is repeated through another proxy."""

_AUTHORIZATION = "Proxy-Authorization"


class ProxyMiddleware:
    """Let every request leave through a proxy, where there are any, and learn how the proxies do.

    The proxy is the one of the identity in ``meta["identity"]``; an identity without one, or whose proxy is
    no longer listed, gets the next and keeps it. Requests without an identity (robots.txt) take the next.
    ``meta["proxy_name"]`` names it. Credentials are only in a header, and that only while the request is
    out; ``meta["transport"] == "browser"`` gets none, as a browser has the proxy of its own context.

    Requests on the ladder are reported by ``answer_judged``, others here. When a proxy is lost, to
    quarantine or from the list, its identities are retired with the reason ``proxy``; sessions that the user
    gave stay, and get another proxy. Stands before Scrapy's ``HttpProxyMiddleware``.

    Settings: ``TIKTOK_PROXIES``, ``TIKTOK_PROXY_ALGORITHM``, ``TIKTOK_PROXY_COUNTRY``,
    ``TIKTOK_WEBSHARE_API_KEY``. Stats: ``tiktok/proxy/…``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._pool = proxies.for_crawler(crawler)
        if not self._pool:
            raise NotConfigured
        watch_tunnels()
        self._identities = identities.for_crawler(crawler)
        self._stats = crawler.stats
        self._pool.when_lost.append(self._retire_identities)
        self._pool.when_exhausted.append(lambda: self._stats.inc_value("tiktok/proxy/exhausted"))
        crawler.signals.connect(self.answer_judged, signal=answer_judged)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware; ``NotConfigured`` where no proxy is set, ``ConfigError`` for a wrong one."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Put the proxy on the request."""
        _undress(request)
        proxy = self._choose(request.meta.get("identity"))
        request.meta["proxy_name"] = proxy.name
        if request.meta.get("transport") == "browser":
            request.meta["proxy"] = None
            return
        request.meta["proxy"] = proxy.server
        if proxy.authorization:
            request.headers[_AUTHORIZATION] = proxy.authorization

    def process_response(self, request: Request, response: Response) -> Response:
        """Take the credentials off again."""
        _undress(request)
        if "rung" not in request.meta:
            self._answered(request, response)
        return response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Take the credentials off again; repeat a request that nobody else repeats."""
        _undress(request)
        if "rung" in request.meta or "proxy_name" not in request.meta:
            return None
        answer = classify_exception(exception)
        if answer.outcome is not Outcome.UNREACHABLE:
            return None
        self._failed(request.meta["proxy_name"], kind_of(answer.message))
        return None if "identity" in request.meta else self._through_another(request)

    def answer_judged(self, request: Request, answer: Answer, response: Response | None = None) -> None:
        """Note what came of a request on the ladder."""
        if "proxy_name" not in request.meta:
            return
        if response is not None:
            self._answered(request, response)
        elif answer.outcome is Outcome.UNREACHABLE:
            self._failed(request.meta["proxy_name"], kind_of(answer.message))

    def _choose(self, identity_name: str | None) -> Proxy:
        identity = self._identities.get(identity_name) if identity_name else None
        own = self._pool.get(identity.proxy) if identity is not None else None
        if own is not None:
            return own
        chosen = self._pool.next(sticky_key=identity_name)
        assert chosen is not None  # noqa: S101 - a pool that had a proxy never becomes empty
        if identity is not None:
            identity.proxy = chosen.name
            self._identities.changed(identity.name)
        return chosen

    def _answered(self, request: Request, response: Response) -> None:
        name = request.meta["proxy_name"]
        if response.status == 407:
            self._failed(name, AUTH)
            return
        self._stats.inc_value(f"tiktok/proxy/{name}/answers")
        self._pool.report(name, ok=True, latency=request.meta.get("download_latency"))

    def _failed(self, name: str, kind: str) -> None:
        self._stats.inc_value(f"tiktok/proxy/{name}/failures")
        self._stats.inc_value(f"tiktok/proxy/failures/{kind}")
        if not self._pool.report(name, ok=False, kind=kind):
            return
        self._stats.inc_value("tiktok/proxy/quarantines")
        proxy = self._pool.get(name)
        shown = proxy.shown if proxy else name
        if kind == AUTH:
            logger.error("Proxy %s (%s) refuses user and password (407): quarantined", shown, name)
        else:
            logger.warning("Proxy %s (%s) does not work (%s): quarantined", shown, name, kind)

    def _retire_identities(self, proxy_name: str) -> None:
        for identity in self._identities.all():
            if identity.proxy != proxy_name:
                continue
            if identity.source == "given":
                identity.proxy = None
                continue
            self._identities.retire(identity.name, "proxy")
            self._stats.inc_value("tiktok/proxy/identities_retired")

    def _through_another(self, request: Request) -> Request | None:
        tried = request.meta.get("proxy_tries", 0)
        if tried >= min(OTHER_PROXIES_TRIED, len(self._pool) - 1):
            return None
        self._stats.inc_value("tiktok/proxy/repeated")
        again = request.replace(dont_filter=True)
        again.meta["proxy_tries"] = tried + 1
        return again


def _undress(request: Request) -> None:
    request.headers.pop(_AUTHORIZATION, None)
    for key in ("proxy", "_auth_proxy"):
        request.meta.pop(key, None)
