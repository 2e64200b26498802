from __future__ import annotations

import json

import pytest

from tests.outcome.asking import AKAMAI, CHECK_PAGE, SECURITY, SHELL, ask, page


def read(body, *, anchor="webapp.user-detail", **rest):
    return ask(body, kind="page", anchor=anchor, **rest)


def test_good():
    assert read(page({"webapp.user-detail": {"statusCode": 0, "userInfo": {"user": {}}}})).outcome == "ok"


def test_private_with_data_is_private():
    scope = {
        "statusCode": 10222,
        "statusMsg": "ErrBizUserSecret",
        "userInfo": {"user": {"uniqueId": "a"}},
    }
    answer = read(page({"webapp.user-detail": scope}))
    assert (answer.outcome, answer.code) == ("private", 10222)
    assert answer.message == "user_private: ErrBizUserSecret"


@pytest.mark.parametrize("info", [{}, None])
def test_no_user(info):
    assert read(page({"webapp.user-detail": {"statusCode": 0, "userInfo": info}})).outcome == "blocked"


def test_scope_absent():
    assert read(page({"webapp.app-context": {}})).outcome == "empty"


def test_mobile_scope_serves_as_well():
    body = page({"webapp.reflow.video.detail": {"statusCode": 0, "itemInfo": {"itemStruct": {"video": {}}}}})
    assert read(body, anchor="webapp.video-detail").outcome == "ok"


@pytest.mark.parametrize("script", ["SIGI_STATE", "sigi-persisted-data", "__NEXT_DATA__"])
def test_older_containers_serve_as_well(script):
    old = f'<script id="{script}">{{}}</script>'.encode()
    assert read(old).outcome == "ok"
    assert read(page({"webapp.app-context": {}}) + old).outcome == "ok"


def test_no_anchor():
    assert read(page({"x": {}}), anchor=None).outcome == "ok"


@pytest.mark.parametrize(
    ("item", "outcome"),
    [
        ({"id": "1", "video": {"id": "1"}}, "ok"),
        ({"id": "1", "video": {"id": "1"}, "isContentClassified": True}, "ok"),
        ({"id": "1", "imagePost": {"images": [1]}, "isContentClassified": True}, "ok"),
        ({"id": "1", "isContentClassified": True}, "age"),
        ({"id": "1", "video": None, "isContentClassified": True}, "age"),
        ({"id": "1", "isContentClassified": False}, "ok"),
        ({"id": "1", "isContentClassified": "odd"}, "ok"),
        (None, "missing"),
    ],
)
def test_item(item, outcome):
    body = page({"webapp.video-detail": {"statusCode": 0, "itemInfo": {"itemStruct": item}}})
    assert read(body, anchor="webapp.video-detail").outcome == outcome


def test_empty_item_is_not_missing_for_sure():
    answer = read(page({"webapp.video-detail": {"itemInfo": {}}}), anchor="webapp.video-detail")
    assert (answer.outcome, answer.confirm) == ("missing", True)


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (CHECK_PAGE, "challenge"),
        (SHELL, "empty"),
        (SECURITY, "captcha"),
        (AKAMAI, "blocked"),
        (b"<html><body>nothing</body></html>", "empty"),
        (b"<p>Drag the slider to fit the puzzle</p>", "captcha"),
        (b"<p>Rotate the shapes</p>", "captcha"),
        (b"<p>Verify to continue:</p>", "captcha"),
        (b"<p>Click on the shapes with the same size</p>", "captcha"),
        (b"x" * 200_000 + b"Rotate the shapes", "captcha"),
    ],
)
def test_without_state(body, outcome):
    assert read(body).outcome == outcome


def test_captions_are_not_taken_for_signs():
    scope = {"userInfo": {"user": {"signature": "Please wait... Rotate the shapes <p id=cs> Access Denied"}}}
    assert read(page({"webapp.user-detail": scope})).outcome == "ok"


def test_cut_state():
    answer = read(page({"webapp.user-detail": {"statusCode": 10202}})[:-40])
    assert (answer.outcome, answer.confirm) == ("invalid", True)


def test_scope_that_is_no_object():
    assert read(page({"webapp.user-detail": [1]})).outcome == "invalid"


@pytest.mark.parametrize("path", ["/login", "/login/", "/login/phone?x=1"])
def test_login_page(path):
    body = page({"webapp.user-detail": {"userInfo": {"user": {}}}})
    assert read(body, url=f"https://www.tiktok.com{path}").outcome == "login"


def test_home_page_instead_of_a_detail():
    answer = read(page({"webapp.app-context": {}}), url="https://www.tiktok.com/?_r=1")
    assert (answer.outcome, answer.confirm) == ("missing", True)


def test_home_page_as_asked():
    body = page({"webapp.updated-items": []})
    assert ask(body, kind="page", url="https://www.tiktok.com/", anchor=None).outcome == "ok"


def embed(state: dict) -> bytes:
    text = json.dumps({"source": {"data": {"/embed/@a": state}}})
    return f'<script id="__FRONTITY_CONNECT_STATE__">{text}</script>'.encode()


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        ({"videoData": {"itemInfos": {}}}, "ok"),
        ({"videoData": {"itemInfos": {}}, "isError": False}, "ok"),
        ({"videoData": {"itemInfos": {}}, "isError": True}, "missing"),
        ({"videoData": {}}, "missing"),
        ({}, "missing"),
    ],
)
def test_embed(state, outcome):
    assert ask(embed(state), kind="embed", anchor="videoData").outcome == outcome


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (CHECK_PAGE, "challenge"),
        (b"<html></html>", "empty"),
        (b'<script id="__FRONTITY_CONNECT_STATE__">{</script>', "invalid"),
        (b'<script id="__FRONTITY_CONNECT_STATE__">{"source":{"data":{"a":[]}}}</script>', "invalid"),
    ],
)
def test_embed_without_its_state(body, outcome):
    assert ask(body, kind="embed", anchor="videoData").outcome == outcome
