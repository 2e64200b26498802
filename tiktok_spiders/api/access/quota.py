"""Requests a day of each key, counted in the store: exact over processes, kept over restarts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tiktok_spiders.api.access.principal import LOCAL, Principal
from tiktok_spiders.store import Store
from tiktok_spiders.store.api_tables import api_usage as table
from tiktok_spiders.store.writing import insert, writing


class Quotas:
    """Counts what keys of a plan with a limit a day use up. A day is UTC's."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store, self._clock = store, clock
        self._full: dict[str, str] = {}

    def counts(self, principal: Principal) -> bool:
        """Tell whether this principal's requests are counted."""
        return principal.plan.per_day is not None and principal.name != LOCAL

    def is_known_full(self, principal: Principal) -> bool:
        """Tell, without asking the store, whether the day is known to be used up."""
        return self._full.get(principal.name) == self._day()

    def take(self, principal: Principal) -> bool:
        """Count a request; False if the day is used up. One statement, so that it is exact."""
        day, most = self._day(), principal.plan.per_day
        with writing(self._store) as connection:
            row = insert(connection, table).values(principal=principal.name, day=day, requests=1)
            statement = row.on_conflict_do_update(
                index_elements=["principal", "day"],
                set_={"requests": table.c.requests + 1},
                where=table.c.requests < most,
            ).returning(table.c.requests)
            taken = connection.scalar(statement) is not None
        if not taken:
            self._full[principal.name] = day
        return taken

    def seconds_left(self) -> float:
        """Return the seconds until the next day begins."""
        now = self._clock()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return (midnight - now).total_seconds()

    def _day(self) -> str:
        return f"{self._clock().astimezone(UTC):%Y-%m-%d}"
