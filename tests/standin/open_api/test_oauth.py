"""Login: facts 1 to 13."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import quote

import pytest

from tests.standin.open_api.api import (
    AUTHORIZE,
    CHALLENGE,
    DESKTOP,
    ONE,
    REDIRECT,
    SCOPES,
    TOKEN,
    TWO,
    VERIFIER,
    WEB,
    Api,
    form,
    parameters,
    query_of,
    refused,
)

WEB_REDIRECT = "https://app.example.com/callback/"


async def test_fact_01_a_token_request_is_a_form_in_the_body(api: Api) -> None:
    code = (await api.consent())["code"]
    fields = form(grant_type="authorization_code", code=code, redirect_uri=REDIRECT, code_verifier=VERIFIER)
    refused(await api.ask("POST", TOKEN, json=fields), "invalid_request")
    refused(await api.ask("POST", TOKEN, params=fields), "invalid_request")
    refused(
        await api.ask(
            "POST", TOKEN, params=fields, headers={"Content-Type": "application/x-www-form-urlencoded"}
        ),
        "invalid_request",
    )
    assert (await api.ask("POST", TOKEN, data=fields)).status == 200


async def test_fact_01_a_charset_after_the_content_type_is_refused_on_a_switch(api: Api) -> None:
    word = (await api.grant())["refresh_token"]
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    fields = form(grant_type="refresh_token", refresh_token=word)
    await api.switch(form_charset="refused")
    refused(await api.ask("POST", TOKEN, data=fields, headers=headers), "invalid_request")
    await api.switch(form_charset="accepted")
    assert (await api.ask("POST", TOKEN, data=fields, headers=headers)).status == 200


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_key": None, "client_id": DESKTOP}, "invalid_request"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_key": "unknown"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": None}, "invalid_request"),
    ],
)
async def test_fact_02_which_error_for_which_parameter(api: Api, changes: Any, error: str) -> None:
    code = (await api.consent())["code"]
    refused(await api.exchange(code, **changes), error)


async def test_fact_03_oauth_errors_are_flat(api: Api) -> None:
    body = (await api.refresh("rft.none")).body
    assert set(body) == {"error", "error_description", "log_id"}
    assert all(isinstance(value, str) and value for value in body.values())


@pytest.mark.parametrize("status", [400, 200])
async def test_fact_04_oauth_failures_have_either_status(api: Api, status: int) -> None:
    await api.switch(oauth_status=status)
    refused(await api.refresh("rft.none"), "invalid_grant", status)


async def test_fact_05_a_code_has_to_be_decoded_once(api: Api) -> None:
    data = [*parameters().items(), ("account", ONE), ("decision", "authorize")]
    address = (await api.ask("POST", AUTHORIZE, data=data)).headers["Location"]
    assert "%2A" in address
    assert "%21" in address
    code = query_of(address)["code"]
    assert "*" in code
    assert "!" in code
    refused(await api.exchange(quote(code, safe="")), "invalid_grant")
    assert (await api.exchange(code)).body["access_token"].startswith("act.")


async def test_fact_06_a_code_is_good_once(api: Api) -> None:
    code = (await api.consent())["code"]
    assert (await api.exchange(code)).status == 200
    refused(await api.exchange(code), "invalid_grant")


async def test_fact_06_a_code_is_good_for_its_time(api: Api) -> None:
    code = (await api.consent())["code"]
    api.clock.now += 601
    refused(await api.exchange(code), "invalid_grant")


async def test_fact_06_a_code_is_good_often_on_a_switch(api: Api) -> None:
    await api.switch(code_uses="many")
    code = (await api.consent())["code"]
    assert [(await api.exchange(code)).status for _ in range(2)] == [200, 200]


async def test_fact_07_the_redirect_address_is_compared_exactly(api: Api) -> None:
    code = (await api.consent())["code"]
    refused(await api.exchange(code, redirect_uri=REDIRECT.rstrip("/")), "invalid_grant")
    assert (await api.authorize(redirect_uri=REDIRECT.rstrip("/"))).status == 400


async def test_fact_08_a_desktop_app_needs_a_challenge(api: Api) -> None:
    answer = await api.authorize(code_challenge=None)
    assert answer.status == 400
    assert "Location" not in answer.headers
    assert "code_challenge" in answer.text


async def test_fact_09_a_web_apps_challenge_is_not_used(api: Api) -> None:
    code = (await api.consent(client_key=WEB, redirect_uri=WEB_REDIRECT, code_challenge="any"))["code"]
    answer = await api.exchange(code, client_key=WEB, redirect_uri=WEB_REDIRECT)
    assert answer.status == 200


async def test_fact_08_a_web_app_needs_none(api: Api) -> None:
    wish: dict[str, str | None] = {
        "client_key": WEB,
        "redirect_uri": WEB_REDIRECT,
        "code_challenge": None,
        "code_challenge_method": None,
    }
    code = (await api.consent(**wish))["code"]  # type: ignore[arg-type]
    answer = await api.exchange(code, client_key=WEB, redirect_uri=WEB_REDIRECT, code_verifier=None)
    assert answer.body["open_id"] != (await api.exchange((await api.consent())["code"])).body["open_id"]


async def test_fact_09_a_base64url_challenge_ends_at_the_exchange(api: Api) -> None:
    digest = hashlib.sha256(VERIFIER.encode()).digest()
    code = (await api.consent(code_challenge=base64.urlsafe_b64encode(digest).decode().rstrip("=")))["code"]
    refused(await api.exchange(code), "invalid_request")


@pytest.mark.parametrize(("switch", "status"), [("lower", 400), ("any", 200)])
async def test_fact_09_upper_case_digits_are_a_switch(api: Api, switch: str, status: int) -> None:
    await api.switch(challenge_case=switch)
    code = (await api.consent(code_challenge=CHALLENGE.upper()))["code"]
    assert (await api.exchange(code)).status == status


@pytest.mark.parametrize("verifier", ["a" * 42, "a" * 129, "é" + "a" * 50, "a b" + "c" * 50, "/" * 43])
async def test_fact_10_a_bad_verifier_is_refused(api: Api, verifier: str) -> None:
    challenge = hashlib.sha256(verifier.encode()).hexdigest()
    code = (await api.consent(code_challenge=challenge))["code"]
    refused(await api.exchange(code, code_verifier=verifier), "invalid_request")


@pytest.mark.parametrize("method", ["plain", "s256", None])
async def test_fact_10_the_only_method_is_s256(api: Api, method: str | None) -> None:
    assert (await api.authorize(code_challenge_method=method)).status == 400
    await api.switch(authorize_refusal="redirect")
    answer = await api.authorize(code_challenge_method=method)
    assert query_of(answer.headers["Location"])["error"] == "invalid_request"


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("desktop", "http://example.com:1/callback/"),
        ("desktop", "http://127.0.0.1/callback/"),
        ("desktop", "http://127.0.0.1:1/callback/?a=b"),
        ("desktop", "http://127.0.0.1:1/callback/#a"),
        ("web", "http://app.example.com/callback/"),
        ("web", "https://app.example.com/" + "a" * 500),
    ],
)
async def test_fact_11_which_redirect_addresses_are_refused(api: Api, kind: str, address: str) -> None:
    body = {"type": kind, "redirect_uris": [address]}
    answer = await api.ask("PUT", f"/_standin/open/apps/{DESKTOP}", json=body)
    assert answer.status == 400
    assert (await api.authorize(redirect_uri=address)).status == 400


async def test_fact_11_which_redirect_addresses_are_good(api: Api) -> None:
    good = ["http://localhost:3455/callback/", "https://127.0.0.1:*/"]
    await api.app(redirect_uris=good)
    assert (await api.authorize(redirect_uri="https://127.0.0.1:65000/")).status == 200
    assert (await api.authorize(redirect_uri="https://127.0.0.1:x/")).status == 400
    many = [f"http://localhost:{port}/" for port in range(1, 12)]
    answer = await api.ask("PUT", f"/_standin/open/apps/{DESKTOP}", json={"redirect_uris": many})
    assert answer.status == 400


async def test_fact_12_the_state_comes_back_unchanged(api: Api) -> None:
    state = "x&y=z ü%41+*"
    assert (await api.consent(state=state))["state"] == state
    cancelled = {**parameters(state=state), "decision": "cancel"}
    told = query_of((await api.ask("POST", AUTHORIZE, data=cancelled)).headers["Location"])
    assert (told["error"], told["state"]) == ("access_denied", state)
    assert "state" not in await api.consent(state=None)


async def test_fact_13_a_user_may_grant_less(api: Api) -> None:
    told = await api.consent("user.info.basic", "video.upload")
    assert told["scopes"] == "user.info.basic,video.upload"
    assert (await api.exchange(told["code"])).body["scope"] == told["scopes"]
    assert told["scopes"] != SCOPES


async def test_fact_13_an_account_may_be_one_that_grants_less(api: Api) -> None:
    await api.account(grantable=["video.list"])
    assert (await api.consent())["scopes"] == "user.info.basic,video.list"


async def test_the_page_has_what_a_user_needs(api: Api) -> None:
    page = await api.authorize(state='"><b>')
    assert page.status == 200
    assert all(f"@{handle}<" in page.text for handle in (ONE, TWO))
    assert all(f'value="{scope}" checked' in page.text for scope in SCOPES.split(","))
    assert "<b>" not in page.text
    assert (await api.ask("POST", AUTHORIZE, data={**parameters(), "decision": "authorize"})).status == 400
    assert (await api.ask("POST", AUTHORIZE, data={"decision": "authorize"})).status == 400


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "user.info.basic, video.list"}, "invalid_scope"),
    ],
)
async def test_what_an_authorize_address_may_not_ask(api: Api, changes: Any, error: str) -> None:
    assert (await api.authorize(**changes)).status == 400
    await api.switch(authorize_refusal="redirect")
    assert query_of((await api.authorize(**changes)).headers["Location"])["error"] == error
    assert (await api.authorize(client_key="unknown", **changes)).status == 400


async def test_a_consent_given_before_is_not_asked_again_unless_wanted(api: Api) -> None:
    await api.exchange((await api.consent(handle=TWO))["code"])
    cookie = {"Cookie": f"standin_account={TWO}"}
    passed = await api.ask("GET", f"{AUTHORIZE}", params=parameters(), headers=cookie)
    code = query_of(passed.headers["Location"])["code"]
    assert (await api.exchange(code)).body["open_id"] == (await api.grant(TWO))["open_id"]
    wished = {**parameters(), "disable_auto_auth": "1"}
    assert (await api.ask("GET", AUTHORIZE, params=wished, headers=cookie)).status == 200
    await api.switch(auto_auth=False)
    assert (await api.ask("GET", AUTHORIZE, params=parameters(), headers=cookie)).status == 200
