from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tiktok_spiders.pages.offsets import Offsets


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from("🇨🇳🚅😶"), max_size=30))
def test_every_character_of_any_text(text: str) -> None:
    offsets, unit = Offsets(text), 0
    for point, character in enumerate(text):
        assert offsets.point(unit) == point
        unit += len(character.encode("utf-16-le")) // 2
    assert offsets.point(unit) == len(text)
    assert offsets.point(unit + 1) is None
    assert offsets.point(-1) is None


def test_half_a_character() -> None:
    assert Offsets("a😶b").point(2) == 1
    assert Offsets("😶\ud83d").point(3) == 2
