"""The settings of publishing, and what is said where they are wrong."""

from __future__ import annotations

import pytest

from tiktok_spiders.config import Config, secrets_of
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.publish.errors import PublishConfigError
from tiktok_spiders.publish.settings import PublishSettings, vault_of

APP = {"TIKTOK_CLIENT_KEY": "key-of-mine", "TIKTOK_CLIENT_SECRET": "MARK-secret"}


def made(**values: object) -> PublishSettings:
    return PublishSettings.from_settings(
        {**APP, **{f"TIKTOK_{name}": value for name, value in values.items()}}
    )


def test_the_defaults() -> None:
    found = made()
    assert found.app_type == "desktop"
    assert found.redirect_uri == "http://127.0.0.1:*/callback/"
    assert found.scopes == ("user.info.basic", "video.upload", "video.publish", "video.list")
    assert (found.open_api_url, found.auth_url) == ("https://open.tiktokapis.com", "https://www.tiktok.com")
    assert "MARK" not in repr(found)


def test_spaces_and_quotes_are_taken_off() -> None:
    found = made(CLIENT_KEY=' "key-of-mine"\n', CLIENT_SECRET="'MARK-secret' ")
    assert (found.client_key, found.client_secret) == ("key-of-mine", "MARK-secret")
    assert secrets_of({"TIKTOK_CLIENT_SECRET": '"MARK-secret"'}) == ("MARK-secret",)


@pytest.mark.parametrize("scopes", ["video.list, video.upload", "video.list video.upload,video.list"])
def test_scopes_as_people_write_them(scopes: str) -> None:
    assert made(SCOPES=scopes).scopes == ("video.list", "video.upload")


@pytest.mark.parametrize("missing", [("TIKTOK_CLIENT_KEY",), ("TIKTOK_CLIENT_SECRET",), tuple(APP)])
def test_an_app_that_is_not_named(missing: tuple[str, ...]) -> None:
    given = {name: "''" if name in missing else value for name, value in APP.items()}
    with pytest.raises(PublishConfigError, match=r"developers\.tiktok\.com") as caught:
        PublishSettings.from_settings(given)
    assert all(name in str(caught.value) for name in missing)


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("OPEN_API_URL", "http://api.example.com", "https"),
        ("AUTH_URL", "http://example.com", "https"),
        ("AUTH_URL", "https://www.tiktok.com/v2/auth/authorize/", "without a path"),
        ("OPEN_API_URL", "https://user:MARK@open.tiktokapis.com", "without user"),
        ("SCOPES", "", "at least 1"),
        ("SCOPES", "video list!", "pattern"),
        ("REDIRECT_URI", "app.example.com", "https"),
    ],
)
def test_values_that_are_refused(name: str, value: str, word: str) -> None:
    with pytest.raises(ConfigError, match=f"TIKTOK_{name} is .*{word}"):
        made(**{name: value})


def test_addresses_of_this_machine_may_be_plain() -> None:
    found = made(OPEN_API_URL="http://127.0.0.1:8080/", AUTH_URL="http://localhost:8080")
    assert (found.open_api_url, found.auth_url) == ("http://127.0.0.1:8080", "http://localhost:8080")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("http://127.0.0.1:3455/callback/", "desktop"),
        ("http://localhost:*/callback/", "desktop"),
        ("https://app.example.com/callback/", "web"),
    ],
)
def test_the_redirect_address_tells_the_app_s_type(address: str, kind: str) -> None:
    assert made(REDIRECT_URI=address).app_type == kind


@pytest.mark.parametrize("key", [None, "", "short"])
def test_a_missing_or_weak_key_ring(key: str | None) -> None:
    with pytest.raises(ConfigError, match="make one with: python"):
        vault_of(Config.from_settings({"TIKTOK_SECRET_KEY": key}))
