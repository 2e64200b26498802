"""Which hashtag a name stands for. One whose id is not told has the key ``name:…`` until it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.store.tables import hashtags

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiktok_spiders.store.session import Session
    from tiktok_spiders.store.state import Events

_WAITING = "name:"


class HashtagNames:
    """The names that a batch of hashtag records and of references to hashtags uses."""

    def __init__(self, session: Session, tags: Iterable[Any], seen: Any, events: Events) -> None:
        self._session = session
        self._events = events
        tags = list(tags)
        self._ids = {tag.hashtag_id: tag.name for tag in tags if tag.hashtag_id}
        self._told = {tag.name: tag.hashtag_id for tag in tags if tag.hashtag_id and tag.name}
        self._names = sorted({tag.name for tag in tags if tag.name})
        self._load(seen)

    def key(self, tag: Any) -> str | None:
        """Return the key of the row of a record or a reference; None when it names nothing."""
        if tag.hashtag_id:
            return str(tag.hashtag_id)
        if not tag.name:
            return None
        key: str | None = self._told.get(tag.name) or self._owners.get(tag.name)
        return key or f"{_WAITING}{tag.name}"

    def stubs(self) -> list[tuple[str, str | None]]:
        """Return (key, name) of the hashtags that the store does not hold, as far as is known here."""
        made: dict[str, str | None] = {}
        for key, name in self._ids.items():
            if self._owners.get(name) != key:
                made[key] = name if self._told.get(name) == key else None
        for name in self._names:
            if name not in self._told and name not in self._owners:
                made[_WAITING + name] = name
        return sorted(made.items())

    def _load(self, seen: Any) -> None:
        if self._names:
            self._session.turn("hashtags")
        sql = self._session.statements.select(hashtags, ("name",), ("name", "hashtag_id"), lock=True)
        self._owners = dict(self._session.rows(sql, self._names))
        for name, key in sorted(self._told.items()):
            owner = self._owners.get(name)
            if owner is None or owner == key:
                continue
            if owner.startswith(_WAITING):
                self._session.rekey(hashtags, owner, key)
                self._owners[name] = key
            else:
                self._move(name, owner, seen)

    def _move(self, name: str, owner: str, seen: Any) -> None:
        """Take the name, which is unique, from the row of the id that had it."""
        lost = sa.update(hashtags).where(hashtags.c.hashtag_id == owner).values(name=None)
        self._session.connection.execute(lost)
        self._events.names.append(("hashtag", owner, "name", seen, name, None, seen))
        del self._owners[name]
