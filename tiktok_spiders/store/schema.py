"""All tables that there are: whoever imports ``metadata`` from here has them declared."""

from __future__ import annotations

from tiktok_spiders.store import api_tables, journal, publish_tables, shop_tables, social_tables
from tiktok_spiders.store.tables import metadata

__all__ = ["api_tables", "journal", "metadata", "publish_tables", "shop_tables", "social_tables"]
