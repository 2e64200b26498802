"""Keep each identity's cookies in its own jar, and ask no third party which domains are public suffixes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from scrapy.downloadermiddlewares import cookies
from scrapy.http.cookies import CookieJar
from tldextract import TLDExtract

from tiktok_spiders.identities import for_crawler

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from tiktok_spiders.identities import Pool

# Scrapy's own extractor downloads the public suffix list at the first cookie: a blocking request to another
# host, and a traceback where there is no network. tldextract carries a copy of the list; use that.
# A name that Scrapy no longer has fails in the test, not in a crawl.
cookies._split_domain = TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)  # noqa: SLF001


class _IdentityJars(dict[Any, CookieJar]):
    """Jars by name of identity. Requests of none (robots.txt) share one that ends with the crawl."""

    def __init__(self, pool: Pool) -> None:
        super().__init__()
        self._pool = pool

    def __missing__(self, name: Any) -> CookieJar:
        identity = self._pool.get(name) if isinstance(name, str) else None
        return identity.jar if identity is not None else self.setdefault(None, CookieJar())


class CookiesMiddleware(cookies.CookiesMiddleware):
    """Scrapy's own, on the jars of the crawl's identities. Takes the place of Scrapy's at 700."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the middleware on the crawl's pool."""
        middleware = super().from_crawler(crawler)
        middleware.jars = _IdentityJars(for_crawler(crawler))  # type: ignore[assignment]
        return middleware
