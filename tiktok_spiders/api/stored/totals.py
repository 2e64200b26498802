"""How many records a selection has: counted once for all who ask at the same time, and remembered."""

from __future__ import annotations

import time
from collections import OrderedDict
from concurrent.futures import Future
from threading import Lock
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.api.stored.conditions import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from tiktok_spiders.api.stored.conditions import Condition
    from tiktok_spiders.api.stored.kinds import Kind

OLD_S = 60
MOST = 1_000
"""Selections that are remembered."""


class Totals:
    """Counts by selection, at most ``OLD_S`` seconds old."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._known: OrderedDict[Hashable, tuple[float, Future[int]]] = OrderedDict()

    def get(self, selection: Hashable, count: Callable[[], int]) -> int:
        """Return the count of a selection; ``count`` is called by one of those who ask at once."""
        future, is_mine = self._claim(selection)
        if is_mine:
            try:
                future.set_result(count())
            except BaseException as error:
                self._forget(selection, future)
                future.set_exception(error)
                raise
        return future.result()

    def _claim(self, selection: Hashable) -> tuple[Future[int], bool]:
        with self._lock:
            now = self._clock()
            made_at, future = self._known.get(selection, (0.0, None))
            if future is not None and now - made_at < OLD_S:
                return future, False
            self._known[selection] = now, (future := Future())
            self._known.move_to_end(selection)
            while len(self._known) > MOST:
                self._known.popitem(last=False)
            return future, True

    def _forget(self, selection: Hashable, future: Future[int]) -> None:
        with self._lock:
            if self._known.get(selection, (0.0, None))[1] is future:
                del self._known[selection]


def counted(connection: sa.Connection, kind: Kind, conditions: Sequence[Condition]) -> int:
    """Return how many records pass all conditions."""
    query = sa.select(sa.func.count()).select_from(kind.table)
    query = query.where(listed(kind.table), *(each.where for each in conditions))
    return connection.scalar(query) or 0


def selection_of(kind: Kind, given: dict[str, Any]) -> Hashable:
    """Return what a count is remembered by."""
    return kind.name, tuple(sorted((name, str(value)) for name, value in given.items()))
