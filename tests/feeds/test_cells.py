from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiktok_spiders.feeds.cells import (
    json_text,
    line,
    list_cell,
    safe_cell,
    scalar_cell,
)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("", ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (1.5, "1.5"),
        (Decimal("1E+2"), "100"),
        (Decimal("24.10"), "24.10"),
        (datetime(2026, 11, 21, tzinfo=UTC), "2026-11-21T00:00:00Z"),
        (datetime(2026, 11, 21, 1, tzinfo=timezone(timedelta(hours=1))), "2026-11-21T00:00:00Z"),
    ],
)
def test_scalar_cell(value, cell):
    assert scalar_cell(value) == cell


def split_list_cell(cell):
    """The texts of a cell's values, as a reader of the file would find them."""
    if not cell:
        return []
    values, current, characters = [], "", iter(cell)
    for character in characters:
        if character == "|":
            values.append(current)
            current = ""
        else:
            current += next(characters, "") if character == "\\" else character
    return [*values, current]


@pytest.mark.parametrize(
    ("values", "cell"), [((), ""), (("a", "b"), "a|b"), (("a|b", "c\\"), "a\\|b|c\\\\"), (("", ""), "|")]
)
def test_list_cell(values, cell):
    assert list_cell(values) == cell
    assert split_list_cell(cell) == list(values)


# A list of one empty text is the same cell as the empty list; no list field holds empty texts.
@given(st.lists(st.text(alphabet=st.sampled_from('ab|\\,"\n é'), min_size=1) | st.text(min_size=1)))
def test_list_cells_can_be_split_again(values):
    assert split_list_cell(list_cell(values)) == values


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")) | st.none(), min_size=1))
def test_lines_can_be_read_again(cells):
    (row,) = csv.reader(io.StringIO(line(cells), newline=""), strict=True)
    assert row == [cell or "" for cell in cells]


def test_none_and_empty_are_told_apart():
    assert line([None, "", "a"]) == ',"",a\r\n'
    assert line([None]) == '""\r\n'


def test_delimiter():
    assert line(["a;b", "c,d"], ";") == '"a;b";c,d\r\n'


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\tx", "\rx"])
def test_formulas_are_defused(cell):
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a=1", " =1", "#tag", "https://example.com"])
def test_other_text_stays(cell):
    assert safe_cell(cell) == cell


def test_json_of_half_a_surrogate_pair():
    assert json_text({"a": "\ud83d"}) == '{"a":"\\ud83d"}'
    assert json_text({"a": "é"}) == '{"a":"é"}'
