"""CSV: one row a record, columns fixed by the record type."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from scrapy.exporters import CsvItemExporter

from tiktok_spiders.config import Config
from tiktok_spiders.feeds.cells import line
from tiktok_spiders.feeds.declared import declared_classes
from tiktok_spiders.feeds.flatten import columns_of, header_of
from tiktok_spiders.items.common import Record
from tiktok_spiders.items.registry import RECORD_CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from io import BytesIO

    from scrapy.crawler import Crawler

    from tiktok_spiders.feeds.flatten import Column

T = TypeVar("T")

logger = logging.getLogger(__name__)

RECIPE = (
    'for one table a record type, give each CSV feed its "item_classes", such as '
    '["tiktok_spiders.items.video.Video"] (docs/feeds.md)'
)


class RecordCsvExporter(CsvItemExporter):
    """Write records as one table.

    ``record_classes`` are the classes that the feed may hold, in one alternative or several; the first
    record tells which. One class: its own columns. Several, or none declared: the columns of all of
    them, each once, ``record_type`` first, so that a feed of mixed records is a whole table in which
    no record is lost. ``fields_to_export`` picks columns by name. A record that the table has no
    columns for is left out, with one warning and the stat ``feeds/csv/left_out``. A feed whose first
    item is not a record is written as Scrapy itself does.

    Setting: ``TIKTOK_CSV_SAFE``. Options of a feed (``item_export_kwargs``): ``csv_safe``,
    ``delimiter``, ``include_headers_line``.
    """

    def __init__(
        self,
        file: BytesIO,
        *,
        record_classes: Sequence[Sequence[type[Any]]] = (),
        csv_safe: bool = False,
        **options: Any,
    ) -> None:
        options.setdefault("errors", "backslashreplace")
        super().__init__(file, **options)
        self._file = file
        self._delimiter: str = options.get("delimiter", ",")
        self._safe = csv_safe
        self._alternatives = record_classes
        self._classes: tuple[type[Any], ...] = ()
        self._names: tuple[str, ...] | None = None
        self._rows: dict[type[Any], tuple[Column | None, ...]] = {}
        self._stats: Any = None
        self._has_warned = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, file: BytesIO, **options: Any) -> Self:
        """Read the setting, and what the feed of ``file`` is declared to hold."""
        options.setdefault("csv_safe", Config.from_settings(crawler.settings).csv_safe)
        options.setdefault("record_classes", declared_classes(crawler.settings, file))
        exporter = cls(file, **options)
        exporter._stats = crawler.stats
        return exporter

    def export_item(self, item: Any) -> None:
        """Write one row."""
        if isinstance(item, Record):
            self.export_record(item)
        elif self._names is None:
            super().export_item(item)
        else:
            self._leave_out(item)

    def export_record(self, record: Any) -> None:
        """Write one record, its table's header first."""
        if self._names is None:
            self._start_table(type(record))
        row = self._row(type(record))
        if row is None:
            self._leave_out(record)
        else:
            cells = [None if column is None else column.cell(record) for column in row]
            self.stream.write(line(cells, self._delimiter))

    def _start_table(self, first: type[Any]) -> None:
        fitting = [classes for classes in self._alternatives if first in classes]
        self._classes = _merged(fitting or [tuple(RECORD_CLASSES.values())])
        if self.fields_to_export is None:
            self._names = _merged(header_of(known) for known in self._classes)
            titles = self._names
        else:
            chosen = _titles(self.fields_to_export)
            self._names, titles = tuple(chosen), tuple(chosen.values())
            self._warn_of_strangers()
        header = line(titles, self._delimiter)
        if self.include_headers_line and not self._goes_on(header):
            self.stream.write(header)

    def _warn_of_strangers(self) -> None:
        known = {name for record_class in RECORD_CLASSES.values() for name in header_of(record_class)}
        if strangers := [name for name in self._names or () if name not in known]:
            logger.warning("No record has a CSV column %s; it stays empty", ", ".join(strangers))

    def _goes_on(self, header: str) -> bool:
        """Tell whether the file was there, has these columns, and is appended to (``-o``)."""
        name = getattr(self._file, "name", None)
        if not isinstance(name, str) or not Path(name).is_file():
            return False
        with Path(name).open("rb") as file:
            return file.readline() == header.encode(self.stream.encoding)

    def _row(self, record_class: type[Any]) -> tuple[Column | None, ...] | None:
        if record_class not in self._rows:
            if self.fields_to_export is None and record_class not in self._classes:
                return None
            by_name = {column.name: column for column in columns_of(record_class, safe=self._safe)}
            self._rows[record_class] = tuple(by_name.get(name) for name in self._names or ())
        return self._rows[record_class]

    def _leave_out(self, item: Any) -> None:
        if self._stats is not None:
            self._stats.inc_value("feeds/csv/left_out")
        if not self._has_warned:
            self._has_warned = True
            kind = getattr(item, "record_type", type(item).__name__)
            logger.warning("This CSV feed has no columns for %s, left out; %s", kind, RECIPE)


def _merged(groups: Iterable[Iterable[T]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(member for group in groups for member in group))


def _titles(fields: Mapping[str, str] | Iterable[str]) -> dict[str, str]:
    return dict(fields.items()) if hasattr(fields, "items") else {name: name for name in fields}
