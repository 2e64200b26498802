from __future__ import annotations

import io
import logging

from tiktok_spiders.terminal.live_line import LiveLine


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_log_lines_go_above_the_line():
    terminal = Terminal()
    handler = logging.StreamHandler(terminal)
    line = LiveLine(terminal)
    line.start([handler])
    line.update("records 1")
    handler.emit(logging.makeLogRecord({"msg": "  something\n  happened"}))
    line.update("records 2")
    handler.flush()
    assert handler.stream.isatty()
    line.stop()
    text = terminal.getvalue()
    assert text.index("records 1") < text.index("  something\n  happened\n") < text.index("records 2")
    assert "\x1b[2K" in text
    assert handler.stream is terminal


def test_a_log_line_cannot_drive_the_terminal():
    terminal = Terminal()
    handler = logging.StreamHandler(terminal)
    line = LiveLine(terminal)
    line.start([handler])
    handler.emit(logging.makeLogRecord({"msg": "a\x1b]0;owned\x07[bold]b[/bold]"}))
    line.stop()
    assert "owned" not in terminal.getvalue()
    assert "a[bold]b[/bold]" in terminal.getvalue()


def test_handlers_that_write_elsewhere_are_left_alone():
    to_file = logging.StreamHandler(io.StringIO())
    own_stream = to_file.stream
    line = LiveLine(Terminal())
    line.start([to_file, logging.NullHandler()])
    assert to_file.stream is own_stream
    line.stop()


def test_a_long_line_is_cut(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    terminal = Terminal()
    line = LiveLine(terminal)
    line.start([])
    line.update("x" * 100)
    line.stop()
    assert "x" * 39 + "…" in terminal.getvalue()
    assert "x" * 40 not in terminal.getvalue()
