"""TikTok's caps of a day: remembered, so that who has reached one is not asked for until it may be over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from tiktok_spiders.publish.codes import error_of
from tiktok_spiders.publish.errors import LimitedError
from tiktok_spiders.store.publish_tables import publish_limits as table
from tiktok_spiders.store.writing import insert, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tiktok_spiders.publish.errors import PublishError
    from tiktok_spiders.store import Store

POSTS, DRAFTS, USERS = (
    "spam_risk_too_many_posts",
    "spam_risk_too_many_pending_share",
    "reached_active_user_cap",
)
CAPS = frozenset({POSTS, DRAFTS, USERS})


class Caps:
    """The table ``publish_limits``."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store, self._clock = store, clock

    def check(self, account: str, codes: Collection[str]) -> None:
        """Raise ``LimitedError`` if one of these caps was reached and is not known to be over."""
        now = self._clock()
        with self._store.reading() as connection:
            row = connection.execute(
                sa.select(table.c.code, table.c.until, table.c.log_id)
                .where(table.c.scope == account, table.c.code.in_(codes), table.c.until > now)
                .order_by(table.c.until.desc())
            ).first()
        if row is not None:
            error = error_of(row.code, f"not asked again before {row.until:%H:%M} UTC", log_id=row.log_id)
            if isinstance(error, LimitedError):
                error.wait_s = (row.until - now).total_seconds()
            raise error

    def note(self, account: str, error: PublishError) -> None:
        """Remember a cap that TikTok named; other errors are none."""
        if error.code not in CAPS or not isinstance(error, LimitedError):
            return
        now = self._clock()
        values = {"log_id": error.log_id, "noted_at": now, "until": now + timedelta(seconds=error.wait_s)}
        with writing(self._store) as connection:
            row = insert(connection, table).values(scope=account, code=error.code, **values)
            connection.execute(row.on_conflict_do_update(index_elements=["scope", "code"], set_=values))

    def clear(self, account: str) -> None:
        """Forget all caps of an account, as after a new login."""
        with writing(self._store) as connection:
            connection.execute(sa.delete(table).where(table.c.scope == account))
