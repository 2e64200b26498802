"""Targets: what texts and addresses are recognised as, and what any text comes to."""

from __future__ import annotations

import contextlib
import dataclasses

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.urls_cases import ACCEPTED, REFUSED, SEC_76, SHOP, VIDEO
from tiktok_spiders import urls
from tiktok_spiders.exceptions import TargetError
from tiktok_spiders.urls import KINDS, LinkFate, Target, canonical_url, parse_target


def identify(case: tuple) -> str:
    return f"{case[0][:60]!a}-{case[1]}"


@pytest.mark.parametrize(("text", "expect", "kind", "key", "why"), ACCEPTED, ids=map(identify, ACCEPTED))
def test_recognised(text, expect, kind, key, why):
    target = parse_target(text, expect=expect)
    assert (target.kind, target.key) == (kind, key), why
    assert target.text == text
    assert target.kind in KINDS


@pytest.mark.parametrize(("text", "expect", "kind", "key", "why"), ACCEPTED, ids=map(identify, ACCEPTED))
def test_canonical_address_names_the_same_target(text, expect, kind, key, why):
    target = parse_target(text, expect=expect)
    assert parse_target(canonical_url(target)) == target
    assert urls.is_ours(canonical_url(target))


@pytest.mark.parametrize(("text", "expect", "kind", "key", "why"), REFUSED, ids=map(identify, REFUSED))
def test_refused(text, expect, kind, key, why):
    with pytest.raises(TargetError):
        parse_target(text, expect=expect)


def test_cases_are_many_and_different():
    cases = [case[:2] for case in ACCEPTED + REFUSED]
    assert len(cases) >= 120
    assert len(set(cases)) == len(cases)
    assert {case[2] for case in ACCEPTED} == KINDS


@pytest.mark.parametrize(
    ("text", "expect", "fields"),
    [
        (f"https://www.tiktok.com/@Example/video/{VIDEO}", None, {"handle": "example", "id": VIDEO}),
        (f"https://www.tiktok.com/@_/video/{VIDEO}", None, {"handle": None}),
        (f"https://www.tiktok.com/@{SEC_76}/video/{VIDEO}", None, {"handle": None}),
        (f"https://www.tiktok.com/@{VIDEO}/video/{VIDEO}", None, {"handle": None}),
        (SEC_76, "user", {"sec_uid": SEC_76, "handle": None, "id": None}),
        (VIDEO, "user", {"sec_uid": None, "handle": None, "id": VIDEO}),
        (f"https://shop.tiktok.com/us/pdp/{SHOP}", None, {"region": "US"}),
        (f"https://shop.tiktok.com/view/product/{SHOP}?region=br", None, {"region": "BR"}),
        (f"https://shop.tiktok.com/view/product/{SHOP}?region=brazil", None, {"region": None}),
        (f"https://shop-id.tokopedia.com/pdp/x/{SHOP}", None, {"region": "ID"}),
        (f"https://www.tiktok.com/shop/pdp/{SHOP}?region=BR", None, {"region": None}),
        ("https://shop.tiktok.com/sg/s?q=x", None, {"region": "SG"}),
        ("https://www.tiktok.com/search/user?q=x", None, {"section": "user"}),
        ("https://www.tiktok.com/search?q=x", None, {"section": None}),
        ("https://vt.tiktok.com/ZSabc", None, {"host": "vt.tiktok.com"}),
        ("https://www.tiktok.com/t/ZSabc", None, {"host": None}),
    ],
)
def test_parts_of_a_target(text, expect, fields):
    target = parse_target(text, expect=expect)
    assert {name: getattr(target, name) for name in fields} == fields


def test_targets_are_equal_however_they_were_typed():
    assert parse_target("@Example") == parse_target("https://m.tiktok.com/@example?lang=en")
    assert len({parse_target("@Example"), parse_target("example", expect="user")}) == 1


def test_message_shows_the_text_cut_and_escaped_and_what_is_allowed():
    with pytest.raises(TargetError) as caught:
        parse_target("\x1b[31m\u202e" + "x y" * 500, expect="user")
    message = str(caught.value)
    assert "\\x1b[31m\\u202e" in message
    assert "\x1b" not in message
    assert len(message) < 400
    assert "a handle, a numeric id or a secUid" in message


@pytest.mark.parametrize(
    ("expect", "allowed"), [(None, "@handle, #hashtag"), ("video", "5 to 20 digits"), ("search", "words")]
)
def test_message_says_what_is_allowed(expect, allowed):
    with pytest.raises(TargetError, match=allowed):
        parse_target("\x07", expect=expect)


EXPECT = st.sampled_from([None, *sorted(KINDS)])


HOSTS = st.sampled_from(
    ["https://www.tiktok.com/", "https://vm.tiktok.com/", "https://shop.tiktok.com/us/", "//tiktok.com/", ""]
)


PATHS = st.sampled_from(["@", "tag/", "search?q=", "shop/s/", "s?q=", "discover/", "t/", "music/a-", ""])


@settings(deadline=None)  # the machine may be busy
@given(HOSTS, PATHS, st.text(max_size=40), EXPECT)
def test_any_text_is_a_target_or_a_target_error(host, path, tail, expect):
    with contextlib.suppress(TargetError):
        target = parse_target(host + path + tail, expect=expect)
        again = parse_target(canonical_url(target))
        assert again == target
        assert urls.is_ours(canonical_url(target))


@settings(deadline=None)  # the machine may be busy
@given(
    st.text(min_size=1, max_size=30),
    st.sampled_from(["user", "hashtag", "search", "shop_search", "discover"]),
)
def test_any_bare_text_round_trips(text, kind):
    try:
        target = parse_target(text, expect=kind)
    except TargetError:
        assume(False)
    assert parse_target(canonical_url(target)) == target


@settings(deadline=None)  # the machine may be busy
@given(st.sampled_from([case[0] for case in ACCEPTED]), st.integers(0, 200), st.characters())
def test_a_changed_character_never_lets_a_foreign_host_in(text, place, char):
    place %= len(text)
    changed = text[:place] + char + text[place + 1 :]
    with contextlib.suppress(TargetError):
        assert urls.is_ours(canonical_url(parse_target(changed)))


@settings(deadline=None)  # the machine may be busy
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_location_has_a_meaning(location, base):
    assert isinstance(urls.resolve_location(location, base), Target | LinkFate)


def test_targets_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        parse_target("@example").key = "other"
