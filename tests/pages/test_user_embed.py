from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from tests.pages.golden import Case
from tests.pages.mutate import mutated
from tiktok_spiders.containers import script_text
from tiktok_spiders.exceptions import PageLayoutError
from tiktok_spiders.pages.base import Capture
from tiktok_spiders.pages.user_embed import read_user_embed

CAPTURE = Capture(url="https://www.tiktok.com/embed/@demo", scraped_at=datetime(2026, 11, 21, tzinfo=UTC))
STATE = json.loads(script_text(Case("user_embed", "creator").body, "__FRONTITY_CONNECT_STATE__") or "")
USER = {"id": "1234567", "uniqueId": "Demo"}


def body(routes: dict) -> bytes:
    return json.dumps({"source": {"data": routes}}).encode()


@pytest.mark.parametrize("route", ["/embed/@demo", "/embed/@demo/", "/embed/fixture", "anything"])
def test_the_name_of_the_route_does_not_matter(route):
    read = read_user_embed(body({"/": {"userInfo": {}}, route: {"userInfo": USER, "videoList": []}}), CAPTURE)
    (user,) = read.records
    assert (user.user_id, user.unique_id, user.detail) == ("1234567", "demo", 1)


def test_absent_list_is_no_empty_one():
    assert read_user_embed(body({"x": {"userInfo": USER, "videoList": []}}), CAPTURE).list_present
    assert not read_user_embed(body({"x": {"userInfo": USER}}), CAPTURE).list_present


def test_ranks_begin_where_the_capture_says():
    read = Case("user_embed", "creator").read(first_rank=30)
    assert [record.source.rank for record in read.records] == [None, 30, 31, 32]


@pytest.mark.parametrize(
    "answer", [b"", b"<html></html>", body({}), body({"x": {}}), body({"x": []}), b'{"source":{"data":[]}}']
)
def test_page_without_an_account(answer):
    with pytest.raises(PageLayoutError, match="user embed"):
        read_user_embed(answer, CAPTURE)


@settings(deadline=None)  # the machine may be busy
@given(mutated(STATE))
def test_no_leaf_can_break_the_page(state):
    with contextlib.suppress(PageLayoutError):
        read_user_embed(json.dumps(state).encode(), CAPTURE)
