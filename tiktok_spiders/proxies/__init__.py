"""Proxies: where requests leave from."""

from tiktok_spiders.proxies.crawl import check_proxies, for_crawler, pool_of
from tiktok_spiders.proxies.pool import ProxyPool, ProxyStatus
from tiktok_spiders.proxies.proxy import Proxy

__all__ = ["Proxy", "ProxyPool", "ProxyStatus", "check_proxies", "for_crawler", "pool_of"]
