from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tiktok_spiders.terminal.printable import printable, printable_columns


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("two\nlines\tand\r\nmore", "two lines and more"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\b", "alinkb"),
        ("a\x1bPq#0\x1b\\b", "ab"),
        ("a\x1bcb", "ab"),
        ("a\x1b(0b", "ab"),
        ("bell\x07back\x08", "bellback"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("a\u2066b\u2069c\u200ed", "abcd"),
        ("tag\U000e0041s", "tags"),
        ("one\u2028two", "one two"),
        ("lone \ud83d half", "lone \ufffd half"),
        ("👩\u200d🍳 日本語 می\u200cخواهم", "👩\u200d🍳 日本語 می\u200cخواهم"),
        ("end\x1b", "end"),
    ],
)
def test_printable(text, expected):
    assert printable(text) == expected


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec=None, categories=["C", "L", "Z", "S"])))
def test_nothing_dangerous_is_left(text):
    safe = printable(text)
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in safe)
    assert not set(safe) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    safe.encode()


@pytest.mark.parametrize(("limit", "expected"), [(5, "abcde"), (4, "abc…"), (1, "…"), (0, "…")])
def test_limit(limit, expected):
    assert printable("abcde", limit) == expected


def test_an_unterminated_string_is_read_once():
    assert printable("\x1b]" * 100_000 + "x") == ""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("  target   status  ", "  target   status"),
        ("a\tb", "a b"),
        ("\x1b[1m bold \x1b[0m  x\u202e", " bold   x"),
        ("caf\u00e9  \x07!", "caf\u00e9  !"),
    ],
)
def test_a_line_of_a_table_keeps_its_columns(line: str, expected: str) -> None:
    assert printable_columns(line) == expected
