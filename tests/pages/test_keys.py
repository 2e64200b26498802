"""Every recorded key is read, or ``tests/fixtures/unread.toml`` says why it is not."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from tests.pages import golden
from tests.pages.document import Document
from tests.pages.keys import Keys
from tests.pages.reasons import Reason, reasons

RECORDED = [case for case in golden.cases() if case.is_recorded]


@cache
def unread(case: golden.Case) -> set[str]:
    """Return the keys that are not read, those that the fixture leaves out and that held something too."""
    return Keys(case).unread() | {path for path, was_empty in case.cut_keys.items() if not was_empty}


@pytest.mark.parametrize("case", RECORDED, ids=str)
def test_a_recorded_key_is_read_or_there_is_a_reason(case: golden.Case) -> None:
    unexplained = {
        path for path in unread(case) if not any(each.patterns_for(case.kind, path) for each in reasons())
    }
    assert sorted(unexplained) == []


def test_no_reason_is_out_of_date() -> None:
    needed = {
        (number, pattern)
        for case in RECORDED
        for path in unread(case)
        for number, each in enumerate(reasons())
        for pattern in each.patterns_for(case.kind, path)
    }
    told = {(number, pattern) for number, each in enumerate(reasons()) for pattern in each.keys}
    assert sorted(told - needed) == []


def test_reasons_are_of_kinds_that_exist() -> None:
    assert {kind for each in reasons() for kind in each.kinds} <= set(golden.READERS)


class Made(golden.Case):
    """A case whose answer stands in the test."""

    answer: Any = None

    @property
    def body(self) -> bytes:
        return json.dumps(self.answer).encode()


def made(answer: Any) -> Made:
    case = Made("user_detail", "api_2025")
    object.__setattr__(case, "answer", answer)
    return case


def test_keys_that_back_up_others_are_read() -> None:
    info = {
        "user": {"id": "1", "uniqueId": "a"},
        "stats": {"followerCount": 27},
        "statsV2": {"followerCount": "27"},
    }
    assert Keys(made({"userInfo": info, "statusCode": 0})).unread() == set()


def test_of_an_unread_part_the_part_is_named() -> None:
    info = {"user": {"id": "1", "odd": {"odder": [{"oddest": 1}]}, "nickname": "x"}}
    assert Keys(made({"userInfo": info, "new": 0})).unread() == {"new", "userInfo.user.odd"}


def test_identifiers_in_paths_are_one_key() -> None:
    document = Document(b'{"items": {"123": {"a": 1}, "456": {"a": 2}}, "list": [{"b": 1}, {"c": 1}]}')
    assert {".".join(path) for path in document.places()} == {
        "items",
        "items.*",
        "items.*.a",
        "list",
        "list.b",
        "list.c",
    }


def test_a_page_is_written_as_it_was() -> None:
    page = b'<script id="a">{"x": 1}</script><script>var y = 2</script>1<script>[{"z": 3}]</script>.'
    assert Document(page).body() == page
    assert Document(b"<p></p>").body() == b"<p></p>"


@pytest.mark.parametrize(
    ("kind", "path", "patterns"),
    [
        ("item_list", "itemList.a.b", {"a", "a.b"}),
        ("item_list", "a.b.c", {"a", "a.b"}),
        ("item_list", "xa.b", set()),
        ("item_list", "b", set()),
        ("oembed", "a", set()),
    ],
)
def test_a_pattern_takes_in_the_end_of_a_path_and_all_below(kind: str, path: str, patterns: set[str]) -> None:
    assert Reason("why", ("a", "a.b"), ("item_list",)).patterns_for(kind, path) == patterns
