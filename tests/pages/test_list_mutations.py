"""Any part of a recorded answer may become anything: members are read or set aside, and nothing is raised."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pages.golden import Case, cases
from tests.pages.mutate import mutated
from tests.pages.test_coerce import ANY_JSON
from tests.pages.test_item_mutations import encoded
from tiktok_spiders.exceptions import PageLayoutError

KINDS = (
    "app_items",
    "comment_list",
    "search_general",
    "search_items",
    "search_users",
    "suggestions",
    "user_list",
)
CASES = cases(*KINDS)
ANSWERS = {str(case): json.loads(case.body) for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=str)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_answer_with_odd_parts(case: Case, data: st.DataObject) -> None:
    answer = data.draw(mutated(ANSWERS[str(case)]))
    keep_raw = data.draw(st.booleans())
    page = case.read(encoded(answer), keep_raw=keep_raw)
    for record in page.records:
        assert all(getattr(record, name) for name in record.required)
        assert msgspec.json.encode(record)
    assert msgspec.json.encode(page.rejected)


@pytest.mark.parametrize("case", CASES, ids=str)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(members=st.lists(ANY_JSON, max_size=3))
def test_list_of_anything(case: Case, members: list[Any]) -> None:
    answer = ANSWERS[str(case)]
    (key,) = [name for name, value in answer.items() if isinstance(value, list)]
    page = case.read(encoded(answer | {key: members + answer[key]}))
    whole = case.read(encoded(answer))
    assert len(page.records) >= len(whole.records)
    assert len(page.records) + len(page.rejected) + page.skipped >= len(whole.records) + len(whole.rejected)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_member_nested_without_end_is_no_crash(case: Case) -> None:
    (key,) = [name for name, value in ANSWERS[str(case)].items() if isinstance(value, list)]
    body = b'{"%s": [{"x": ' % key.encode() + b"[" * 100_000 + b"]" * 100_000 + b"}]}"
    try:
        page = case.read(body)
    except PageLayoutError:
        return
    assert len(page.records) + len(page.rejected) <= 1
