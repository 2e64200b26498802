"""Logins against the stand-in: facts 1 to 13 of TikTok's documentation."""

from __future__ import annotations

import base64
import hashlib
import string
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest

from tests.publish.rig import APP, REDIRECT, SCOPES, SECRET, settings_for
from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.publish import oauth, pkce
from tiktok_spiders.publish.answers import flat_answer
from tiktok_spiders.publish.errors import AuthError, LoginLostError, PublishConfigError, PublishError
from tiktok_spiders.publish.logins import read_redirect
from tiktok_spiders.publish.refresh import fresh_token

if TYPE_CHECKING:
    from tests.publish.open_control import OpenControl
    from tests.publish.rig import Rig

APP_FIELDS = {"client_key": APP, "client_secret": SECRET}
TOKEN = "/v2/oauth/token/"


async def refused(rig: Rig, fields: dict[str, str], path: str = TOKEN) -> PublishError:
    """Return what the token endpoint refuses a form with."""
    with pytest.raises(PublishError) as caught:
        await rig.api.form(path, fields)
    return caught.value


async def redirect_of(rig: Rig, **consent: Any) -> tuple[str, Any]:
    """Return where a login was sent back to, and the login itself."""
    address = rig.logins.begin(rig.settings, redirect_uri=REDIRECT)
    back = rig.official.consent(address, **consent)
    return back, rig.logins.take(read_redirect(back).state)


@pytest.mark.parametrize("way", [{"json": APP_FIELDS}, {"params": APP_FIELDS}])
async def test_fact_01_only_a_form_is_read(rig: Rig, way: dict[str, Any]) -> None:
    way = {name: {**fields, "grant_type": "client_credentials"} for name, fields in way.items()}
    async with httpx.AsyncClient(base_url=rig.official.url, trust_env=False) as client:
        answer = await client.post(TOKEN, **way)
    with pytest.raises(AuthError) as caught:
        flat_answer(answer)
    assert caught.value.code == "invalid_request"
    rig.official.switch(form_charset="refused")
    assert (await rig.by_page()).scopes == set(SCOPES)  # what the client sends is read


async def test_fact_02_who_asks_is_told_apart(rig: Rig) -> None:
    kind = {"grant_type": "refresh_token", "refresh_token": "rft.none"}
    nameless = await refused(rig, {"client_id": APP, "client_secret": SECRET, **kind})
    assert nameless.code == "invalid_request"
    wrong = await refused(rig, {**APP_FIELDS, **kind, "client_secret": "another-secret-altogether"})
    assert (wrong.code, "TIKTOK_CLIENT_SECRET" in str(wrong)) == ("invalid_client", True)
    assert (await refused(rig, {**APP_FIELDS, "grant_type": "password"})).code == "unsupported_grant_type"


async def test_fact_03_a_refusal_is_flat(rig: Rig) -> None:
    error = await refused(rig, {**APP_FIELDS, "grant_type": "refresh_token", "refresh_token": "rft.none"})
    assert isinstance(error, LoginLostError)
    assert error.code == "invalid_grant"
    assert error.log_id
    assert "invalid or expired" in str(error)
    assert "scrapy publish login" in error.remedy


@pytest.mark.parametrize("status", [200, 400])
async def test_fact_04_the_status_of_a_refusal_decides_nothing(rig: Rig, status: int) -> None:
    rig.official.switch(oauth_status=status)
    error = await refused(rig, {**APP_FIELDS, "grant_type": "refresh_token", "refresh_token": "rft.none"})
    assert (error.code, error.status) == ("invalid_grant", status)
    rig.log_in()
    rig.tokens.renew(
        "me", oauth.read_tokens({**rig.official.grant(), "refresh_token": "rft.dead"}, rig.clock())
    )
    with pytest.raises(LoginLostError):
        await fresh_token(rig.api, rig.tokens, "me", force=True)


async def test_fact_05_a_code_is_decoded_once(rig: Rig) -> None:
    back, login = await redirect_of(rig)
    raw = urlsplit(back).query.split("code=")[1].split("&")[0]
    assert "%2A" in raw
    assert "%21" in raw
    given = {"redirect_uri": REDIRECT, "verifier": login.verifier, "now": rig.clock()}
    with pytest.raises(LoginLostError) as caught:
        await oauth.exchange(rig.api, raw, **given)
    assert caught.value.code == "invalid_grant"
    code = read_redirect(back).code
    assert "*" in code
    assert (await oauth.exchange(rig.api, code, **given)).access_token.startswith("act.")


