"""Log lines that are safe to print, whatever text has got into them."""

from __future__ import annotations

import logging

from tiktok_spiders.terminal.printable import printable_indented


class PrintableFormatter(logging.Formatter):
    """What another formatter makes of a record, without control characters; lines keep their indentation."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """Return the safe lines."""
        return "\n".join(map(printable_indented, self._inner.format(record).split("\n")))
