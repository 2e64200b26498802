from __future__ import annotations

import json

import msgspec
import pytest

from tests.pages.golden import Case
from tiktok_spiders.pages.coerce import Misread
from tiktok_spiders.pages.hashtag_block import hashtag_of
from tiktok_spiders.pages.wire_parts import WireChallenge

RELATED = Case("item_list", "related_array")


def test_recorded_challenge() -> None:
    challenges = json.loads(RELATED.body)[1]["challenges"]
    wires = [msgspec.convert(each, WireChallenge) for each in challenges]
    found = [hashtag_of(each, RELATED.capture(), Misread(), detail=1) for each in wires]
    hashtag = next(each for each in found if each and each.hashtag_id == "7221742831344943105")
    assert (hashtag.name, hashtag.title, hashtag.detail) == ("mooove!", "mooove!", 1)
    assert hashtag.url == "https://www.tiktok.com/tag/mooove%21"
    assert (hashtag.description, hashtag.view_count, hashtag.video_count) == (None, None, None)


@pytest.mark.parametrize("title", [None, "", "#", 5])
def test_challenge_without_a_name(title: object) -> None:
    assert hashtag_of(WireChallenge(id="1", title=title), RELATED.capture(), Misread(), detail=1) is None
