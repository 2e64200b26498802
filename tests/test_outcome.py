from __future__ import annotations

import json
from pathlib import Path
from timeit import repeat

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiktok_spiders.outcome import (
    CODES,
    POLICIES,
    RETRY,
    Outcome,
    classify,
    classify_exception,
    code_of,
    transport,
)

FIXTURES = Path(__file__).parent / "fixtures"
URL = "https://www.tiktok.com/@example"
API = "https://www.tiktok.com/api/post/item_list/"
JSON = {"content-type": "application/json"}
HTML = {"content-type": "text/html; charset=utf-8"}

CHECK_PAGE = (
    b'<!DOCTYPE html><html><head><script id="slardar-config" type="application/json">'
    b'{"slardarClient":"SlardarWAF"}</script></head><body> Please wait... '
    b'<p id="wci" class="_wafchallengeid"></p><p id="cs" class="x"></p>'
    b'<p id="rci" class="waforiginalreid"></p></body></html>'
)
SHELL = (
    b'<!DOCTYPE html><html><head><title></title></head><body><div id="app" data-downgrade="1"></div></body>'
)
SECURITY = b"<html><head>\n<title>\nSecurity Check </title></head><body></body></html>"
AKAMAI = b"<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY>Reference&#32;&#35;18.2f</BODY></HTML>"


def ask(body=b"", *, status=200, kind="api", anchor=None, url=None, headers=None):
    url = url or (API if kind == "api" else URL)
    body = json.dumps(body).encode() if isinstance(body, dict | list) else body
    return classify(status=status, headers=headers or {}, body=body, url=url, kind=kind, anchor=anchor)


def page(scopes: dict) -> bytes:
    text = json.dumps({"__DEFAULT_SCOPE__": scopes})
    return f'<html><script id="__UNIVERSAL_DATA_FOR_REHYDRATION__">{text}</script></html>'.encode()


# The table of the reference, written out a second time on purpose.
EXPECTED = {
    "blocked": [-1, 450, 10111, 10114, 100000, 23004014],
    "captcha": [10000, 10113],
    "server_error": [10101],
    "login": [2483, 10102, 10119, 10227, 10228, 10229, 10230, 209002],
    "age": [10213, 10214],
    "invalid": [10201, 100001],
    "private": [2096, 10216, 10222, 10225],
    "region": [10219, 10231, 23002102],
    "missing": [
        2065, 10202, 10203, 10204, 10205, 10208, 10209, 10210, 10211, 10212, 10215, 10217, 10218, 10220,
        10221, 10223, 10224, 100002, 100004, 205001,
    ],
    "ok": [0, 10404],
}  # fmt: skip
PAIRS = [(code, outcome) for outcome, codes in EXPECTED.items() for code in codes]


class TestCodes:
    @pytest.mark.parametrize(("code", "outcome"), PAIRS)
    @pytest.mark.parametrize("key", ["statusCode", "status_code", "code"])
    def test_in_an_api_answer(self, key, code, outcome):
        answer = ask({key: code})
        assert (answer.outcome, answer.code) == (outcome, code)

    @pytest.mark.parametrize(("code", "outcome"), PAIRS)
    def test_in_a_page(self, code, outcome):
        scopes = {
            "webapp.user-detail": {"statusCode": code, "statusMsg": "x", "userInfo": {"user": {"id": "1"}}}
        }
        answer = ask(page(scopes), kind="page", anchor="webapp.user-detail")
        assert (answer.outcome, answer.code) == (outcome, code)

    def test_the_table_holds_these_and_no_others(self):
        assert set(CODES) == {code for code, _ in PAIRS}

    def test_codes_that_need_a_second_source(self):
        assert {code.code for code in CODES.values() if code.confirm} == {2483, 10204, 100004}

    @pytest.mark.parametrize("code", [10204, 100004])
    def test_a_single_ambiguous_missing_is_asked_again_from_another_country(self, code):
        answer = ask({"statusCode": code})
        assert answer.confirm
        assert POLICIES[answer.retry].other_country

    def test_a_certain_missing_is_final(self):
        answer = ask({"statusCode": 10202})
        assert not answer.confirm
        assert answer.retry == "none"

    def test_unknown_code_is_tried_once_more_and_named(self):
        answer = ask({"status_code": 77, "status_msg": "odd"})
        assert (answer.outcome, answer.code, answer.confirm) == (Outcome.INVALID, 77, True)
        assert POLICIES[answer.retry].same_identity == 1
        assert "odd" in answer.message
        assert code_of(77).name == "unknown_code"

    @pytest.mark.parametrize("value", ["0", 0, None, "", False, [], 1.5, 10**20, "٣", "-"])
    def test_status_that_says_nothing(self, value):
        assert ask({"statusCode": value, "itemList": [{}]}, anchor="itemList").outcome == "ok"

    def test_status_as_text(self):
        assert ask({"status_code": "10202"}).code == 10202
        assert ask({"status_code": "-1"}).code == -1

    def test_first_status_that_is_not_null_counts(self):
        assert ask({"statusCode": None, "status_code": 10222, "code": 0}).code == 10222


