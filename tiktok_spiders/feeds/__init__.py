"""Records as files: JSON Lines, CSV, Parquet."""

from tiktok_spiders.feeds.lines import RecordLinesExporter
from tiktok_spiders.feeds.table import RecordCsvExporter

__all__ = ["RecordCsvExporter", "RecordLinesExporter"]
