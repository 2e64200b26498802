"""Open a store that may be locked or gone for a moment."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from tiktok_spiders.exceptions import StoreBusyError, StoreError
from tiktok_spiders.store.engine import CONNECTIONS
from tiktok_spiders.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.config import Config

T = TypeVar("T")

PAUSE_S = 0.25


def open_patiently(config: Config, say: Callable[[str], object], *, connections: int = CONNECTIONS) -> Store:
    """Open the configured store, waiting for one that does not answer now as `patiently` does."""
    history = timedelta(hours=config.history_hours)
    return patiently(
        lambda: Store.open(config.database_url, history_interval=history, connections=connections),
        config.store_wait,
        say,
    )


def patiently(do: Callable[[], T], wait: float, say: Callable[[str], object]) -> T:
    """Return what ``do`` returns; try again for ``wait`` seconds while the store is busy or gone.

    Blocks meanwhile, and tells ``say`` so once. Raises ``StoreError`` when that was not long enough.
    """
    deadline, told = time.monotonic() + wait, False
    while True:
        try:
            return do()
        except StoreBusyError as error:
            if time.monotonic() >= deadline:
                raise StoreError(f"{error} (TIKTOK_STORE_WAIT is {wait:g} s)") from error
            if not told:
                told = True
                say(f"{error}: waiting up to {wait:g} s for it")
        time.sleep(min(PAUSE_S, max(deadline - time.monotonic(), 0.0)))
