"""What a job's run delivered, as a stream: what ``scrapy store export --run`` gives."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from tiktok_spiders.feeds.sinks import LinesSink, TableSink, table_columns
from tiktok_spiders.store.export import EXPORT_TYPES, HISTORY, Selection, class_of, exported

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tiktok_spiders.feeds.sinks import Sink
    from tiktok_spiders.store import Store

TYPES = tuple(name for name in EXPORT_TYPES if name not in {*HISTORY, "run"})
"""Record types that a run delivers."""


def lines(store: Store, run_id: str | None, types: Iterable[str] = TYPES) -> Iterator[bytes]:
    """Yield JSON Lines of all records; nothing for a run that has not begun."""
    for record_type in types:
        file = io.BytesIO()
        yield from _stream(store, run_id, record_type, LinesSink(file, record_type), file)


def table(store: Store, run_id: str | None, record_type: str) -> Iterator[bytes]:
    """Yield CSV of one record type with its header. No cell begins as a formula does."""
    file = io.BytesIO()
    sink = TableSink(file, table_columns(class_of(record_type), safe=True))
    yield from _stream(store, run_id, record_type, sink, file)


def _stream(
    store: Store, run_id: str | None, record_type: str, sink: Sink, file: io.BytesIO
) -> Iterator[bytes]:
    if run_id is not None:
        for records in exported(store, record_type, Selection(run_id=run_id)):
            sink.write(records)
            yield _taken(file)
    sink.close()
    if left := _taken(file):
        yield left


def _taken(file: io.BytesIO) -> bytes:
    text = file.getvalue()
    file.seek(0)
    file.truncate()
    return text
