"""Who is no longer in a list: told by a complete listing that lacks them, and by nothing less."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.store.entities import PLAYLIST_ITEM, RELATION
from tiktok_spiders.store.journal import sightings
from tiktok_spiders.store.scopes import is_sighted

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from tiktok_spiders.items.run import Verdict
    from tiktok_spiders.store.entities import Entity


@dataclass(frozen=True, slots=True)
class _List:
    """A section whose rows belong to lists, and the column that tells when a row left."""

    entity: Entity
    of: tuple[str, ...]
    """Columns that say which list a row is in; rows under a pseudonym are a list of their own."""

    left: str
    fixed: tuple[Any, ...] = ()
    """The last of those values, where the section tells it."""


_MEMBERS = ("owner_id", "is_pseudonymous", "direction")
_LISTS = {
    "followers": _List(RELATION, _MEMBERS, "left_at", ("follower",)),
    "following": _List(RELATION, _MEMBERS, "left_at", ("following",)),
    "playlist_videos": _List(PLAYLIST_ITEM, ("playlist_id",), "gone_at"),
    "collection_videos": _List(PLAYLIST_ITEM, ("playlist_id",), "gone_at"),
}


def note_departures(connection: Connection, verdict: Verdict) -> None:
    """Mark the rows of the lists of a complete listing that it did not give."""
    listed = _LISTS.get(verdict.resource)
    if listed is None or verdict.status != "complete" or not _is_whole(listed, verdict):
        return
    columns, given = listed.entity.table.c, _given(listed, verdict)
    have = [columns[name] for name in listed.of]
    met = sa.select(*have).distinct().join_from(sightings, listed.entity.table, given)
    groups = [tuple(row) for row in connection.execute(met)]
    for group in groups or _emptied(listed, verdict):
        named = zip(listed.of, group, strict=False)
        mine = [columns[name].is_not_distinct_from(value) for name, value in named if value is not _ANY]
        lost = sa.update(listed.entity.table).where(*mine, columns[listed.left].is_(None))
        if verdict.started_at is not None:
            lost = lost.where(columns.last_seen_at < verdict.started_at)
        lost = lost.where(~sa.exists().where(given))
        connection.execute(lost.values({listed.left: verdict.finished_at or verdict.scraped_at}))


_ANY = object()


def _is_whole(listed: _List, verdict: Verdict) -> bool:
    """Tell whether every row was given: a list of dated members may have been asked for a period only."""
    dated = not listed.fixed
    return not dated or (verdict.expected is not None and verdict.unique >= verdict.expected)


def _emptied(listed: _List, verdict: Verdict) -> list[tuple[Any, ...]]:
    """Return the one list of a listing that gave nothing at all: that of the account asked for."""
    if not listed.fixed or not verdict.target_key:
        return []
    return [(verdict.target_key, _ANY, *listed.fixed)]


def _given(listed: _List, verdict: Verdict) -> sa.ColumnElement[bool]:
    met = sightings.c
    mine = (met.run_id == verdict.run_id) & (met.target == verdict.target)
    return mine & (met.section == verdict.resource) & is_sighted(listed.entity, listed.entity.table.c)
