from __future__ import annotations

import json

import pytest

from tests.pages.golden import Case
from tiktok_spiders.pages.app_context import AppContext, read_app_context


def page(context: object) -> bytes:
    return json.dumps({"__DEFAULT_SCOPE__": {"webapp.app-context": context}}).encode()


def test_recorded_page():
    context = read_app_context(Case("user_page", "ssr_bio_link").body)
    assert context is not None
    assert context.device_id == "3682261549554896603"
    assert context.odin_id == "3457810961408584026"
    assert (context.language, context.region, context.web_id_created) == ("en", "VN", 1776519232)
    assert context.csrf_token


def test_mobile_page_tells_less():
    context = read_app_context(Case("collection_page", "mobile").body)
    assert context is not None
    assert context.device_id
    assert (context.odin_id, context.web_id_created, context.region) == (None, None, "JP")


def test_token_is_not_shown():
    context = read_app_context(page({"wid": "1234567", "csrfToken": "secret-token"}))
    assert context is not None
    assert context.csrf_token == "secret-token"
    assert "secret-token" not in repr(context)


def test_odd_values_are_absent():
    context = read_app_context(page({"wid": {}, "odinId": 2**60, "region": "Earth", "webIdCreatedTime": "x"}))
    assert context == AppContext()


@pytest.mark.parametrize(
    "body",
    [b"", b"<html></html>", page(None), page([]), b'{"__DEFAULT_SCOPE__":{}}', b'{"__DEFAULT_SCOPE__":'],
)
def test_page_without_a_context(body):
    assert read_app_context(body) is None
