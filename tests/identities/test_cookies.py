from __future__ import annotations

import json
from typing import Any

import pytest

from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.identities.cookies_in import CookieFormatError, read_cookies, unexpired
from tiktok_spiders.identities.cookies_out import WRITERS
from tiktok_spiders.identities.jar import as_dict, make_cookie

ENDS = 1_790_000_000
COOKIES = [
    make_cookie(
        "sessionid", "abc", ".tiktok.com", expires=ENDS, secure=True, http_only=True, same_site="None"
    ),
    make_cookie("ttwid", "1%7Cxyz%3D", ".tiktok.com", expires=ENDS, secure=True, same_site="Lax"),
    make_cookie("tt_csrf_token", "q=", "www.tiktok.com", path="/x", same_site="Lax"),
]

NETSCAPE = (
    "# Netscape HTTP Cookie File\n"
    "# http://curl.haxx.se/rfc/cookie_spec.html\n\n"
    f"#HttpOnly_.tiktok.com\tTRUE\t/\tTRUE\t{ENDS}\tsessionid\tabc\r\n"
    f".tiktok.com\tTRUE\t/\tFALSE\t{ENDS}.75\tttwid\t1|x\n"
    "www.tiktok.com\tFALSE\t/\tFALSE\t0\ttt_csrf_token\t\n"
    f".elsewhere.com\tTRUE\t/\tFALSE\t{ENDS}\tother\tvalue\n"
)
EDITOR = [
    {
        "name": "sessionid",
        "value": "abc",
        "domain": ".tiktok.com",
        "path": "/",
        "expirationDate": ENDS + 0.25,
        "hostOnly": False,
        "httpOnly": True,
        "secure": True,
        "sameSite": "no_restriction",
        "session": False,
        "storeId": "0",
    },
    {
        "name": "tt_csrf_token",
        "value": "q",
        "domain": "www.tiktok.com",
        "hostOnly": True,
        "sameSite": None,
        "session": True,
        "expirationDate": ENDS,
    },
]


def rows(text: str, *args: str) -> dict[str, dict[str, Any]]:
    return {cookie.name: as_dict(cookie) for cookie in read_cookies(text, *args)}


@pytest.mark.parametrize("form", WRITERS)
def test_what_is_written_can_be_read(form: str) -> None:
    again = rows(WRITERS[form](COOKIES))
    lost = {
        "netscape": {"same_site"},
        "header": {"domain", "path", "expires", "secure", "http_only", "same_site"},
    }
    for cookie in COOKIES:
        wanted = as_dict(cookie)
        kept = wanted.keys() - lost.get(form, set())
        assert {name: again[cookie.name][name] for name in kept} == {name: wanted[name] for name in kept}


def test_netscape() -> None:
    found = rows(NETSCAPE)
    assert set(found) == {"sessionid", "ttwid", "tt_csrf_token"}
    assert found["sessionid"]["http_only"]
    assert found["sessionid"]["secure"]
    assert (found["ttwid"]["http_only"], found["ttwid"]["expires"]) == (False, ENDS)
    assert (found["tt_csrf_token"]["domain"], found["tt_csrf_token"]["expires"]) == ("www.tiktok.com", None)
    assert found["tt_csrf_token"]["value"] == ""


def test_cookie_editor() -> None:
    found = rows(json.dumps(EDITOR))
    assert found["sessionid"] == as_dict(
        make_cookie(
            "sessionid", "abc", ".tiktok.com", expires=ENDS, secure=True, http_only=True, same_site="None"
        )
    )
    assert found["tt_csrf_token"] == as_dict(
        make_cookie("tt_csrf_token", "q", "www.tiktok.com", same_site="Lax")
    )


def test_storage_state() -> None:
    state = {
        "cookies": [
            {
                "name": "sessionid",
                "value": "abc",
                "domain": ".tiktok.com",
                "path": "/",
                "expires": -1,
                "httpOnly": True,
                "secure": True,
                "sameSite": "None",
            }
        ],
        "origins": [],
    }
    assert rows("\ufeff" + json.dumps(state))["sessionid"] == as_dict(
        make_cookie("sessionid", "abc", ".tiktok.com", secure=True, http_only=True, same_site="None")
    )


@pytest.mark.parametrize(
    "text", ["a=1; b=2==", "Cookie: a=1;b=2==;", "cookie: a=1;\n b=2==", '{"a": "1", "b": "2=="}']
)
def test_a_header_string(text: str) -> None:
    found = rows(text)
    assert {name: row["value"] for name, row in found.items()} == {"a": "1", "b": "2=="}
    assert {row["domain"] for row in found.values()} == {".tiktok.com"}


def test_a_set_origin_gets_tiktoks_cookies() -> None:
    found = rows(NETSCAPE, "127.0.0.1")
    assert {(row["domain"], row["secure"]) for row in found.values()} == {("127.0.0.1", False)}
    assert len(found) == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no cookies found"),
        ("# nothing\n", "neither of"),
        ("just words MARK", "neither of"),
        ("[]", "no cookies found"),
        ('{"cookies": 5}', "no list of cookies"),
        ("[1]", "no list of cookies"),
        ("{MARK", "cannot be read"),
        ('[{"name": "MARK"}]', "cookie 1 lacks"),
        ('[{"name": "a", "value": "MARK", "expires": "soon"}]', "cookie 1: the expiry"),
        (".tiktok.com\tTRUE\t/\tTRUE\tsoon\ta\tMARK", "line 1: the expiry"),
        (f"{NETSCAPE}.tiktok.com\tTRUE\t/\tMARK\n", "line 8: 4 fields"),
        ('[{"name": "a", "value": "MARK", "domain": ".other.com"}]', "1 cookies, none of them TikTok's"),
    ],
)
def test_what_is_no_cookie_file_is_told_without_a_value(text: str, words: str) -> None:
    with pytest.raises(CookieFormatError, match=words) as caught:
        read_cookies(text)
    assert "MARK" not in str(caught.value)
    assert isinstance(caught.value, ConfigError)


def test_the_expired_go() -> None:
    assert [cookie.name for cookie in unexpired(COOKIES, ENDS)] == ["tt_csrf_token"]
    assert len(unexpired(COOKIES, ENDS - 1)) == 3