class TestBodies:
    @pytest.mark.parametrize("kind", ["api", "page", "embed", "oembed", "shop", "media"])
    def test_no_body_is_never_a_success(self, kind):
        answer = ask(b"", kind=kind)
        assert answer.outcome == "empty"
        assert POLICIES[answer.retry].same_identity == 1

    def test_refusal_header_is_named(self):
        assert "tt_orcas_res" in ask(b"", headers={"tt_orcas_res": "1"}).message

    def test_list(self):
        assert ask({"itemList": [{"id": "1"}], "statusCode": 0}, anchor="itemList").outcome == "ok"

    @pytest.mark.parametrize("more", [{"hasMore": True}, {"has_more": 1}, {"hasMorePrevious": True}])
    def test_absent_list_although_there_is_more(self, more):
        assert ask({"statusCode": 0, **more}, anchor="itemList").outcome == "empty"

    @pytest.mark.parametrize(
        "body",
        [{}, {"hasMore": False}, {"has_more": 0}, {"itemList": [], "hasMore": True}, {"itemList": None}],
    )
    def test_list_without_members_is_an_answer(self, body):
        assert ask({"statusCode": 0, **body}, anchor="itemList").outcome == "ok"

    @pytest.mark.parametrize("info", [{}, {"userInfo": {}}, {"userInfo": None}, {"userInfo": " "}])
    def test_empty_user_is_a_refusal(self, info):
        expected = "ok" if info == {"userInfo": " "} else "blocked"
        assert ask({"statusCode": 0, **info}, anchor="userInfo").outcome == expected

    def test_absent_playlist_is_missing_but_not_for_sure(self):
        answer = ask({"statusCode": 0}, anchor="mixInfo")
        assert (answer.outcome, answer.confirm) == ("missing", True)

    @pytest.mark.parametrize(
        "body", [b"x", b"[]", b"null", b'"a"', b"12", b'{"itemList":[{"id":"1"},{"i', b"{", b"\0"]
    )
    def test_cut_or_foreign_body(self, body):
        answer = ask(body, anchor="itemList")
        assert (answer.outcome, answer.confirm) == ("invalid", True)

    def test_byte_order_mark_and_space_before_json(self):
        assert ask(b'\xef\xbb\xbf \n{"itemList":[1]}', anchor="itemList").outcome == "ok"

    def test_lone_surrogate_is_no_fault(self):
        assert ask(b'{"desc":"\\ud83d","statusCode":10202,"a":"\\ud83d\\ude00"}').code == 10202

    def test_captcha_json(self):
        answer = ask({"code": "10000", "from": "", "type": "verify", "region": "sg", "subtype": "slide"})
        assert (answer.outcome, answer.code) == ("captcha", 10000)
        assert POLICIES[answer.retry].retire_s > 0

    def test_captcha_json_without_its_code(self):
        assert ask({"type": "verify"}).outcome == "captcha"

    @pytest.mark.parametrize("name", ["bdturing-verify", "x-vc-bdturing-parameters"])
    @pytest.mark.parametrize("status", [200, 403])
    def test_captcha_header(self, name, status):
        assert ask({"itemList": [1]}, headers={name: "x"}, status=status).outcome == "captcha"

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
    def test_markup_instead_of_json(self, body, outcome):
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
    def test_item_detail(self, info, outcome):
        assert ask({"statusCode": 0, "itemInfo": info}, anchor="itemInfo").outcome == outcome

    def test_region_in_words(self):
        answer = ask({"StatusCode": 400, "StatusMessage": "Region not supported"}, kind="shop")
        assert (answer.outcome, answer.code) == ("region", 400)


