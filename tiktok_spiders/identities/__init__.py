"""Identities: who asks."""

from tiktok_spiders.identities.crawl import for_crawler
from tiktok_spiders.identities.identity import Identity
from tiktok_spiders.identities.protocol import Need, NoSessionError, Pool, PoolClosed

__all__ = ["Identity", "Need", "NoSessionError", "Pool", "PoolClosed", "for_crawler"]
