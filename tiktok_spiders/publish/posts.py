"""The queue: posts, who works on them, and what became of them step by step."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import sqlalchemy as sa

from tiktok_spiders.publish.claim import LEASE, is_held
from tiktok_spiders.publish.patience import insisting
from tiktok_spiders.publish.post import NewPost, Post
from tiktok_spiders.publish.post_rows import FREE, USER, PostRows, lost
from tiktok_spiders.publish.states import OPEN, State
from tiktok_spiders.store.publish_tables import publish_post_history as history
from tiktok_spiders.store.publish_tables import publish_posts as posts
from tiktok_spiders.store.writing import writing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tiktok_spiders.store import Store
    from tiktok_spiders.vault import Vault

PURPOSE = "publish-upload"

_DURABLE = frozenset({State.STARTING, State.UPLOADING, State.PROCESSING, State.UNKNOWN})
# A beginning that a loss of power made forgotten could become a second post.
_T = TypeVar("_T")


class Added(NamedTuple):
    """A post, and whether it starts with what was asked: it is new, or begins anew."""

    post: Post
    is_new: bool


class Step(NamedTuple):
    """One line of a post's history. ``actor``: a claim's owner, ``user``, ``status`` or ``webhook``."""

    old: State | None
    new: State
    reason: str | None
    actor: str
    at: datetime


class PostStore:
    """The posts in the store. Its methods block and are short; they wait for a database that is locked."""

    def __init__(
        self, store: Store, vault: Vault, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store, self._vault, self._clock = store, vault, clock

    def add(self, new: NewPost) -> Added:
        """Queue a post, or return the one of the same account and key.

        One that failed or was cancelled, so that nothing was posted, is queued anew.
        Raises ``RefusedError`` for a key that is another post's.
        """
        return Added(*self._write(lambda rows: rows.add(new)))

    def get(self, wanted: int | str) -> Post | None:
        """Return the post of a number or of TikTok's publish_id."""
        text = str(wanted)
        number = text.isascii() and text.isdigit()
        found = self._select(posts.c.id == int(text) if number else posts.c.publish_id == text)
        return found[0] if found else None

    def due(self, now: datetime) -> list[Post]:
        """Return what can be worked on now, the oldest due time first: not what another process holds."""
        waiting = self._select(posts.c.state.in_(OPEN), posts.c.due_at <= now)
        return [post for post in waiting if not is_held(post.claimed_by, post.claimed_until, now)]

    def newest(
        self,
        *states: State,
        account: str | None = None,
        owner: str | None = None,
        limit: int = 100,
        offset: int = 0,
    ) -> list[Post]:
        """Return posts, the newest first; of all states, accounts and owners if none is named."""
        where = _which(states, account, owner)
        return self._select(*where, order=posts.c.id.desc(), limit=limit, offset=offset)

    def count(self, *states: State, account: str | None = None, owner: str | None = None) -> int:
        """Return how many ``newest`` has to give."""
        asked = sa.select(sa.func.count()).select_from(posts).where(*_which(states, account, owner))
        with self._store.reading() as connection:
            return connection.execute(asked).scalar_one()

    def paths(self) -> set[str]:
        """Return the files that posts may still need: of open ones, and of those nobody knows of."""
        needed = posts.c.state.in_([*OPEN, State.UNKNOWN])
        asked = sa.select(posts.c.path).where(needed, posts.c.path.is_not(None))
        with self._store.reading() as connection:
            return set(connection.execute(asked).scalars())

    def history(self, post_id: int) -> list[Step]:
        """Return what a post went through, the oldest first."""
        asked = sa.select(history).where(history.c.post_id == post_id).order_by(history.c.serial)
        with self._store.reading() as connection:
            return [_step(row) for row in connection.execute(asked)]

    def claim(self, post_id: int, owner: str) -> Post | None:
        """Take a post that is open and that no living process holds; None if it is not to be had.

        One that was queued is ``claimed`` then; any other stands where its last owner left it.
        """
        return self._write(lambda rows: rows.claim(post_id, owner))

    def renew(self, post_id: int, owner: str) -> bool:
        """Show that the owner still works on the post; False if it is another's now."""
        return self._write(lambda rows: rows.note(post_id, owner, claimed_until=rows.now + LEASE))

    def release(self, post_id: int, owner: str) -> None:
        """Give a post back as it stands."""
        self._write(lambda rows: rows.note(post_id, owner, **FREE))

    def note(self, post_id: int, owner: str, **columns: Any) -> None:
        """Write columns of a post that the owner holds. Raises ``LostClaimError``."""
        if not self._write(lambda rows: rows.note(post_id, owner, updated_at=rows.now, **columns)):
            raise lost(post_id)

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
        """Bring a post into a state and write its history, in one transaction.

        With an owner only while the claim is theirs: else ``LostClaimError``. To the state that it is in
        already: the columns are written and nothing else. Raises ``MoveError`` for what may not follow.
        """
        return self._write(
            lambda rows: rows.move(post_id, state, reason=reason, owner=owner, actor=actor, **columns),
            durable=state in _DURABLE,
        )

    def seal(self, upload_url: str) -> str:
        """Return an upload address as it may be kept in ``sealed``."""
        return self._vault.encrypt(PURPOSE, json.dumps({"upload_url": upload_url}).encode())

    def upload_url(self, post_id: int) -> str | None:
        """Return the address that chunks are sent to. Raises ``VaultError`` if no key opens it."""
        with self._store.reading() as connection:
            sealed = connection.execute(sa.select(posts.c.sealed).where(posts.c.id == post_id)).scalar()
        if sealed is None:
            return None
        return str(json.loads(self._vault.decrypt(PURPOSE, sealed))["upload_url"])

    def _select(
        self,
        *where: sa.ColumnElement[bool],
        order: Any = posts.c.due_at,
        limit: int | None = None,
        offset: int | None = None,
    ) -> list[Post]:
        asked = sa.select(posts).where(*where).order_by(order, posts.c.id).limit(limit).offset(offset)
        with self._store.reading() as connection:
            return [Post.of(dict(row)) for row in connection.execute(asked).mappings()]

    def _write(self, work: Callable[[PostRows], _T], *, durable: bool = False) -> _T:
        def once() -> _T:
            with writing(self._store, durable=durable) as connection:
                return work(PostRows(connection, self._clock()))

        return insisting(once)


def _which(states: Collection[State], account: str | None, owner: str | None) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = [posts.c.state.in_(states)] if states else []
    where += [posts.c.account == account] if account is not None else []
    return where + ([posts.c.owner == owner] if owner is not None else [])


def _step(row: sa.Row[Any]) -> Step:
    old = State(row.old) if row.old else None
    return Step(old, State(row.new), row.reason, row.actor, row.at)
