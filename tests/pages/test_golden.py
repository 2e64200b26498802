from __future__ import annotations

import pytest

from tests.pages import golden


@pytest.mark.parametrize(("case", "index", "field"), golden.field_params())
def test_field(case: golden.Case, index: int, field: str) -> None:
    _, records = golden.plain_read(case)
    default = golden.default_of(golden.kind_of(records[index]["record_type"]), field)
    assert records[index].get(field, default) == case.expected_value(index, field)


@pytest.mark.parametrize("case", golden.cases(), ids=str)
def test_page(case: golden.Case) -> None:
    page, records = golden.plain_read(case)
    assert page == case.expected["page"]
    assert [each["record_type"] for each in records] == [
        each["record_type"] for each in case.expected["records"]
    ]
