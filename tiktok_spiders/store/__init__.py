"""The store: current state in entity tables, append-only history beside it, on SQLite or PostgreSQL."""

from __future__ import annotations

from tiktok_spiders.store.page import Page, RunStart, Written
from tiktok_spiders.store.store import Store

__all__ = ["Page", "RunStart", "Store", "Written"]
