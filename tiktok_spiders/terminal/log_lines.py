"""Log lines that are safe to print, whatever text has got into them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tiktok_spiders.config import secrets_of
from tiktok_spiders.terminal.printable import printable_indented
from tiktok_spiders.vault import RedactingFilter

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


class PrintableFormatter(logging.Formatter):
    """What another formatter makes of a record, without control characters; lines keep their indentation."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """Return the safe lines."""
        return "\n".join(map(printable_indented, self._inner.format(record).split("\n")))


def stderr_handler(settings: BaseSettings) -> logging.Handler:
    """Return what logs to stderr in Scrapy's format, without secrets and control characters."""
    handler = logging.StreamHandler()
    inner = logging.Formatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"])
    handler.setFormatter(PrintableFormatter(inner))
    handler.addFilter(RedactingFilter(secrets_of(settings)))
    return handler
