from __future__ import annotations

import json
from timeit import repeat

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outcome.asking import AKAMAI, ask, page
from tiktok_spiders.outcome import POLICIES, Outcome

JSON = {"content-type": "application/json"}
HTML = {"content-type": "text/html; charset=utf-8"}

KINDS = st.sampled_from(["page", "api", "embed", "oembed", "media", "shop"])
ANCHORS = st.sampled_from([None, "itemList", "userInfo", "webapp.user-detail", "webapp.video-detail"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["statusCode", "status_code", "code", "itemList", "userInfo", "itemInfo", "hasMore", "type"]
)


@pytest.mark.parametrize(
    ("body", "headers", "outcome"),
    [
        (b"\x00\x00\x00\x20ftypisom", {"content-type": "video/mp4"}, "ok"),
        (b"\xff\xd8\xff", {}, "ok"),
        (b"x", {"content-type": "application/octet-stream"}, "ok"),
        (AKAMAI, HTML, "blocked"),
        (b"<html>", {"content-type": "video/mp4"}, "blocked"),
        (b"{}", JSON, "blocked"),
    ],
)
def test_media(body, headers, outcome):
    assert ask(body, kind="media", headers=headers).outcome == outcome


@settings(deadline=None)  # the machine may be busy
@given(st.integers(100, 599), st.dictionaries(KEYS, VALUES, max_size=6), KINDS, ANCHORS, st.booleans())
def test_any_answer_has_a_meaning(status, members, kind, anchor, wrapped):
    scope = {"webapp.user-detail": members, "webapp.video-detail": members}
    body = page(scope) if wrapped else json.dumps(members).encode()
    answer = ask(body, status=status, kind=kind, anchor=anchor)
    assert answer.retry in POLICIES
    assert status < 300 or answer.outcome != "ok"


@settings(deadline=None)  # the machine may be busy
@given(st.binary(max_size=300), KINDS, ANCHORS, st.text(max_size=20))
def test_any_bytes_have_a_meaning(body, kind, anchor, url):
    assert ask(body, kind=kind, anchor=anchor, url=url or "x").outcome in Outcome


def test_a_list_costs_less_than_decoding_it():
    item = {"id": "7351234567890123456", "desc": "caption " * 20, "stats": {"playCount": 1}, "x": ["y"] * 40}
    body = json.dumps({"statusCode": 0, "itemList": [item] * 220, "hasMore": True}).encode()
    decoding = min(repeat(lambda: msgspec.json.decode(body), number=10, repeat=20))
    assert min(repeat(lambda: ask(body, anchor="itemList"), number=10, repeat=20)) < decoding
