"""JSON Lines: a whole record encoded in one call."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
from scrapy.exporters import JsonLinesItemExporter

from tiktok_spiders.items.common import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from io import BytesIO

_encode = msgspec.json.Encoder().encode


def encode_record(record: Any) -> bytes:
    """Return a record as compact JSON without a line end.

    Money is text, times are ISO 8601 with ``Z``, absent is null. Text that UTF-8 cannot hold is escaped.
    """
    try:
        return _encode(record)
    except UnicodeEncodeError:
        return json.dumps(msgspec.to_builtins(record), separators=(",", ":")).encode()


class RecordLinesExporter(JsonLinesItemExporter):
    """Write one record a line. Items of other kinds are written as Scrapy itself writes them."""

    def __init__(self, file: BytesIO, **options: Any) -> None:
        super().__init__(file, **options)
        self._is_utf8 = (self.encoding or "utf-8").lower().replace("_", "-") in {"utf-8", "utf8"}

    def export_item(self, item: Any) -> None:
        """Write a record, or any other item in Scrapy's own way."""
        if not isinstance(item, Record):
            super().export_item(item)
        elif not self._is_utf8:
            super().export_item(msgspec.to_builtins(item))
        else:
            chosen = item if self.fields_to_export is None else _chosen(item, self.fields_to_export)
            self.file.write(encode_record(chosen) + b"\n")


def _chosen(record: Record, fields: Mapping[str, str] | Iterable[str]) -> dict[str, Any]:
    names = fields if hasattr(fields, "items") else {name: name for name in fields}
    return {shown: getattr(record, name) for name, shown in names.items() if hasattr(record, name)}
