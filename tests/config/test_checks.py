"""Values as people write them, and what is said of those that are refused."""

from __future__ import annotations

from typing import Any

import pytest

from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError


@pytest.mark.parametrize(
    ("field", "given", "read"),
    [
        ("web_url", "http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("auth_url", "http://localhost:8080", "http://localhost:8080"),
        ("client_key", " 'a key'\n", "a key"),
        ("client_key", '""', None),
        ("scopes", "video.list video.upload,video.list", ("video.list", "video.upload")),
        ("pseudonymise", "authors, members,", ("authors", "members")),
        ("pseudonymise", "none", ()),
        ("pseudonymise", ("authors",), ("authors",)),
        ("redirect_uri", "http://127.0.0.1:*/callback/", "http://127.0.0.1:*/callback/"),
        ("redis_url", "unix:///run/redis.sock", "unix:///run/redis.sock"),
    ],
)
def test_a_value_is_read(field: str, given: Any, read: Any) -> None:
    assert getattr(Config.from_settings({f"TIKTOK_{field.upper()}": given}), field) == read


@pytest.mark.parametrize(
    ("field", "given", "says"),
    [
        ("web_url", "tiktok.com", "an address such as https://host"),
        ("web_url", "https://me:word@host", "without user or password"),
        ("web_url", "https://host/path", "an address without a path"),
        ("auth_url", "http://host", "an address over https"),
        ("redirect_uri", "http://host/callback/", "an https address of a web app"),
        ("redirect_uri", "https://host/callback/?a=1", "without query or fragment"),
        ("redirect_uri", "https://host/" + "a" * 512, "fewer than 512 characters"),
        ("pseudonymise", "neighbours", "Input should be 'reviewers'"),
        ("scopes", 5, "valid tuple"),
        ("redis_url", "http://host", "an address such as redis://host:6379/0"),
        ("identities", "0", "greater than or equal to 1"),
    ],
)
def test_a_value_is_refused_in_one_line(field: str, given: Any, says: str) -> None:
    with pytest.raises(ConfigError) as told:
        Config.from_settings({f"TIKTOK_{field.upper()}": given})
    assert str(told.value).startswith(f"TIKTOK_{field.upper()} is ")
    assert says in str(told.value)
    assert "\n" not in str(told.value)
