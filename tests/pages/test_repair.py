from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiktok_spiders.pages.repair import repaired


@given(st.text(alphabet=st.characters() | st.sampled_from("\ud83d\ude00\\u😀"), max_size=20))
def test_only_half_characters_change(text: str) -> None:
    expected = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert json.loads(repaired(json.dumps(text).encode())) == expected


@pytest.mark.parametrize("body", [b"", b"{}", rb'"\\ud83d"', rb'"\ud83d\ude00"', '"😀"'.encode()])
def test_sound_body_is_returned_as_it_is(body: bytes) -> None:
    assert repaired(body) == body


def test_bytes_that_are_no_utf8() -> None:
    assert repaired(b'"a\xff"').decode() == '"a\ufffd"'
