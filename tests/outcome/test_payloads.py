from __future__ import annotations

import pytest

from tests.outcome.asking import AKAMAI, CHECK_PAGE, SECURITY, SHELL, URL, ask
from tiktok_spiders.outcome import POLICIES


def test_list():
    assert ask({"itemList": [{"id": "1"}], "statusCode": 0}, anchor="itemList").outcome == "ok"


@pytest.mark.parametrize("more", [{"hasMore": True}, {"has_more": 1}, {"hasMorePrevious": True}])
def test_absent_list_although_there_is_more(more):
    assert ask({"statusCode": 0, **more}, anchor="itemList").outcome == "empty"


@pytest.mark.parametrize(
    "body",
    [{}, {"hasMore": False}, {"has_more": 0}, {"itemList": [], "hasMore": True}, {"itemList": None}],
)
def test_list_without_members_is_an_answer(body):
    assert ask({"statusCode": 0, **body}, anchor="itemList").outcome == "ok"


@pytest.mark.parametrize("info", [{}, {"userInfo": {}}, {"userInfo": None}, {"userInfo": " "}])
def test_empty_user_is_a_refusal(info):
    expected = "ok" if info == {"userInfo": " "} else "blocked"
    assert ask({"statusCode": 0, **info}, anchor="userInfo").outcome == expected


def test_absent_playlist_is_missing_but_not_for_sure():
    answer = ask({"statusCode": 0}, anchor="mixInfo")
    assert (answer.outcome, answer.confirm) == ("missing", True)


@pytest.mark.parametrize(
    "body", [b"x", b"[]", b"null", b'"a"', b"12", b'{"itemList":[{"id":"1"},{"i', b"{", b"\0"]
)
def test_cut_or_foreign_body(body):
    answer = ask(body, anchor="itemList")
    assert (answer.outcome, answer.confirm) == ("invalid", True)


def test_byte_order_mark_and_space_before_json():
    assert ask(b'\xef\xbb\xbf \n{"itemList":[1]}', anchor="itemList").outcome == "ok"


def test_lone_surrogate_is_no_fault():
    assert ask(b'{"desc":"\\ud83d","statusCode":10202,"a":"\\ud83d\\ude00"}').code == 10202


def test_captcha_json():
    answer = ask({"code": "10000", "from": "", "type": "verify", "region": "sg", "subtype": "slide"})
    assert (answer.outcome, answer.code) == ("captcha", 10000)
    assert POLICIES[answer.retry].retire_s > 0


def test_captcha_json_without_its_code():
    assert ask({"type": "verify"}).outcome == "captcha"


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (CHECK_PAGE, "challenge"),
        (b"<p>Please wait...</p><p id='wci'></p>", "challenge"),
        (SECURITY, "captcha"),
        (AKAMAI, "blocked"),
        (SHELL, "empty"),
        (b"<html>other</html>", "invalid"),
        (b"\n <html>Please wait for us</html>", "invalid"),
    ],
)
def test_markup_instead_of_json(body, outcome):
    assert ask(body).outcome == outcome


@pytest.mark.parametrize(
    ("info", "outcome"),
    [
        ({"itemStruct": {"id": "1", "video": {"id": "1"}}}, "ok"),
        ({"itemStruct": {"id": "1", "isContentClassified": True}}, "age"),
        ({"itemStruct": None}, "missing"),
        ({}, "missing"),
    ],
)
def test_item_detail(info, outcome):
    assert ask({"statusCode": 0, "itemInfo": info}, anchor="itemInfo").outcome == outcome


def test_region_in_words():
    answer = ask({"StatusCode": 400, "StatusMessage": "Region not supported"}, kind="shop")
    assert (answer.outcome, answer.code) == ("region", 400)


def test_oembed():
    assert ask({"version": "1.0", "title": "", "author_url": URL}, kind="oembed").outcome == "ok"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"code": 400, "message": "Something went wrong"}, 200),
        ({"status_msg": "x"}, 200),
        (b"", 400),
        (b"", 404),
    ],
)
def test_oembed_of_nothing(body, status):
    answer = ask(body, kind="oembed", status=status)
    assert (answer.outcome, answer.confirm) == ("missing", True)


def test_oembed_as_markup():
    assert ask(CHECK_PAGE, kind="oembed").outcome == "challenge"
