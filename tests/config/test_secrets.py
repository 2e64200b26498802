"""Marks of settings: what no error and no log shows."""

from __future__ import annotations

import pytest

from tiktok_spiders.config import PREFIX, SECRETS, Config, secrets_of, setting_names
from tiktok_spiders.exceptions import ConfigError

SECRET_ENDS = ("_KEY", "_KEYS", "_SECRET", "_PASSWORD", "_TOKENS", "_TOKEN")
PUBLIC = {"TIKTOK_CLIENT_KEY", "TIKTOK_DEDUPE_KEYS", "TIKTOK_SEEN_KEYS"}


def test_a_setting_named_like_a_secret_is_marked() -> None:
    named = {name for name in setting_names() if name.endswith(SECRET_ENDS)} - PUBLIC
    assert len(named) >= 6
    assert named <= SECRETS


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_no_error_shows_a_marked_value(name: str) -> None:
    with pytest.raises(ConfigError, match=rf"^{name} is \(hidden\): ") as refusal:
        Config.from_settings({name: {"MARK": "of-a-value"}})
    assert "MARK" not in str(refusal.value)


def test_an_error_shows_any_other_value() -> None:
    with pytest.raises(ConfigError, match=r"^TIKTOK_BROWSER is 'lynx': "):
        Config.from_settings({"TIKTOK_BROWSER": "lynx"})


def test_secrets_are_told_apart_from_addresses_and_short_texts() -> None:
    settings = {
        "TIKTOK_MS_TOKENS": "first-token, 'second-token',short",
        "TIKTOK_CLIENT_SECRET": '"quoted-secret"',
        "TIKTOK_REDIS_URL": "redis://someone:password@host/0",
        "TIKTOK_BROWSER": "chromium",
    }
    assert set(secrets_of(settings)) == {"first-token", "second-token", "quoted-secret"}
    assert "TIKTOK_REDIS_URL" in SECRETS


def test_no_two_groups_have_a_setting_of_one_name() -> None:
    own = [name for group in Config.__bases__ for name in group.__annotations__]
    assert len(own) > 60
    assert sorted(PREFIX + name.upper() for name in own) == sorted(setting_names())
