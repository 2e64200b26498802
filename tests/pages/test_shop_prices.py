"""Prices: decimal texts only, masked ones, discounts in all their forms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.shop_prices import (
    any_masked,
    discount_of,
    highest,
    percent_share,
    percent_text,
    price,
    spread,
)

BAD = object()
"""Expected where the value fails: None, and one misread."""


def check(found: Any, expected: Any, misread: Misread) -> None:
    assert found == (None if expected is BAD else expected)
    assert misread == ({"x": 1} if expected is BAD else {})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("24.17", Decimal("24.17")),
        ("7.8", Decimal("7.8")),
        ("69000", Decimal(69000)),
        ("0.10", Decimal("0.10")),
        ("", None),
        (None, None),
        ("2?", None),
        ("$2?", None),
        ("1**.**", None),
        ("$24.17", BAD),
        ("69.000,00", BAD),
        ("1e3", BAD),
        ("-1", BAD),
        (24.17, BAD),
        (24, BAD),
        (True, BAD),
        ([], BAD),
    ],
)
def test_price(value, expected):
    misread = Misread()
    check(price(value, "x", misread), expected, misread)


def test_cents_are_exact():
    assert str(price("19.90", "x", Misread())) == "19.90"
    assert sum([price("0.10", "x", Misread()) or 0] * 3) == Decimal("0.30")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("-47%", 47), ("\u221247%", 47), ("50%", 50), (" -20% ", 20), ("0%", 0), ("100%", 100), ("", None),
        (None, None), ("-147%", BAD), ("47", BAD), ("half", BAD), (47, BAD),
    ],
)  # fmt: skip
def test_percent_text(value, expected):
    misread = Misread()
    check(percent_text(value, "x", misread), expected, misread)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.5", 50), ("0.475", 48), ("0", 0), ("1", 100), ("", None), (None, None), ("47", BAD), (0.5, BAD)],
)
def test_percent_share(value, expected):
    misread = Misread()
    check(percent_share(value, "x", misread), expected, misread)


@pytest.mark.parametrize(
    ("told", "low", "original", "expected"),
    [
        (30, "24.17", "31.75", 30),
        (None, "24.17", "31.75", 24),
        (None, "1", "3", 67),
        (None, "10", "10", None),
        (None, "12", "10", None),
        (None, "0", "10", None),
        (None, None, "10", None),
        (None, "10", None, None),
    ],
)
def test_discount(told, low, original, expected):
    amounts = [None if each is None else Decimal(each) for each in (low, original)]
    assert discount_of(told, *amounts) == expected


@pytest.mark.parametrize(
    ("texts", "known", "expected"),
    [
        (["24.17", "24.69"], True, False),
        (["2?", ""], False, True),
        (["24.17", "2?"], True, True),
        (["", None, 5], False, None),
        ([], False, None),
    ],
)
def test_masked(texts, known, expected):
    assert any_masked(texts, known=known) is expected


def test_spread_is_of_the_skus_where_all_are_readable():
    one, two, three = Decimal(1), Decimal(2), Decimal(3)
    assert spread([two, one], three, three) == (one, two)
    assert spread([two, None], one, three) == (one, three)
    assert spread([], None, None) == (None, None)


@pytest.mark.parametrize(
    ("value", "expected"), [("", Decimal(5)), (None, Decimal(5)), ("7", Decimal(7)), ("2?", None)]
)
def test_highest_left_out_is_the_lowest(value, expected):
    assert highest(value, Decimal(5), "x", Misread()) == expected