async def test_fact_06_a_code_is_good_once_and_not_for_long(rig: Rig) -> None:
    back, login = await redirect_of(rig)
    code = read_redirect(back).code
    given = {"redirect_uri": REDIRECT, "verifier": login.verifier, "now": rig.clock()}
    await oauth.exchange(rig.api, code, **given)
    with pytest.raises(LoginLostError, match="invalid_grant"):
        await oauth.exchange(rig.api, code, **given)
    back, login = await redirect_of(rig)
    rig.later(601)
    with pytest.raises(LoginLostError, match="invalid_grant"):
        await oauth.exchange(
            rig.api,
            read_redirect(back).code,
            redirect_uri=REDIRECT,
            verifier=login.verifier,
            now=rig.clock(),
        )


async def test_fact_07_the_redirect_address_is_the_same_both_times(rig: Rig) -> None:
    back, login = await redirect_of(rig)
    with pytest.raises(LoginLostError, match="invalid_grant"):
        await oauth.exchange(
            rig.api,
            read_redirect(back).code,
            redirect_uri=REDIRECT.rstrip("/"),
            verifier=login.verifier,
            now=rig.clock(),
        )
    assert login.redirect_uri == REDIRECT


async def test_fact_08_a_desktop_app_sends_a_challenge_and_a_web_app_does_not(rig: Rig) -> None:
    given = {"redirect_uri": REDIRECT, "state": "s", "scopes": SCOPES}
    async with httpx.AsyncClient(trust_env=False) as client:
        bare = await client.get(oauth.authorize_url(rig.settings, verifier=None, **given))
        good = await client.get(oauth.authorize_url(rig.settings, verifier=pkce.new_verifier(), **given))
    assert "code_challenge" in bare.text
    assert bare.status_code == 400
    assert good.status_code == 200
    asked = parse_qs(urlsplit(rig.logins.begin(rig.settings, redirect_uri=REDIRECT)).query)
    assert len(asked["code_challenge"][0]) == 64
    assert asked["code_challenge_method"] == ["S256"]
    web = settings_for(rig.official.url, redirect_uri="https://app.example.com/callback/")
    asked = parse_qs(urlsplit(rig.logins.begin(web, redirect_uri=web.redirect_uri)).query)
    assert "code_challenge" not in asked


async def test_fact_08_a_web_app_logs_in_without_a_challenge(rig: Rig) -> None:
    web = settings_for(
        rig.official.url, client_key="sbx-web-key", redirect_uri="https://app.example.com/callback/"
    )
    rig.settings = rig.api.settings = web
    address = rig.logins.begin(web, redirect_uri=web.redirect_uri)
    login, tokens = await rig.logins.finish(rig.api, rig.official.consent(address))
    assert login.verifier is None
    assert tokens.open_id.startswith("-000")


async def test_fact_09_the_challenge_is_in_hex(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def as_rfc_7636(verifier: str) -> str:
        digest = hashlib.sha256(verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    vector = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert pkce.challenge_of(vector) == "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3"
    monkeypatch.setattr(oauth, "challenge_of", as_rfc_7636)
    with pytest.raises(AuthError) as caught:
        await rig.by_page()
    assert caught.value.code == "invalid_request"


async def test_fact_10_verifiers_have_the_length_and_characters_that_are_taken(rig: Rig) -> None:
    made = {pkce.new_verifier() for _ in range(50)}
    assert len(made) == 50
    assert all(43 <= len(one) <= 128 for one in made)
    assert set().union(*made) <= set(string.ascii_letters + string.digits + "-._~")
    for verifier in ("a" * 42, "a" * 129, "ü" * 50):
        address = oauth.authorize_url(
            rig.settings, redirect_uri=REDIRECT, state="s", verifier=verifier, scopes=SCOPES
        )
        code = read_redirect(rig.official.consent(address)).code
        with pytest.raises(AuthError, match="invalid_request"):
            await oauth.exchange(rig.api, code, redirect_uri=REDIRECT, verifier=verifier, now=rig.clock())
    plain = rig.logins.begin(rig.settings, redirect_uri=REDIRECT).replace("S256", "plain")
    with pytest.raises(AssertionError, match="code_challenge_method"):
        rig.official.consent(plain)


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("http://app.example.com/callback/", "https"),
        ("http://127.0.0.1:8080/callback/?next=1", "query"),
        ("https://app.example.com/callback/#top", "fragment"),
        ("https://app.example.com/" + "a" * 500, "512"),
        ("ftp://127.0.0.1/", "https"),
    ],
)
async def test_fact_11_bad_redirect_addresses_are_refused_at_start(address: str, word: str) -> None:
    with pytest.raises(ConfigError, match=f"TIKTOK_REDIRECT_URI is .*{word}"):
        Config.from_settings({"TIKTOK_REDIRECT_URI": address})


