"""Webhooks that came, one row a body: who sends one twice finds the first."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from tiktok_spiders.publish.webhooks import body_hash
from tiktok_spiders.store.publish_tables import publish_webhooks as table
from tiktok_spiders.store.writing import insert, writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiktok_spiders.publish.webhooks import Event
    from tiktok_spiders.store import Store


class Fate(StrEnum):
    """What became of a webhook."""

    RECEIVED = "received"
    """Not worked on to its end: it is, when it comes again."""
    DONE = "done"
    IGNORED = "ignored"
    """Rightly signed and about nothing that is known here."""


class WebhookRows:
    """The table ``publish_webhooks``."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store, self._clock = store, clock

    def note(self, body: bytes, event: Event) -> bool:
        """Keep an event; return whether it is still to be worked on."""
        key = body_hash(body)
        values = {
            "event": event.event,
            "client_key": event.client_key,
            "open_id": event.user_openid,
            "publish_id": event.publish_id,
            "content": event.told,
            "sent_at": _moment(event.create_time),
            "received_at": self._clock(),
            "state": Fate.RECEIVED,
        }
        with writing(self._store) as connection:
            row = insert(connection, table).values(body_hash=key, **values).on_conflict_do_nothing()
            connection.execute(row)
            state = connection.execute(sa.select(table.c.state).where(table.c.body_hash == key)).scalar()
        return state == Fate.RECEIVED

    def settle(self, body: bytes, fate: Fate, reason: str | None = None) -> None:
        """Note what became of an event."""
        which = table.c.body_hash == body_hash(body)
        with writing(self._store) as connection:
            connection.execute(sa.update(table).where(which).values(state=fate, reason=reason))

    def is_overtaken(self, event: Event, others: frozenset[str], *, by_s: int = 0) -> bool:
        """Tell whether one of ``others`` came about the same public post that is so much later, or more."""
        asked = sa.select(table.c.content).where(
            table.c.publish_id == event.publish_id,
            table.c.event.in_(others),
            table.c.sent_at >= _moment(event.create_time + by_s),
        )
        with self._store.reading() as connection:
            contents = connection.execute(asked).scalars().all()
        return any(str((content or {}).get("post_id")) == event.post_id for content in contents)


def _moment(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
