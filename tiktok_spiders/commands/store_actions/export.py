"""``scrapy store export``: what is stored, as files."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from tiktok_spiders.commands.store_actions.opening import opened
from tiktok_spiders.config import Config
from tiktok_spiders.feeds.apify import APIFY_CLASSES, apify_record
from tiktok_spiders.feeds.children import child_columns, child_fields, child_rows
from tiktok_spiders.feeds.files import STDOUT, whole_file
from tiktok_spiders.feeds.sinks import LinesSink, ParquetSink, Sink, TableSink, table_columns
from tiktok_spiders.store.export import (
    EXPORT_TYPES,
    HISTORY,
    Selection,
    class_of,
    exported,
    find_run,
    related,
)

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Mapping

    from scrapy.settings import BaseSettings

    from tiktok_spiders.store.store import Store

NAME = "export"
HELP = "Write stored records as JSON Lines, CSV or Parquet"

FORMATS = ("jsonl", "csv", "parquet")
TYPE_MARK = "%(type)s"
ALL_TYPES = tuple(name for name in EXPORT_TYPES if name not in {*HISTORY, "run"})
"""What is exported where no type is asked for: what a feed of a crawl would hold."""


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("-o", "--output", default=STDOUT, metavar="FILE",
        help=f"file, - for standard output (default), %{TYPE_MARK} in it for one file a type; "
        ".gz compresses")  # fmt: skip
    parser.add_argument("--format", choices=FORMATS, help="default: by the file's ending, else jsonl")
    parser.add_argument("--type", action="append", metavar="TYPE[,TYPE]",
        help=f"{', '.join(EXPORT_TYPES)} (default: {', '.join(ALL_TYPES)})")  # fmt: skip
    parser.add_argument("--run", metavar="NAME|ID", help="only what this run delivered")
    parser.add_argument("--target", metavar="TARGET", help="only what was met under this target, as typed")
    parser.add_argument("--since", metavar="DATE", help="only what was seen since (ISO 8601, UTC)")
    parser.add_argument("--profile", dest="naming", choices=("apify",), metavar="apify",
        help="field names and nesting of the clockworks TikTok actors")  # fmt: skip
    parser.add_argument("--children", choices=("columns", "files"), default="columns",
        help="CSV: nested lists as columns (default) or as files beside the output")  # fmt: skip
    parser.add_argument("--force", action="store_true", help="replace files that exist")


def run(options: Namespace, settings: BaseSettings) -> int:
    """Export; say on stderr how many records went where."""
    config = Config.from_settings(settings)
    types, form = _types(options), _format(options)
    _refuse(options, types, form)
    since = _moment(options.since)
    with opened(config.database_url) as store:
        run_id = find_run(store, options.run) if options.run else None
        selection = Selection(run_id=run_id, since=since, target=options.target)
        job = Job(store, selection, options, form, safe=config.csv_safe)
        counts = job.run(types)
    print(_told(options.output, counts), file=sys.stderr)
    return 0


def _told(output: str, counts: Mapping[str, int]) -> str:
    """Say what went where, file by file where each type has its own."""
    found = {name: count for name, count in counts.items() if count}
    if TYPE_MARK in output and found:
        return "\n".join(
            f"{count} {name} -> {output.replace(TYPE_MARK, name)}" for name, count in found.items()
        )
    told = ", ".join(f"{count} {name}" for name, count in found.items())
    return f"{told or 'no records'} -> {'standard output' if output == STDOUT else output}"


class Job:
    """One export: the files that it has open, and the records on their way into them."""

    def __init__(
        self, store: Store, selection: Selection, options: Namespace, form: str, *, safe: bool
    ) -> None:
        self._store = store
        self._selection = selection
        self._options = options
        self._format = form
        self._safe = safe
        self._by_apify = options.naming == "apify"

    def run(self, types: list[str]) -> dict[str, int]:
        """Export each type; return how many records of each. Files appear when all are whole."""
        counts = {}
        with ExitStack() as files:
            opened_files: dict[str, IO[bytes]] = {}
            for record_type in types:
                path = self._options.output.replace(TYPE_MARK, record_type)
                if path not in opened_files:
                    opened_files[path] = files.enter_context(self._file(path))
                counts[record_type] = self._export(record_type, opened_files[path], files)
        return counts

    def _file(self, path: str) -> Any:
        return whole_file(path, force=self._options.force)

    def _export(self, record_type: str, file: IO[bytes], files: ExitStack) -> int:
        sink, children, count = self._sink(record_type, file), self._children(record_type, files), 0
        for records in exported(self._store, record_type, self._selection):
            sink.write(self._shaped(record_type, records))
            for field, child in children.items():
                known = class_of(record_type)
                child.write(child_rows(records, known.key_field, field, known.key_with))
            count += len(records)
        sink.close()
        return count

    def _sink(self, record_type: str, file: IO[bytes]) -> Sink:
        record_class = APIFY_CLASSES[record_type] if self._by_apify else class_of(record_type)
        if self._format == "jsonl":
            return LinesSink(file, None if self._by_apify else record_type)
        if self._format == "parquet":
            return ParquetSink(file, record_class)
        without = [shape.name for shape in self._child_fields(record_type)]
        return TableSink(file, table_columns(record_class, safe=self._safe, without=without))

    def _child_fields(self, record_type: str) -> tuple[Any, ...]:
        return child_fields(class_of(record_type)) if self._options.children == "files" else ()

    def _children(self, record_type: str, files: ExitStack) -> dict[str, TableSink]:
        sinks = {}
        for shape in self._child_fields(record_type):
            path = _child_path(self._options.output, record_type, shape.name)
            known = class_of(record_type)
            columns = child_columns(known.key_field, shape.inner, safe=self._safe, key_with=known.key_with)
            sinks[shape.name] = TableSink(files.enter_context(self._file(path)), columns)
        return sinks

    def _shaped(self, record_type: str, records: list[Any]) -> list[Any]:
        if not self._by_apify:
            return records
        users, sounds = self._joined(record_type, records)
        return [apify_record(record, users, sounds) for record in records]

    def _joined(self, record_type: str, records: list[Any]) -> Iterator[dict[str, Any]]:
        for other, field in (("user", "author_id"), ("sound", "sound_id")):
            keys = {getattr(record, field) for record in records} if record_type == "video" else set()
            yield related(self._store, other, keys - {None})


def _types(options: Namespace) -> list[str]:
    given = [name.strip() for part in options.type or () for name in part.split(",") if name.strip()]
    for name in given:
        if name not in EXPORT_TYPES:
            raise UsageError(f"--type is {name}; allowed: {', '.join(EXPORT_TYPES)}")
    known = APIFY_CLASSES if options.naming else ALL_TYPES
    return list(dict.fromkeys(given)) or [name for name in ALL_TYPES if name in known]


def _format(options: Namespace) -> str:
    if options.format:
        return str(options.format)
    ending = Path(options.output.removesuffix(".gz")).suffix.removeprefix(".")
    by_ending = {"jl": "jsonl", "ndjson": "jsonl", "": "jsonl"}.get(ending, ending)
    if by_ending not in FORMATS:
        raise UsageError(f"-o ends in .{ending}; give --format {'|'.join(FORMATS)}")
    return by_ending


def _refuse(options: Namespace, types: list[str], form: str) -> None:
    if form != "jsonl" and len(types) > 1 and TYPE_MARK not in options.output:
        raise UsageError(f"{form} holds one type a file: give one --type, or put {TYPE_MARK} in -o")
    if form == "parquet" and options.output.endswith(".gz"):
        raise UsageError("a Parquet file is compressed inside; leave .gz out of -o")
    if options.children == "files" and (form != "csv" or options.naming or options.output == STDOUT):
        raise UsageError("--children files is for CSV files without --profile")
    if options.naming and (unknown := [name for name in types if name not in APIFY_CLASSES]):
        raise UsageError(f"--profile apify has {', '.join(APIFY_CLASSES)}; not {', '.join(unknown)}")


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--since is {text}; give a date such as 2026-11-21") from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _child_path(output: str, record_type: str, field: str) -> str:
    path = Path(output.replace(TYPE_MARK, record_type))
    ending = ".csv.gz" if path.suffix == ".gz" else ".csv"
    return str(path.with_name(f"{record_type}_{field}{ending}"))
