"""Keep cookies without asking a third party which domains are public suffixes."""

from __future__ import annotations

from scrapy.downloadermiddlewares import cookies
from tldextract import TLDExtract

# Scrapy's own extractor downloads the public suffix list at the first cookie: a blocking request to another
# host, and a traceback where there is no network. tldextract carries a copy of the list; use that.
# A name that Scrapy no longer has fails in the test, not in a crawl.
cookies._split_domain = TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)  # noqa: SLF001


class CookiesMiddleware(cookies.CookiesMiddleware):
    """Scrapy's own, offline. Takes the place of ``scrapy.downloadermiddlewares.cookies`` at 700."""
