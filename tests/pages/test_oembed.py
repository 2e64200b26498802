from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pages.golden import Case
from tests.pages.mutate import mutated
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.base import Capture
from tiktok_spiders.pages.oembed import read_oembed

CAPTURE = Capture(url="https://www.tiktok.com/oembed?url=x", scraped_at=datetime(2026, 11, 21, tzinfo=UTC))


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"code": 400, "message": "Something went wrong"}, (400, "Something went wrong")),
        ({"status_msg": "gone"}, (0, "gone")),
        ({}, (0, "")),
    ],
)
def test_error_body_is_a_page_with_its_status_alone(answer, status):
    read = read_oembed(json.dumps(answer).encode(), CAPTURE)
    assert (read.records, read.list_present) == ((), False)
    assert (read.status_code, read.status_message) == status


@pytest.mark.parametrize(
    "answer", [b"", b"[]", b"<html>", b'{"title":"x"}', b'{"title":"x","embed_type":"profile"}']
)
def test_answer_that_names_nothing(answer):
    with pytest.raises(PageLayoutError, match="oEmbed"):
        read_oembed(answer, CAPTURE)


def test_size_of_the_picture_is_not_that_of_the_video():
    (video,) = Case("oembed", "video").read().records
    assert (video.width, video.height) == (None, None)


def test_made_up_title_of_a_profile_is_no_fact():
    (user,) = Case("oembed", "profile").read().records
    assert "Creator Profile" not in str(user)


def test_raw_is_kept_on_demand():
    (video,) = Case("oembed", "video").read(keep_raw=True).records
    assert video.raw["embed_product_id"] == video.video_id


@settings(deadline=None)  # the machine may be busy
@given(
    st.sampled_from(["video", "profile"]).flatmap(lambda case: mutated(json.loads(Case("oembed", case).body)))
)
def test_no_leaf_can_break_the_answer(answer):
    with contextlib.suppress(PageLayoutError):
        assert len(read_oembed(json.dumps(answer).encode(), CAPTURE).records) <= 1
