"""A whole selection as CSV or JSON Lines: read in chunks, each behind the last record of the one before.

What is written meanwhile does not stop it: a record that moves in the order may come twice or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import StreamingResponse

from tiktok_spiders.api.answers import encode
from tiktok_spiders.api.stored.cells import table_of
from tiktok_spiders.api.stored.walk import Walk
from tiktok_spiders.feeds.cells import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tiktok_spiders.api.stored.conditions import Condition
    from tiktok_spiders.api.stored.cursors import Place
    from tiktok_spiders.api.stored.kinds import Kind
    from tiktok_spiders.api.stored.shape import Shape
    from tiktok_spiders.store import Store

CHUNK = 500
TYPES = {"csv": "text/csv", "jsonl": "application/jsonl"}


@dataclass(frozen=True, eq=False)
class Reading:
    """What is read, in which order and form."""

    kind: Kind
    conditions: Sequence[Condition]
    query: Any
    shape: Shape
    after: Place | None

    def chunks(self, store: Store) -> Iterator[list[tuple[str, ...]]]:
        """Give the keys."""
        place, offset = self.after, self.query.offset or 0
        while True:
            with store.reading() as connection:
                walk = Walk(connection, self.kind, self.conditions, self.query.sort, self.query.order)
                places = walk.places(place, offset, CHUNK)
            if places:
                yield [each.key for each in places]
            if len(places) < CHUNK:
                return
            place, offset = places[-1], 0


def streamed(store: Store, reading: Reading) -> StreamingResponse:
    """Return the answer that gives all records of a reading."""
    query = reading.query
    lines = _csv(store, reading) if query.format == "csv" else _jsonl(store, reading)
    name = f'attachment; filename="{reading.kind.name}.{query.format}"'
    return StreamingResponse(lines, media_type=TYPES[query.format], headers={"Content-Disposition": name})


def _jsonl(store: Store, reading: Reading) -> Iterator[bytes]:
    for keys in reading.chunks(store):
        with store.reading() as connection:
            found = reading.shape.read(connection, keys)
        yield b"".join(encode(one) + b"\n" for one in found)


def _csv(store: Store, reading: Reading) -> Iterator[bytes]:
    shape, table = reading.shape, table_of(reading.kind, reading.shape)
    yield line([column.name for column in table]).encode()
    for keys in reading.chunks(store):
        with store.reading() as connection:
            found = shape.whole(connection, keys) if shape.is_whole else shape.read(connection, keys)
        rows = ([column.cell(one) for column in table] for one in found)
        yield "".join(map(line, rows)).encode("utf-8", "backslashreplace")
