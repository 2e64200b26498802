from __future__ import annotations

import logging
import re
from io import StringIO

import pytest

from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.vault import Pseudonyms, RedactingFilter, Vault, VaultError, redact

OLD = "an-old-key-that-is-long-enough-0123456789"
NEW = "a-new-key-that-is-long-enough-9876543210"


def test_what_goes_in_comes_out() -> None:
    token = Vault.from_key(OLD).encrypt("identities", b"\x00secret")
    assert "secret" not in token
    assert Vault.from_key(OLD).decrypt("identities", token) == b"\x00secret"


def test_a_purpose_does_not_open_what_another_closed() -> None:
    vault = Vault.from_key(OLD)
    with pytest.raises(VaultError, match="kept for publishing"):
        vault.decrypt("publishing", vault.encrypt("identities", b"x"))
    assert vault.derive("a") != vault.derive("b")
    assert len(vault.derive("a")) == 32


def test_any_key_of_the_ring_opens_and_the_first_writes() -> None:
    token = Vault.from_key(OLD).encrypt("identities", b"x")
    ring = Vault.from_key(f" {NEW} , {OLD}, ")
    assert ring.decrypt("identities", token) == b"x"
    turned = ring.rotate("identities", token)
    assert Vault.from_key(NEW).decrypt("identities", turned) == b"x"
    with pytest.raises(VaultError):
        Vault.from_key(OLD).decrypt("identities", turned)


@pytest.mark.parametrize("token", ["", "nonsense", "gAAAA", "ünsinn"])
def test_what_is_no_token(token: str) -> None:
    with pytest.raises(VaultError):
        Vault.from_key(OLD).decrypt("identities", token)


@pytest.mark.parametrize("text", [None, "", " , ", "short", "a" * 64, f"{OLD},short"])
def test_a_weak_key_is_refused_with_how_to_make_one(text: str | None) -> None:
    with pytest.raises(ConfigError, match="token_urlsafe") as caught:
        Vault.from_key(text)
    assert "short" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "TIKTOK_PSEUDONYM_KEY=MARK",
        "http://user:MARK@proxy:8080",
        "http://MARK:MARK@proxy:8080/",
        "http://user:MA@MARK@proxy:8080",
        "http://user:MA/MARK@proxy:8080",
        "postgresql+psycopg://u:MARK@h/d?sslpassword=MARK",
        "https://www.tiktok.com/api/x/?aid=1&msToken=MARK%3D%3D&count=1",
        "Cookie: ttwid=1%7CMARK; sessionid=MARK; msToken=MARK==",
        "{'sessionid': 'MARK', \"msToken\": \"MARK\"}",
        "b'x-ms-token': b'MARK'",
        "{'name': 'sessionid', 'value': 'MARK', 'domain': '.tiktok.com'}",
        "Cookie(version=0, name='sessionid', value='MARK', port=None)",
        "<Cookie sid_guard=MARK for .tiktok.com/>",
        "Authorization: Bearer MARK",
        "Proxy-Authorization: Basic MARK",
        "WEBSHARE_API_KEY=MARK api_key: MARK",
        "url=msToken%3DMARK",
    ],
)
def test_secrets_are_hidden(text: str) -> None:
    assert "MARK" not in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.tiktok.com/@someone/video/7300000000000000000",
        "http://127.0.0.1:8080/@someone?lang=en",
        "https://www.tiktok.com/@a and https://www.tiktok.com/@b",
        "a token was dropped; sessions: 3",
        "mail me: someone@example.org",
        "GET <http://[::1]:8080/@x>",
    ],
)
def test_the_rest_stays(text: str) -> None:
    assert redact(text) == text


def test_addresses_keep_their_host() -> None:
    assert redact("http://u:p@proxy:8080") == "http://***@proxy:8080"
    assert redact("the key is 4711", ["4711", ""]) == "the key is ***"


def test_logs_are_redacted_with_their_tracebacks() -> None:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactingFilter(["VALUE"]))
    logger = logging.getLogger("tests.vault")
    logger.propagate = False
    logger.addHandler(handler)
    try:
        logger.error("asked %s with %s", "http://u:MARK@proxy", "VALUE")
        logger.error("plain %d", 1)
        try:
            int("msToken=MARK")
        except ValueError:
            logger.exception("it failed")
    finally:
        logger.removeHandler(handler)
    assert "MARK" not in stream.getvalue()
    assert "VALUE" not in stream.getvalue()
    assert "plain 1" in stream.getvalue()
    assert "msToken=***" in stream.getvalue()


def test_pseudonyms_are_of_their_key() -> None:
    made = Pseudonyms.from_keys(None, OLD)
    assert made is not None
    name = made.name("6800000000000000001")
    assert name is not None
    assert re.fullmatch("p_[a-z2-7]{26}", name)
    assert name != made.name("6800000000000000002")
    again, ring = Pseudonyms.from_keys(OLD, NEW), Pseudonyms.from_keys("", f"{NEW},{OLD}")
    assert again is not None
    assert ring is not None
    assert again.name("6800000000000000001") == name
    assert ring.name("6800000000000000001") != name


@pytest.mark.parametrize("user_id", [None, "", "D**m", "p_abc", "１２"])
def test_only_decimal_identifiers_have_a_pseudonym(user_id: str | None) -> None:
    assert Pseudonyms(b"k" * 32).name(user_id) is None


def test_no_key_no_pseudonyms() -> None:
    assert Pseudonyms.from_keys(None, " , ") is None
    with pytest.raises(ConfigError, match="TIKTOK_PSEUDONYM_KEY: key 1 is weak"):
        Pseudonyms.from_keys("short", OLD)
