"""The store of the settings, for commands that read it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tiktok_spiders.exceptions import StoreError
from tiktok_spiders.store.engine import parse_url
from tiktok_spiders.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """Open the store; ``StoreError`` where there is none yet, or it cannot be read."""
    _refuse_absent(url)
    store = Store.open(url)
    try:
        yield store
    finally:
        store.close()


def _refuse_absent(url: str) -> None:
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database and not Path(parsed.database).exists():
        raise StoreError(f"there is no store at {parsed.database} (TIKTOK_DATABASE_URL)")