async def test_fact_11_tiktok_refuses_them_as_well(rig: Rig) -> None:
    for address in ("http://app.example.com/callback/", "http://127.0.0.1/callback/", REDIRECT + "?a=b"):
        with pytest.raises(AssertionError, match="redirect_uri"):
            rig.official.consent(rig.logins.begin(rig.settings, redirect_uri=address))
    with pytest.raises(PublishConfigError, match="no port"):
        rig.logins.begin(rig.settings, redirect_uri="http://127.0.0.1:*/callback/")


async def test_fact_12_a_foreign_state_is_refused(rig: Rig) -> None:
    address = rig.logins.begin(rig.settings, redirect_uri=REDIRECT)
    back = rig.official.consent(address)
    sent = parse_qs(urlsplit(address).query)["state"][0]
    assert read_redirect(back).state == sent
    before = len(rig.official.calls("oauth.token"))
    for foreign in (back.replace(sent, "x" * len(sent)), back.replace(f"state={sent}", ""), "nonsense", ""):
        with pytest.raises(AuthError) as caught:
            await rig.logins.finish(rig.api, foreign)
        assert caught.value.code == "state_mismatch"
    assert len(rig.official.calls("oauth.token")) == before
    await rig.logins.finish(rig.api, back)
    with pytest.raises(AuthError, match="good once"):
        await rig.logins.finish(rig.api, back)


async def test_fact_12_a_state_is_good_for_ten_minutes(rig: Rig) -> None:
    back = rig.official.consent(rig.logins.begin(rig.settings, redirect_uri=REDIRECT))
    rig.clock.offset = timedelta(minutes=10, seconds=1)
    with pytest.raises(AuthError, match="under way"):
        await rig.logins.finish(rig.api, back)


async def test_a_user_who_says_no(rig: Rig) -> None:
    back = rig.official.consent(rig.logins.begin(rig.settings, redirect_uri=REDIRECT), deny=True)
    with pytest.raises(AuthError) as caught:
        await rig.logins.finish(rig.api, back)
    assert caught.value.code == "access_denied"
    with pytest.raises(AuthError, match="access_denied"):
        await rig.logins.finish(rig.api, "?error=access_denied")


async def test_fact_13_the_user_may_grant_less(rig: Rig) -> None:
    granted = ["user.info.basic", "video.upload"]
    back, login = await redirect_of(rig, scopes=granted)
    assert read_redirect(back).scopes == set(granted)
    assert set(login.scopes) == set(SCOPES)
    account = await rig.by_page(scopes=granted)
    assert account.scopes == set(granted)
    assert not account.has("video.publish")


async def test_a_login_can_show_the_page_to_who_has_allowed_it_before(rig: Rig) -> None:
    address = rig.logins.begin(rig.settings, redirect_uri=REDIRECT, choose_account=True)
    assert parse_qs(urlsplit(address).query)["disable_auto_auth"] == ["1"]


def test_a_redirect_may_be_pasted_in_several_forms(official: OpenControl) -> None:
    query = f"code={quote('a*b!c', safe='')}&state=s&scopes=video.list,video.upload"
    for text in (f"https://app.example.com/callback/?{query}", f" ?{query}\n", query, f"/callback/?{query}"):
        found = read_redirect(text)
        assert (found.code, found.state, len(found.scopes)) == ("a*b!c", "s", 2)
    assert read_redirect("http://[").code == ""
