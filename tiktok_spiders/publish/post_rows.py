"""The steps of the queue inside one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.publish.claim import LEASE, LostClaimError, is_held
from tiktok_spiders.publish.errors import RefusedError
from tiktok_spiders.publish.post import NewPost, Post
from tiktok_spiders.publish.states import NOT_POSTED, OPEN, State, check_move
from tiktok_spiders.store.publish_tables import publish_post_history as history
from tiktok_spiders.store.publish_tables import publish_posts as posts
from tiktok_spiders.store.writing import insert

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection, RowMapping

USER = "user"
"""Who moves a post that no process holds."""

FREE: dict[str, Any] = {"claimed_by": None, "claimed_until": None}
_FRESH: dict[str, Any] = {"publish_id": None, "sealed": None, "uploaded_bytes": 0, "chunk_size": None}


@dataclass(frozen=True, slots=True)
class PostRows:
    """Posts as one write transaction sees and changes them."""

    connection: Connection
    now: datetime

    def add(self, new: NewPost) -> tuple[Post, bool]:
        """Insert a post, or find the one of its key; tell whether it starts with this."""
        row = {**new.columns(), "account": new.account, "key": new.key, "state": State.QUEUED}
        row |= {"due_at": new.due_at or self.now, "created_at": self.now, "updated_at": self.now}
        made = insert(self.connection, posts).values(**row, tries=0, inits=0).on_conflict_do_nothing()
        number = self.connection.execute(made.returning(posts.c.id)).scalar()
        if number is None:
            return self._known(new)
        self._log(number, None, State.QUEUED, actor=USER)
        return self.post(number), True

    def claim(self, post_id: int, owner: str) -> Post | None:
        """Give an open post that nobody holds to the owner."""
        row = self._row(posts.c.id == post_id)
        held = is_held(row["claimed_by"], row["claimed_until"], self.now)
        if row["state"] not in OPEN or (held and row["claimed_by"] != owner):
            return None
        values: dict[str, Any] = {"claimed_by": owner, "claimed_until": self.now + LEASE}
        if row["state"] == State.QUEUED:
            return self.move(post_id, State.CLAIMED, actor=owner, **values)
        self.connection.execute(sa.update(posts).where(posts.c.id == post_id).values(**values))
        return self.post(post_id)

    def note(self, post_id: int, owner: str, **columns: Any) -> bool:
        """Write columns while the owner holds the post; tell whether they do."""
        mine = sa.update(posts).where(posts.c.id == post_id, posts.c.claimed_by == owner)
        return self.connection.execute(mine.values(**columns).returning(posts.c.id)).first() is not None

    def move(
        self,
        post_id: int,
        state: State,
        *,
        reason: str | None = None,
        owner: str | None = None,
        actor: str = USER,
        **columns: Any,
    ) -> Post:
        """Bring a post into a state, with its history and columns."""
        row = self._row(posts.c.id == post_id)
        if owner is not None and row["claimed_by"] != owner:
            raise lost(post_id)
        old = State(row["state"])
        values: dict[str, Any] = {"updated_at": self.now, **columns}
        if state is not old:
            check_move(old, state)
            values = {"state": state, "reason": reason, **_left_behind(state), **values}
            self._log(post_id, old, state, reason=reason, actor=owner or actor)
        self.connection.execute(sa.update(posts).where(posts.c.id == post_id).values(**values))
        return self.post(post_id)

    def post(self, post_id: int) -> Post:
        """Return a post as it is now."""
        return Post.of(dict(self._row(posts.c.id == post_id)))

    def _known(self, new: NewPost) -> tuple[Post, bool]:
        which = sa.and_(posts.c.account == new.account, posts.c.key == new.key)
        first = Post.of(dict(self._row(which)))
        if first.owner != new.owner and new.owner is not None:
            raise RefusedError(
                "the key is that of a post of somebody else, who had an account of this name",
                code="key_taken",
                remedy="choose another key",
            )
        if first.content_hash != new.content_hash:
            raise RefusedError(
                f"the key {new.key} is post {first.id}'s, which has another content",
                code="key_taken",
                remedy="choose another key, or post the same again",
            )
        if first.state not in NOT_POSTED:
            return first, False
        asked = {**new.columns(), "due_at": new.due_at or self.now}
        del asked["owner"]  # it stays whose it is
        return self.move(first.id, State.QUEUED, reason="asked for again", **asked), True

    def _log(
        self, post_id: int, old: State | None, new: State, *, actor: str, reason: str | None = None
    ) -> None:
        line = {"post_id": post_id, "old": old, "new": new, "reason": reason, "actor": actor}
        self.connection.execute(sa.insert(history).values(at=self.now, **line))

    def _row(self, which: sa.ColumnElement[bool]) -> RowMapping:
        # Locked until the transaction ends; SQLite has one writer anyway.
        row = self.connection.execute(sa.select(posts).where(which).with_for_update()).mappings().first()
        if row is None:
            raise LookupError("there is no such post")
        return row


def lost(post_id: int) -> LostClaimError:
    """Return the error of an owner whose claim is over."""
    return LostClaimError(f"post {post_id}: another process has taken it over")


def _left_behind(state: State) -> dict[str, Any]:
    """Return the columns that a post loses in a state: its claim where nobody works on it, its address."""
    if state is State.QUEUED:
        return {**FREE, **_FRESH}
    if state is State.PROCESSING:
        return {"sealed": None}
    return {} if state in OPEN else {**FREE, "sealed": None}
