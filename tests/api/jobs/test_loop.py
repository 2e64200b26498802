"""The loop that has the watcher work."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.waiting import reached
from tiktok_spiders.api.jobs.loop import Loop
from tiktok_spiders.exceptions import StoreBusyError

if TYPE_CHECKING:
    import pytest


async def test_a_store_that_is_away_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Troubled:
        def __init__(self) -> None:
            self.troubles = [StoreBusyError("locked"), StoreBusyError("locked"), ValueError("odd")]
            self.turns = self.released = 0

        def turn(self) -> bool:
            self.turns += 1
            if self.troubles:
                raise self.troubles.pop()
            return True

        def release(self) -> None:
            self.released += 1
            raise StoreBusyError("locked")

    monkeypatch.setattr("tiktok_spiders.api.jobs.loop.IDLE_S", 0.0)
    watcher = Troubled()
    loop = Loop(watcher)  # type: ignore[arg-type]
    await reached(lambda: watcher.turns >= 4, 5, "turn")
    loop.wake()
    await asyncio.wait_for(loop.stop(), 5)
    assert watcher.released == 1
