"""Feeds whose names end in ``.gz``: Scrapy knows neither their format nor that they are to be compressed."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

GZIP = "scrapy.extensions.postprocessing.GzipPlugin"


def with_formats(outputs: Iterable[str] | None, formats: Collection[str]) -> list[str] | None:
    """Return the values of ``-o`` or ``-O`` with the format where only the name before ``.gz`` tells it."""
    return None if outputs is None else [_with_format(output, formats) for output in outputs]


def compress(feeds: dict[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """Return the feeds, those named ``.gz`` compressed unless they say themselves what is done to them."""
    return {
        uri: {"postprocessing": [GZIP], **options} if str(uri).endswith(".gz") else options
        for uri, options in feeds.items()
    }


def _with_format(output: str, formats: Collection[str]) -> str:
    suffixes = PurePath(output).suffixes[-2:]
    known = len(suffixes) == 2 and suffixes[1] == ".gz" and suffixes[0][1:] in formats
    return f"{output}:{suffixes[0][1:]}" if known else output
