"""Which record classes a CSV feed is declared to hold."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from scrapy.utils.misc import load_object

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def declared_classes(settings: BaseSettings, file: Any) -> tuple[tuple[type[Any], ...], ...]:
    """Return the ``item_classes`` of the CSV feed that ``file`` belongs to, as one alternative or several.

    Scrapy does not tell an exporter its feed, so the feed is found by the file's name. Where that is
    not possible (a temporary file on its way to a bucket), every CSV feed is an alternative; the first
    record then tells which. () where any of them declares nothing.
    """
    feeds = {
        str(uri): options
        for uri, options in settings.getdict("FEEDS").items()
        if options.get("format") in {None, "csv"}
    }
    name = _file_name(file)
    named = [options for uri, options in feeds.items() if name and _pattern(uri).fullmatch(name)]
    declared = [options.get("item_classes") or () for options in named or feeds.values()]
    if not all(declared):
        return ()
    return tuple(dict.fromkeys(tuple(load_object(item) for item in items) for items in declared))


def _file_name(file: Any) -> str:
    inner = getattr(file, "file", file)  # Scrapy's post-processing wraps the file that has the name
    name = getattr(inner, "name", "")
    return PurePath(name).name if isinstance(name, str) else ""


def _pattern(uri: str) -> re.Pattern[str]:
    parts = re.split(r"%\(\w+\)\d*[a-z]", PurePath(uri).name)
    return re.compile(".*".join(re.escape(part) for part in parts))