class TestPages:
    def read(self, body, *, anchor="webapp.user-detail", **rest):
        return ask(body, kind="page", anchor=anchor, **rest)

    def test_good(self):
        assert (
            self.read(page({"webapp.user-detail": {"statusCode": 0, "userInfo": {"user": {}}}})).outcome
            == "ok"
        )

    def test_private_with_data_is_private(self):
        scope = {
            "statusCode": 10222,
            "statusMsg": "ErrBizUserSecret",
            "userInfo": {"user": {"uniqueId": "a"}},
        }
        answer = self.read(page({"webapp.user-detail": scope}))
        assert (answer.outcome, answer.code) == ("private", 10222)
        assert answer.message == "user_private: ErrBizUserSecret"

    @pytest.mark.parametrize("info", [{}, None])
    def test_no_user(self, info):
        assert (
            self.read(page({"webapp.user-detail": {"statusCode": 0, "userInfo": info}})).outcome == "blocked"
        )

    def test_scope_absent(self):
        assert self.read(page({"webapp.app-context": {}})).outcome == "empty"

    def test_mobile_scope_serves_as_well(self):
        body = page(
            {"webapp.reflow.video.detail": {"statusCode": 0, "itemInfo": {"itemStruct": {"video": {}}}}}
        )
        assert self.read(body, anchor="webapp.video-detail").outcome == "ok"

    @pytest.mark.parametrize("script", ["SIGI_STATE", "sigi-persisted-data", "__NEXT_DATA__"])
    def test_older_containers_serve_as_well(self, script):
        old = f'<script id="{script}">{{}}</script>'.encode()
        assert self.read(old).outcome == "ok"
        assert self.read(page({"webapp.app-context": {}}) + old).outcome == "ok"

    def test_no_anchor(self):
        assert self.read(page({"x": {}}), anchor=None).outcome == "ok"

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
    def test_item(self, item, outcome):
        body = page({"webapp.video-detail": {"statusCode": 0, "itemInfo": {"itemStruct": item}}})
        assert self.read(body, anchor="webapp.video-detail").outcome == outcome

    def test_empty_item_is_not_missing_for_sure(self):
        answer = self.read(page({"webapp.video-detail": {"itemInfo": {}}}), anchor="webapp.video-detail")
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
    def test_without_state(self, body, outcome):
        assert self.read(body).outcome == outcome

    def test_captions_are_not_taken_for_signs(self):
        scope = {
            "userInfo": {"user": {"signature": "Please wait... Rotate the shapes <p id=cs> Access Denied"}}
        }
        assert self.read(page({"webapp.user-detail": scope})).outcome == "ok"

    def test_cut_state(self):
        answer = self.read(page({"webapp.user-detail": {"statusCode": 10202}})[:-40])
        assert (answer.outcome, answer.confirm) == ("invalid", True)

    def test_scope_that_is_no_object(self):
        assert self.read(page({"webapp.user-detail": [1]})).outcome == "invalid"

    @pytest.mark.parametrize("path", ["/login", "/login/", "/login/phone?x=1"])
    def test_login_page(self, path):
        body = page({"webapp.user-detail": {"userInfo": {"user": {}}}})
        assert self.read(body, url=f"https://www.tiktok.com{path}").outcome == "login"

    def test_home_page_instead_of_a_detail(self):
        answer = self.read(page({"webapp.app-context": {}}), url="https://www.tiktok.com/?_r=1")
        assert (answer.outcome, answer.confirm) == ("missing", True)

    def test_home_page_as_asked(self):
        body = page({"webapp.updated-items": []})
        assert ask(body, kind="page", url="https://www.tiktok.com/", anchor=None).outcome == "ok"


