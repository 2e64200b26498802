"""An alarm clock for several schedules: APScheduler with its memory job store, in the caller's own thread."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from apscheduler.executors.debug import DebugExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.date import DateTrigger

if TYPE_CHECKING:
    from datetime import datetime


class AlarmClock:
    """Rings once for each name, at the time that it is set to."""

    def __init__(self) -> None:
        self._scheduler = _OwnThreadScheduler(
            timezone=UTC, jobstores={"default": MemoryJobStore()}, executors={"default": DebugExecutor()}
        )
        self._scheduler.start()
        self._set: dict[str, datetime] = {}
        self._rung: list[str] = []

    def set(self, times: dict[str, datetime]) -> None:
        """Ring for these names at these times, and for no others."""
        for name in self._set.keys() - times.keys():
            self._scheduler.remove_job(name)
            del self._set[name]
        for name, at in times.items():
            if self._set.get(name) == at:
                continue
            self._set[name] = at
            self._scheduler.add_job(
                self._ring,
                DateTrigger(at, timezone=UTC),
                args=(name,),
                id=name,
                misfire_grace_time=None,
                replace_existing=True,
            )

    def ring(self) -> tuple[list[str], float | None]:
        """Return the names whose time has come, and the seconds until the next one's."""
        wait = self._scheduler.turn()
        rung, self._rung = self._rung, []
        return rung, wait

    def close(self) -> None:
        """Forget all times."""
        self._scheduler.shutdown()

    def _ring(self, name: str) -> None:
        del self._set[name]
        self._rung.append(name)


class _OwnThreadScheduler(BaseScheduler):  # type: ignore[misc]  # APScheduler 3 has no types
    """A scheduler that works whenever its owner calls ``turn``."""

    def turn(self) -> float | None:
        """Run what is due; return the seconds until the next job is."""
        wait: float | None = self._process_jobs()
        return wait

    def shutdown(self, wait: bool = True) -> None:  # noqa: FBT001, FBT002 -- APScheduler's signature
        """End it."""
        super().shutdown(wait)

    def wakeup(self) -> Any:
        """Do nothing: the owner looks itself."""
