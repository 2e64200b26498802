"""What must not get lost because the store is busy, or gone, for a moment."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from tiktok_spiders.exceptions import StoreBusyError
from tiktok_spiders.store.opening import PAUSE_S

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

WAIT_S = 60.0


def insisting(do: Callable[[], T]) -> T:
    """Return what ``do`` returns; try again for a minute while the store is busy or gone. Blocks meanwhile.

    Raises ``StoreBusyError`` when that was not long enough.
    """
    end = time.monotonic() + WAIT_S
    while True:
        try:
            return do()
        except StoreBusyError:
            if time.monotonic() > end:
                raise
        time.sleep(PAUSE_S)
