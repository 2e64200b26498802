"""Streams of records into one open file: a sink a format."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Protocol

from tiktok_spiders.feeds.cells import line
from tiktok_spiders.feeds.flatten import columns_of
from tiktok_spiders.feeds.lines import encode_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tiktok_spiders.feeds.flatten import Column

ROW_GROUP_ROWS = 5000
"""Rows of a Parquet row group; as many records are held in memory."""


class Sink(Protocol):
    """Takes records until it is closed. The file stays open: it is its opener's."""

    def write(self, records: Sequence[Any]) -> None:
        """Write records."""

    def close(self) -> None:
        """Write what is still held back."""


class LinesSink:
    """JSON Lines. Rows without a ``record_type`` of their own get one in front."""

    def __init__(self, file: IO[bytes], record_type: str | None) -> None:
        self._file = file
        self._prefix = b"" if record_type is None else f'{{"record_type":"{record_type}",'.encode()

    def write(self, records: Sequence[Any]) -> None:
        """Write a line a record."""
        self._file.writelines(self._line(record) for record in records)

    def close(self) -> None:
        """Nothing is held back."""

    def _line(self, record: Any) -> bytes:
        text = encode_record(record) + b"\n"
        return self._prefix + text[1:] if self._prefix and not hasattr(record, "record_type") else text


class TableSink:
    """CSV with a header, also where no row follows."""

    def __init__(self, file: IO[bytes], columns: Iterable[Column]) -> None:
        self._file = file
        self._columns = tuple(columns)
        self._put([column.name for column in self._columns])

    def write(self, records: Sequence[Any]) -> None:
        """Write a row a record."""
        for record in records:
            self._put([column.cell(record) for column in self._columns])

    def close(self) -> None:
        """Nothing is held back."""

    def _put(self, cells: Sequence[str | None]) -> None:
        self._file.write(line(cells).encode("utf-8", "backslashreplace"))


class ParquetSink:
    """Parquet with a typed, nested schema, Zstandard compressed."""

    def __init__(self, file: IO[bytes], record_class: type[Any]) -> None:
        import pyarrow as pa  # noqa: PLC0415 - takes a third of a second that other formats need not pay
        import pyarrow.parquet as pq  # noqa: PLC0415

        from tiktok_spiders.feeds.arrow import batch_of, schema_of  # noqa: PLC0415

        self._batch_of = batch_of
        self._held: list[Any] = []
        self._writer = pq.ParquetWriter(
            pa.PythonFile(_Counted(file), mode="w"), schema_of(record_class), compression="zstd"
        )

    def write(self, records: Sequence[Any]) -> None:
        """Hold records back until they fill a row group."""
        self._held.extend(records)
        while len(self._held) >= ROW_GROUP_ROWS:
            group, self._held = self._held[:ROW_GROUP_ROWS], self._held[ROW_GROUP_ROWS:]
            self._writer.write_batch(self._batch_of(group))

    def close(self) -> None:
        """Write the last row group and the footer."""
        if self._held:
            self._writer.write_batch(self._batch_of(self._held))
        self._writer.close()


class _Counted:
    """What Arrow wants of a file that it writes to; a pipe cannot tell its position."""

    closed = False

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._position = 0

    def write(self, data: Any) -> int:
        self._file.write(data)
        self._position += len(data)
        return len(data)

    def tell(self) -> int:
        return self._position

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        self.flush()


def table_columns(record_class: type[Any], *, safe: bool, without: Iterable[str] = ()) -> tuple[Column, ...]:
    """Return a class's CSV columns, those of the fields in ``without`` left out."""
    left_out = set(without)
    return tuple(column for column in columns_of(record_class, safe=safe) if column.field not in left_out)
