"""One line at the bottom of a terminal that log lines scroll past."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console
from rich.live import Live
from rich.text import Text

from tiktok_spiders.terminal.printable import printable_indented

if TYPE_CHECKING:
    from collections.abc import Iterable


class LiveLine:
    """Show one changing line on ``stream`` between ``start`` and ``stop``.

    Log handlers that write to a terminal are routed through the same console meanwhile, so that a log line
    goes above the live line instead of into it.
    """

    def __init__(self, stream: TextIO) -> None:
        self._console = Console(file=stream, force_terminal=True, highlight=False)
        self._live = Live(
            console=self._console,
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._rerouted: list[tuple[logging.StreamHandler[Any], Any]] = []

    def start(self, handlers: Iterable[logging.Handler]) -> None:
        """Draw the line and take over the ``handlers`` that write to a terminal."""
        self._live.start()
        for handler in handlers:
            if isinstance(handler, logging.StreamHandler) and handler.stream.isatty():
                self._rerouted.append((handler, handler.setStream(_Above(self._console))))

    def update(self, line: str) -> None:
        """Replace the line."""
        self._live.update(Text(line, no_wrap=True, overflow="ellipsis"), refresh=True)

    def stop(self) -> None:
        """Remove the line and give the handlers back their stream."""
        for handler, stream in self._rerouted:
            handler.setStream(stream)
        self._rerouted.clear()
        self._live.stop()


class _Above:
    """The part of a stream that a log handler uses; prints above the live line."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def write(self, text: str) -> None:
        lines = (printable_indented(line) for line in text.rstrip("\n").split("\n"))
        self._console.print(Text("\n".join(lines)), soft_wrap=True)

    def flush(self) -> None:
        self._console.file.flush()

    def isatty(self) -> bool:
        return True
