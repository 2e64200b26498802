"""The pool whose identities survive a restart, with their cookies, tokens and health."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from tiktok_spiders.identities.memory import MemoryPool
from tiktok_spiders.identities.place import SPARE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.identities.agents import Kind
    from tiktok_spiders.identities.identity import Identity
    from tiktok_spiders.identities.shelf import Shelf

logger = logging.getLogger(__name__)

WRITE_AFTER_S = 0.5
"""Changes are gathered so long: what a crash can lose."""

BEAT_S = 20.0
"""A sign of life at least so often: without one for a minute, another machine takes the identities."""


class SqlPool(MemoryPool):
    """A memory pool that keeps its identities in the store. Writes happen off the event loop."""

    def __init__(
        self, size: int, make: Callable[[str, Kind], Identity], shelf: Shelf, **options: Any
    ) -> None:
        super().__init__(size, make, **options)
        self._shelf = shelf
        self._dirty: set[str] = set()
        self._gone: dict[str, str] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Task[None] | None = None
        self._told = False
        for identity in shelf.claim(2 * size * (SPARE + 1)):
            super().adopt(identity)
        self._dirty.clear()

    def adopt(self, identity: Identity) -> None:
        """Take in an identity made elsewhere, also a session that was given up once."""
        if identity.source == "given":
            self._shelf.forget_retired(identity.name)
        super().adopt(identity)

    def begin(self) -> None:
        """Give signs of life from now on, also while nothing changes."""
        self._plan(BEAT_S)

    def changed(self, name: str) -> None:
        """Have an identity written soon."""
        self._dirty.add(name)
        self._plan(WRITE_AFTER_S)

    def close(self) -> None:
        """Release everybody who waits, write what is left, and leave the identities to others."""
        if self._closed:
            return
        super().close()
        if self._timer is not None:
            self._timer.cancel()
        try:
            self._shelf.write(self._shelf.rows_of(self._by_name.values()))
            self._retire_rows(self._take_gone())
            self._shelf.let_go()
        except SQLAlchemyError as error:
            self._tell(error)

    def _drop(self, identity: Identity, reason: str) -> None:
        super()._drop(identity, reason)
        self._dirty.discard(identity.name)
        self._gone[identity.name] = reason
        self._plan(WRITE_AFTER_S)

    def _plan(self, seconds: float) -> None:
        if self._closed or (self._timer is not None and seconds != WRITE_AFTER_S):
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # a command: close() writes
        if self._timer is None or self._timer.when() > loop.time() + seconds:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = loop.call_later(seconds, self._begin_write)

    def _begin_write(self) -> None:
        self._timer = None
        if self._writing is None or self._writing.done():
            self._writing = asyncio.ensure_future(self._write())
        else:
            self._plan(WRITE_AFTER_S)

    async def _write(self) -> None:
        names, gone = set(self._dirty), self._take_gone()
        rows = self._take_rows()
        try:
            await asyncio.to_thread(self._store, rows, gone)
            self._told = False
        except SQLAlchemyError as error:
            self._dirty |= names
            self._gone = gone | self._gone
            self._tell(error)
        self._plan(BEAT_S)

    def _store(self, rows: list[dict[str, Any]], gone: dict[str, str]) -> None:
        self._shelf.write(rows)
        self._retire_rows(gone)

    def _retire_rows(self, gone: dict[str, str]) -> None:
        for name, reason in gone.items():
            self._shelf.retire(name, reason)

    def _take_rows(self) -> list[dict[str, Any]]:
        """Return the changed identities as they are now: the thread must not see them change."""
        known = (self._by_name.get(name) for name in self._dirty)
        rows = self._shelf.rows_of([identity for identity in known if identity is not None])
        self._dirty.clear()
        return rows

    def _take_gone(self) -> dict[str, str]:
        gone, self._gone = self._gone, {}
        return gone

    def _tell(self, error: SQLAlchemyError) -> None:
        if not self._told:
            self._told = True
            logger.warning("Identities cannot be written now: %s", type(error).__name__)
