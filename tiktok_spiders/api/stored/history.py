"""What the store has noted of one record over time: counters and prices, names, states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tiktok_spiders.api.answers import Json
from tiktok_spiders.api.names import counters, field_name
from tiktok_spiders.api.stored.details import resolved
from tiktok_spiders.store.entities import BY_TYPE
from tiktok_spiders.store.journal import names, statuses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiktok_spiders.api.stored.kinds import Kind
    from tiktok_spiders.api.stored.params import HistoryQuery
    from tiktok_spiders.store import Store

_BESIDE = frozenset({"product_id", "region"})


def history(store: Store, kind: Kind, key: str, query: HistoryQuery, region: str | None = None) -> Json:
    """Return the newest rows of each part, newest first. Raises ApiError where there is no such record."""
    with store.reading() as connection:
        found = resolved(connection, kind, key, region)
        parts = {
            name: [dict(row) for row in connection.execute(part).mappings()]
            for name, part in _parts(kind, found, query)
        }
    has_more = any(len(rows) > query.limit for rows in parts.values())
    cut = {name: rows[: query.limit] for name, rows in parts.items()}
    if query.view == "short":
        cut = {name: [_SHORT[name](row) for row in rows] for name, rows in cut.items()}
    return Json({"id": found[0], **{name: [] for name in _SHORT}, **cut, "has_more": has_more})


def _parts(kind: Kind, key: tuple[str, ...], query: HistoryQuery) -> Iterator[tuple[str, sa.Select[Any]]]:
    label = "/".join(part for part in key if part)
    table = BY_TYPE[kind.record_type].counters
    if table is not None:
        own = [table.c[column.name] for column in kind.keys]
        columns = [column for column in table.columns if column not in own]
        mine = [column == part for column, part in zip(own, key, strict=True)]
        yield "counters", _newest(table, columns, mine, query)
    for journal in (names, statuses):
        mine = [journal.c.entity == kind.record_type, journal.c.id == label]
        columns = [column for column in journal.columns if column.name not in {"entity", "id"}]
        yield str(journal.name), _newest(journal, columns, mine, query)


def _newest(
    table: sa.Table,
    columns: list[sa.Column[Any]],
    mine: list[sa.ColumnElement[bool]],
    query: HistoryQuery,
) -> sa.Select[Any]:
    seen = table.c.observed_at
    times = [seen < query.before] if query.before is not None else []
    times += [seen >= query.after] if query.after is not None else []
    order = [seen.desc(), *([table.c.field] if "field" in table.c else [])]
    return sa.select(*columns).where(*mine, *times).order_by(*order).limit(query.limit + 1)


def _named(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "field": field_name(row["field"])}


_SHORT: dict[str, Any] = {"counters": counters, "names": _named, "statuses": dict}
