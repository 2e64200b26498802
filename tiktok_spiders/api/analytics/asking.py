"""Questions to the store; long ones few at a time, the same one once, its answer kept for a minute."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import anyio
from anyio import to_thread

from tiktok_spiders.api.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.store import Store

KEPT_S = 60.0
"""Seconds for which an answer that took long is given again."""

AT_ONCE = 2
"""Long questions that the store is asked at the same time: others need its connections too."""


class Analytics:
    """Asks functions ``question(connection, as_of, *arguments)``; it tells ``as_of`` when that was so."""

    def __init__(self, store: Store, kept_s: float = KEPT_S) -> None:
        self._store = store
        self._remembered = Remembered(kept_s)
        self._limiter = anyio.CapacityLimiter(AT_ONCE)

    async def ask(self, question: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
        """Return the answer to a question that takes long, as of up to a minute ago."""

        async def make(as_of: datetime) -> dict[str, Any]:
            return await to_thread.run_sync(self._ask, question, as_of, arguments, limiter=self._limiter)

        answer, _ = await self._remembered.get((question, arguments), make)
        return answer

    def ask_now(self, question: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
        """Return the answer as of now."""
        return self._ask(question, datetime.now(UTC), arguments)

    async def close(self) -> None:
        """Wait for no answer any more."""
        await self._remembered.close()

    def _ask(
        self, question: Callable[..., dict[str, Any]], as_of: datetime, arguments: tuple[Any, ...]
    ) -> dict[str, Any]:
        with self._store.reading() as connection:
            return {**question(connection, as_of, *arguments), "as_of": as_of}