class TestStatus:
    @pytest.mark.parametrize(
        ("status", "outcome"),
        [
            (400, "invalid"), (401, "blocked"), (403, "blocked"), (404, "missing"), (405, "invalid"),
            (410, "missing"), (429, "rate_limited"), (451, "region"), (500, "server_error"),
            (502, "server_error"), (503, "server_error"), (504, "server_error"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("kind", ["api", "page", "shop", "media"])
    def test_refusals(self, kind, status, outcome):
        assert ask(b"url doesn't match", status=status, kind=kind).outcome == outcome

    def test_400_is_never_repeated(self):
        policy = POLICIES[ask(b"x", status=400).retry]
        assert (policy.same_identity, policy.new_identity) == (0, 0)

    @pytest.mark.parametrize(
        ("body", "outcome"), [(CHECK_PAGE, "challenge"), (SECURITY, "captcha"), (AKAMAI, "blocked")]
    )
    def test_403_with_a_sign(self, body, outcome):
        assert ask(body, status=403, kind="page").outcome == outcome

    @pytest.mark.parametrize(
        ("headers", "seconds"),
        [
            ({}, None),
            ({"retry-after": "120"}, 120),
            ({"retry-after": " 0 "}, 0),
            ({"retry-after": "-5"}, None),
            ({"retry-after": "soon"}, None),
            ({"retry-after": "99999999999999"}, 86_400),
            ({"retry-after": "Sat, 21 Nov 2026 10:01:30 GMT", "date": "Sat, 21 Nov 2026 10:00:00 GMT"}, 90),
            ({"retry-after": "Sat, 21 Nov 2026 09:00:00 GMT", "date": "Sat, 21 Nov 2026 10:00:00 GMT"}, 0),
            ({"retry-after": "Sat, 21 Nov 2026 10:01:30 GMT"}, None),
            (
                {"retry-after": "Sat, 21 Nov 2026 10:01:30 -0000", "date": "Sat, 21 Nov 2026 10:00:00 GMT"},
                None,
            ),
        ],
    )
    @pytest.mark.parametrize("status", [429, 503])
    def test_retry_after(self, status, headers, seconds):
        assert ask(b"x", status=status, headers=headers).retry_after == seconds

    @pytest.mark.parametrize(
        ("location", "outcome"),
        [
            ("https://www.tiktok.com/login?redirect_url=x", "login"),
            ("/login", "login"),
            ("https://www.tiktok.com/?_r=1", "missing"),
            ("/", "missing"),
            ("https://www.tiktok.com/@other", "invalid"),
            ("", "invalid"),
            ("https://[", "invalid"),
        ],
    )
    def test_redirect_that_was_not_followed(self, location, outcome):
        assert ask(b"", status=302, kind="page", headers={"location": location}).outcome == outcome


class TestOtherKinds:
    def test_oembed(self):
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
    def test_oembed_of_nothing(self, body, status):
        answer = ask(body, kind="oembed", status=status)
        assert (answer.outcome, answer.confirm) == ("missing", True)

    def test_oembed_as_markup(self):
        assert ask(CHECK_PAGE, kind="oembed").outcome == "challenge"

    def embed(self, state: dict) -> bytes:
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
    def test_embed(self, state, outcome):
        assert ask(self.embed(state), kind="embed", anchor="videoData").outcome == outcome

    @pytest.mark.parametrize(
        ("body", "outcome"),
        [
            (CHECK_PAGE, "challenge"),
            (b"<html></html>", "empty"),
            (b'<script id="__FRONTITY_CONNECT_STATE__">{</script>', "invalid"),
            (b'<script id="__FRONTITY_CONNECT_STATE__">{"source":{"data":{"a":[]}}}</script>', "invalid"),
        ],
    )
    def test_embed_without_its_state(self, body, outcome):
        assert ask(body, kind="embed", anchor="videoData").outcome == outcome

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
    def test_media(self, body, headers, outcome):
        assert ask(body, kind="media", headers=headers).outcome == outcome

    def shop(self, data: dict) -> bytes:
        text = json.dumps({"loaderData": {"(region)/page": data}})
        return f'<script id="__MODERN_ROUTER_DATA__">{text}</script>'.encode()

    def component(self, data: object, kind: str = "product_info") -> dict:
        part = {"component_type": kind, "component_name": kind, "component_data": data}
        return {"page_config": {"components_map": [None, {"component_type": 3}, part]}}

    @pytest.mark.parametrize(
        ("data", "outcome", "confirm"),
        [
            ({"error_code": 0, "product_info": {"product_id": "1"}}, "ok", False),
            ({"product_info": {"product_id": "1"}, "extra": {"error_code": 23004014}}, "ok", False),
            ({"error_code": 23002102, "sale_region": "US", "product_info": {}}, "region", False),
            ({"error_code": 23004014, "product_info": {"product_id": "1"}}, "blocked", False),
            ({"error_code": 0, "product_info": {}}, "missing", True),
            ({"error_code": 0}, "missing", True),
            ({"error_code": 5}, "invalid", True),
            (None, "empty", False),
        ],
    )
    def test_shop_product(self, data, outcome, confirm):
        page = ask(self.shop(self.component(data)), kind="shop", anchor="product_info")
        config = self.component(data)["page_config"]
        called = ask({"code": 0, "data": config}, kind="shop", anchor="product_info")
        for answer in (page, called):
            assert (answer.outcome, answer.confirm) == (outcome, confirm)

    @pytest.mark.parametrize(
        ("data", "outcome"),
        [
            (None, "missing"),
            ({"page_config": {}}, "missing"),
            ({"page_config": {"components_map": []}}, "missing"),
            ({"page_config": {"global_data": {"product_info": {"product_id": "1"}}}}, "missing"),
            ({"product_info": {"error_code": 23002102}}, "region"),
            ({"product_info": {"error_code": 23004014}}, "blocked"),
            ({"page_config": {"components_map": [{"component_type": "product_info"}]}}, "empty"),
        ],
    )
    def test_shop_page_without_its_product(self, data, outcome):
        assert ask(self.shop(data), kind="shop", anchor="product_info").outcome == outcome

    @pytest.mark.parametrize(
        ("data", "outcome"),
        [
            ({"products": []}, "ok"),
            ({"error_code": 23004014}, "blocked"),
            ({"code": "23002102"}, "region"),
            (None, "ok"),
        ],
    )
    def test_shop_list_page(self, data, outcome):
        page = self.shop(self.component(data, "feed_list_category"))
        assert ask(page, kind="shop", anchor="feed_list").outcome == outcome

    def test_shop_list_page_without_its_list(self):
        assert ask(self.shop(self.component({}, "x")), kind="shop", anchor="feed_list").outcome == "missing"

    def test_the_message_names_the_sale_region(self):
        data = {"error_code": 23002102, "error_message": "not here", "sale_region": "GB"}
        found = ask(self.shop(self.component(data)), kind="shop", anchor="product_info")
        assert found.message == "shop_not_in_region: not here (sale region GB)"
        assert found.code == 23002102

    @pytest.mark.parametrize(
        ("body", "anchor", "outcome"),
        [
            ({"code": 0, "data": {"products": []}}, "products", "ok"),
            ({"code": 0, "data": {"productList": [{}], "has_more": True}}, "products", "ok"),
            ({"code": 0, "data": {"has_more": True}}, "products", "empty"),
            ({"code": 0, "message": "success"}, "products", "empty"),
            ({"code": 0, "data": None}, "products", "empty"),
            ({"products": [], "has_more": False}, "products", "ok"),
            ({"code": 100000, "message": "token expired"}, "products", "blocked"),
            ({"code": 23004014}, "products", "blocked"),
            ({"code": "10000", "type": "verify"}, "products", "captcha"),
            ({"product_info": {"product_id": "1"}, "error_code": 0}, "product_info", "ok"),
            ({"code": 0, "data": {"product_info": {"product_id": "1"}}}, "product_info", "ok"),
            ({"code": 0, "data": {"error_code": 23002102, "product_info": {}}}, "product_info", "region"),
            ({"code": 0, "data": {}}, "product_info", "missing"),
            (
                {
                    "code": 0,
                    "data": {"nova_config": {"StatusCode": 400, "StatusMessage": "Region not supported"}},
                },
                "product_info",
                "region",
            ),
        ],
    )
    def test_shop_api(self, body, anchor, outcome):
        assert ask(body, kind="shop", anchor=anchor).outcome == outcome

    @pytest.mark.parametrize(
        ("body", "outcome"),
        [
            (SECURITY, "captcha"),
            (CHECK_PAGE, "challenge"),
            (b"<title>TikTok Shop</title>", "missing"),
            (b"<title>Other</title>", "blocked"),
            (b"<title>Other</title>" + b" " * 30_000, "empty"),
            (SHELL, "empty"),
            (b'<script type="application/ld+json">{"@type": "Product"}</script>', "ok"),
            (b'<script type="application/ld+json">{"@type": "Offer"}</script>', "blocked"),
            (b'<script id="__MODERN_ROUTER_DATA__">{</script>', "invalid"),
            (b'{"code":0,"data":{"products":[]}}', "ok"),
            (b'{"code":0,"data":', "invalid"),
            (b'{"code":100000,"message":"token expired"}', "blocked"),
            (b'{"loaderData":{"x":{"product_info":1}}}', "missing"),
        ],
    )
    def test_shop_without_state(self, body, outcome):
        answer = ask(body, kind="shop", anchor=None if body.startswith(b'{"code":0') else "product_info")
        assert answer.outcome == outcome


class TestExceptions:
    @pytest.mark.parametrize(
        "name",
        [
            "DownloadTimeoutError", "DownloadConnectionRefusedError", "CannotResolveHostError",
            "DownloadFailedError", "ResponseDataLossError",
        ],
    )  # fmt: skip
    def test_scrapy_names(self, name):
        from scrapy import exceptions

        assert classify_exception(name).outcome == "unreachable"
        assert classify_exception(getattr(exceptions, name)("x")).outcome == "unreachable"

    def test_a_cancelled_download_is_not_repeated(self):
        from scrapy.exceptions import DownloadCancelledError

        assert classify_exception(DownloadCancelledError("too large")).outcome == "invalid"

    def test_robots(self):
        from scrapy.exceptions import IgnoreRequest

        assert classify_exception(IgnoreRequest("Forbidden by robots.txt")).outcome == "robots"
        assert classify_exception("IgnoreRequest", "Forbidden by robots.txt").outcome == "robots"
        assert classify_exception(IgnoreRequest("other")).outcome == "invalid"

    @pytest.mark.parametrize("error", [TimeoutError(), ConnectionResetError("reset"), OSError(28, "x")])
    def test_subclasses_of_the_standard_library(self, error):
        assert classify_exception(error).outcome == "unreachable"

    def test_others_are_our_fault(self):
        answer = classify_exception(KeyError("a"))
        assert (answer.outcome, answer.message) == ("invalid", "KeyError: 'a'")

    def test_message_is_bounded(self):
        assert len(classify_exception(ValueError("x" * 5000)).message) < 400


class TestPolicies:
    def test_every_outcome_has_one(self):
        assert set(RETRY) == set(Outcome)
        assert all(POLICIES[policy.name] is policy for policy in RETRY.values())

    def test_success_and_final_answers_are_not_repeated(self):
        for outcome in ("ok", "private", "missing", "age", "login", "robots"):
            policy = RETRY[Outcome(outcome)]
            assert (policy.same_identity, policy.new_identity, policy.next_rung) == (0, 0, False)

    def test_a_challenge_goes_to_the_browser_at_once(self):
        policy = RETRY[Outcome.CHALLENGE]
        assert (policy.same_identity, policy.new_identity, policy.next_rung) == (0, 0, True)

    def test_a_captcha_rests_the_identity_and_never_asks_with_it_again(self):
        policy = RETRY[Outcome.CAPTCHA]
        assert policy.same_identity == 0
        assert policy.retire_s > 0


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


def test_any_header_value_is_survived():
    for value in ("", "\x00", "Sat", "99 Foo 2026 99:99:99", "1e9", "²"):
        assert transport.retry_after({"retry-after": value, "date": value}) is None


def test_a_list_costs_less_than_decoding_it():
    item = {"id": "7351234567890123456", "desc": "caption " * 20, "stats": {"playCount": 1}, "x": ["y"] * 40}
    body = json.dumps({"statusCode": 0, "itemList": [item] * 220, "hasMore": True}).encode()
    decoding = min(repeat(lambda: msgspec.json.decode(body), number=10, repeat=20))
    assert min(repeat(lambda: ask(body, anchor="itemList"), number=10, repeat=20)) < decoding


def test_a_browser_that_is_not_there_is_told_in_words_alone() -> None:
    told = classify_exception("BrowserUnavailableError", "TIKTOK_BROWSER is off, and this needs a browser")
    assert (told.outcome, told.message) == (
        Outcome.INVALID,
        "TIKTOK_BROWSER is off, and this needs a browser",
    )
    assert classify_exception("BrowserUnavailableError").message == "BrowserUnavailableError"
