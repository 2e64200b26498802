from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiktok_spiders.pages import coerce
from tiktok_spiders.pages.coerce import Misread

NOW = datetime(2026, 11, 21, tzinfo=UTC)
BAD = object()
"""Expected where the value fails: None, and one misread."""

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)

CASES: list[tuple[str, Any, Any]] = [
    ("identifier", "7439295283975702544", "7439295283975702544"),
    ("identifier", 2**53 - 1, "9007199254740991"),
    ("identifier", 7439295283975703000, BAD),
    ("identifier", "", None),
    ("identifier", "0", None),
    ("identifier", 0, None),
    ("identifier", None, None),
    ("identifier", -1, BAD),
    ("identifier", True, BAD),
    ("identifier", 1.0, BAD),
    ("identifier", "12a", BAD),
    ("identifier", "٣٤", BAD),
    ("count", 0, 0),
    ("count", "2680875280", 2680875280),
    ("count", None, None),
    ("count", -1, BAD),
    ("count", True, BAD),
    ("count", 1.0, BAD),
    ("count", "", BAD),
    ("count", "2.9k", BAD),
    ("count", "50.8K+", BAD),
    ("count", "٣", BAD),
    ("count", "9" * 5000, BAD),
    ("positive", 0, None),
    ("positive", "576", 576),
    ("positive", 576, 576),
    ("positive", "x", BAD),
    ("integer", -20, -20),
    ("integer", "-20", -20),
    ("integer", "", None),
    ("integer", True, BAD),
    ("integer", "--2", BAD),
    ("integer", 1.5, BAD),
    ("real", "52.64", 52.64),
    ("real", 29, 29.0),
    ("real", -23.5, -23.5),
    ("real", "", None),
    ("real", None, None),
    ("real", "nan", BAD),
    ("real", float("inf"), BAD),
    ("real", 10**400, BAD),
    ("real", True, BAD),
    ("real", [], BAD),
    ("flag", True, True),
    ("flag", False, False),
    ("flag", 0, False),
    ("flag", 1, True),
    ("flag", None, None),
    ("flag", 2, BAD),
    ("flag", "true", BAD),
    ("nonzero", 7, True),
    ("nonzero", 0, False),
    ("nonzero", False, False),
    ("nonzero", "1", BAD),
    ("text", "a\u2028b 🤗\r\n", "a\u2028b 🤗\r\n"),
    ("text", "", None),
    ("text", 5, BAD),
    ("text_kept", "", ""),
    ("text_kept", None, None),
    ("text_kept", ["x"], BAD),
    ("texts", ["a", "", "b"], ("a", "b")),
    ("texts", [], ()),
    ("texts", None, None),
    ("texts", "a", BAD),
    ("language", "un", None),
    ("language", "zh-Hans", "zh-Hans"),
    ("region", "gb", "GB"),
    ("region", "un", None),
    ("region", "", None),
    ("region", "1861060", BAD),
    ("region", "GBR", BAD),
    ("url", "https://a/b", "https://a/b"),
    ("url", ["", "https://a/b", "https://c"], "https://a/b"),
    ("url", [], None),
    ("url", "", None),
    ("url", "...", BAD),
    ("url", ["..."], BAD),
    ("url", {"src": "https://a"}, BAD),
    ("url", "aweme://x", BAD),
    ("urls", ["https://a", "https://b"], ("https://a", "https://b")),
    ("urls", "https://a", ("https://a",)),
    ("urls", None, ()),
    ("money", "24.17", Decimal("24.17")),
    ("money", "69000", Decimal(69000)),
    ("money", "2?", BAD),
    ("money", "$2?", BAD),
    ("money", "1,000", BAD),
    ("money", 5, BAD),
    ("money", "", None),
]


@pytest.mark.parametrize(("function", "value", "expected"), CASES)
def test_value(function: str, value: Any, expected: Any) -> None:
    misread = Misread()
    found = getattr(coerce, function)(value, "video/x", misread)
    assert found == (None if expected is BAD else expected)
    assert type(found) is type(None if expected is BAD else expected)
    assert misread == ({"video/x": 1} if expected is BAD else {})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1771567930, datetime(2026, 2, 20, 6, 12, 10, tzinfo=UTC)),
        ("1771567930", datetime(2026, 2, 20, 6, 12, 10, tzinfo=UTC)),
        (1771567930123, datetime(2026, 2, 20, 6, 12, 10, tzinfo=UTC)),
        ("2026-02-20T06:12:10Z", datetime(2026, 2, 20, 6, 12, 10, tzinfo=UTC)),
        ("2026-02-20T07:12:10+01:00", datetime(2026, 2, 20, 6, 12, 10, tzinfo=UTC)),
        ("2026-02-20T06:12:10", datetime(2026, 2, 20, 6, 12, 10, tzinfo=UTC)),
        (NOW.timestamp() // 1 + 86_400, BAD),
        (int(NOW.timestamp()) + 86_400, datetime(2026, 11, 22, tzinfo=UTC)),
        (int(NOW.timestamp()) + 86_401, BAD),
        (1_388_534_399, BAD),
        (-5, BAD),
        (False, BAD),
        ([1], BAD),
        ("yesterday", BAD),
        ("9" * 39, BAD),
        (0, None),
        ("0", None),
        ("", None),
        (None, None),
    ],
)
def test_moment(value: Any, expected: Any) -> None:
    misread = Misread()
    found = coerce.moment(value, "video/created_at", misread, NOW)
    assert found == (None if expected is BAD else expected)
    assert misread == ({"video/created_at": 1} if expected is BAD else {})


def test_moment_of_the_future_only_where_asked() -> None:
    later = int(NOW.timestamp()) + 10**7
    assert coerce.moment(later, "x", Misread(), NOW, future=True) is not None
    assert coerce.moment(10**30, "x", Misread(), NOW, future=True) is None


def test_misread_counts_by_field() -> None:
    misread = Misread()
    for value in ("x", "y"):
        coerce.count(value, "video/play_count", misread)
    coerce.flag("z", "video/is_ad", misread)
    assert misread == {"video/play_count": 2, "video/is_ad": 1}


@given(ANY_JSON)
def test_nothing_raises(value: Any) -> None:
    for name in ("identifier", "count", "integer", "real", "flag", "text", "texts", "region", "url", "money"):
        getattr(coerce, name)(value, "x", Misread())
    coerce.moment(value, "x", Misread(), NOW)


def test_a_nul_is_replaced_because_no_database_keeps_it() -> None:
    misread = coerce.Misread()
    assert coerce.text("a\0b", "f", misread) == "a\ufffdb"
    assert coerce.text_kept("\0", "f", misread) == "\ufffd"
    assert not misread
