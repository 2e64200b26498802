from __future__ import annotations

from dataclasses import fields
from typing import Any
from urllib.parse import parse_qsl

import pytest
from scrapy import Request
from scrapy.http import Response

from tests.identities.clock import NOW, identity, session
from tiktok_spiders.identities import health
from tiktok_spiders.identities.identity import Identity
from tiktok_spiders.identities.jar import Jar, domain_for, make_cookie
from tiktok_spiders.pages.app_context import AppContext

PAGE = Request("https://www.tiktok.com/explore")


def query(one: Identity, *, signed: bool = False) -> dict[str, str]:
    pairs = parse_qsl(one.query(signed=signed), keep_blank_values=True)
    assert len({name for name, _ in pairs}) == len(pairs)
    return dict(pairs)


def answer(*cookies: str) -> Response:
    return Response(PAGE.url, headers={"Set-Cookie": list(cookies)})


def cookie_header(one: Identity, url: str = PAGE.url) -> dict[str, str]:
    request = Request(url)
    one.jar.add_cookie_header(request)
    header = (request.headers.get("Cookie") or b"").decode()
    return dict(part.split("=", 1) for part in header.split("; ") if part)


def test_query_and_headers_agree() -> None:
    one = identity()
    found = query(one)
    assert one.headers()["User-Agent"] == f"Mozilla/{found['browser_version']}"
    assert one.headers()["Accept-Language"].startswith(found["browser_language"])
    assert found["device_id"] == one.device_id
    assert found["user_is_login"] == "false"
    assert "msToken" not in found
    assert "odinId" not in found


def test_the_page_says_who_the_visitor_is() -> None:
    one = identity()
    query(one)
    assert not one.is_minted
    one.adopt_context(
        AppContext(device_id="7" * 19, odin_id="8" * 19, web_id_created=1759700000, region="DE")
    )
    found = query(one)
    assert (found["device_id"], found["odinId"], found["WebIdLastTime"]) == ("7" * 19, "8" * 19, "1759700000")
    assert found["region"] == "DE"
    assert one.is_minted
    one.adopt_context(AppContext())
    assert query(one) == found


def test_signed_calls_say_more() -> None:
    one = identity()
    assert set(query(one, signed=True)) - set(query(one)) == {"data_collection_enabled", "root_referer"}


def test_the_newest_token_is_in_query_and_cookie() -> None:
    one = identity()
    for value in ("first==", "second=="):
        one.take_token(value)
        assert query(one)["msToken"] == cookie_header(one)["msToken"] == one.ms_token == value
    one.jar.extract_cookies(answer("msToken=third; Path=/; Domain=.tiktok.com; Secure"), PAGE)
    assert query(one)["msToken"] == cookie_header(one)["msToken"] == "third"
    one.jar.extract_cookies(answer("msToken=fourth; Path=/"), PAGE)
    assert query(one)["msToken"] == cookie_header(one)["msToken"] == "fourth"
    one.take_answer({"x-ms-token": "fifth"})
    one.take_answer({})
    assert query(one)["msToken"] == cookie_header(one)["msToken"] == "fifth"
    assert len(one.jar) == 1


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_scopes_the_newest_token_counts(order: int) -> None:
    cookies = [
        make_cookie("msToken", "old", "www.tiktok.com", expires=2_000_000_000),
        make_cookie("msToken", "new", ".tiktok.com", expires=2_000_000_900),
    ][::order]
    assert identity(jar=Jar(cookies)).ms_token == "new"


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.tiktok.com", ".tiktok.com"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost.local"),
        ("tiktok.example", "tiktok.example"),
    ],
)
def test_a_token_set_by_hand_is_sent_to_the_set_origin(host: str, domain: str) -> None:
    assert domain_for(host) == domain
    one = identity(cookie_domain=domain)
    one.take_token("mine")
    assert cookie_header(one, f"http://{host}:8080/x") == {"msToken": "mine"}


def test_a_given_token_is_dropped_after_two_empties() -> None:
    one = identity()
    one.give_token("given")
    assert not one.note_empty()
    assert one.ms_token == "given"
    assert one.note_empty()
    assert one.ms_token is None
    assert not one.note_empty()


def test_a_token_that_tiktok_renews_is_no_longer_on_probation() -> None:
    one = identity()
    one.give_token("given")
    one.take_token("given")
    assert one.token_given
    one.take_token("renewed")
    assert not one.note_empty()
    assert not one.note_empty()
    assert one.ms_token == "renewed"


def test_a_login_is_recognised_with_its_end() -> None:
    one, guest = session("mine"), session("guest", logged_in=False)
    assert (one.logged_in, guest.logged_in) == (True, False)
    assert query(one)["user_is_login"] == "true"
    assert one.is_minted
    assert not one.needs_renewal(NOW, 7)
    assert one.needs_renewal(NOW + 24 * 86_400, 7)
    assert not guest.needs_renewal(NOW, 365)


def test_everything_survives_a_dump() -> None:
    one = session("mine")
    one.adopt_context(AppContext(device_id="7" * 19))
    one.give_token("given")
    one.jar.put("x", "y", "www.tiktok.com")
    health.note(one, "videos", "ok", NOW + 5)
    again = Identity.load(one.dump())
    kept: list[Any] = [each.name for each in fields(Identity) if each.name not in {"jar", "_cache"}]
    assert [getattr(again, name) for name in kept] == [getattr(one, name) for name in kept]
    assert sorted(map(str, again.jar.dump())) == sorted(map(str, one.jar.dump()))
    assert again.query() == one.query()
    assert cookie_header(again) == cookie_header(one)


def test_members_of_a_later_version_are_left_out() -> None:
    data = identity().dump().replace(b'{"name"', b'{"later":1,"name"', 1)
    assert Identity.load(data).slot == "d0"


def test_secrets_are_in_no_representation() -> None:
    one = session("mine")
    one.give_token("MARK")
    assert "MARK" not in repr(one)
    assert "secret" not in repr(one)


def test_health_falls_and_rises_and_the_server_is_not_blamed_on_it() -> None:
    one = identity()
    for outcome in ("empty", "captcha"):
        health.note(one, "videos", outcome, NOW + 100)
    assert one.health == pytest.approx(0.64)
    assert (one.failures_in_row, one.blocked_after) == (2, 100)
    for outcome in ("server_error", "unreachable", "robots", "login"):
        health.note(one, "videos", outcome, NOW + 200)
    assert one.health == pytest.approx(0.64)
    health.note(one, "page", "missing", NOW + 300)
    assert one.health > 0.64
    assert one.failures_in_row == 0
    assert one.by_endpoint == {"videos": [0, 6], "page": [1, 0]}
    assert (one.uses, one.last_used, one.last_outcome) == (7, NOW + 300, "missing")


def test_a_login_that_has_ended_counts_against_the_session() -> None:
    one = session("mine")
    health.note(one, "videos", "login", NOW)
    assert one.failures_in_row == 1


def test_half_life() -> None:
    lived = [(100.0, 50.0), (300.0, None), (40.0, 10.0)]
    assert health.half_life(lived) == pytest.approx(0.6931 * (50 + 300 + 10) / 2, rel=1e-3)
    assert health.half_life([(300.0, None)]) is None
    assert health.half_life([]) is None
