"""Identities: who asks."""

from tiktok_spiders.identities.identity import Identity
from tiktok_spiders.identities.pool import IdentityPool, for_crawler

__all__ = ["Identity", "IdentityPool", "for_crawler"]
