"""Where the redirect is, by the settings."""

from __future__ import annotations

import pytest

from tiktok_spiders.api.publishing import routers_of
from tiktok_spiders.api.publishing.addresses import CALLBACK, redirect_path, redirect_uri
from tiktok_spiders.config import Config

CASES = [
    ({}, f"http://127.0.0.1:8000{CALLBACK}", CALLBACK),
    ({"base_url": "https://api.example.com"}, f"https://api.example.com{CALLBACK}", CALLBACK),
    ({"redirect_uri": "http://127.0.0.1:*/callback/"}, "http://127.0.0.1:8000/callback/", "/callback/"),
    ({"redirect_uri": "http://127.0.0.1:45991/callback/"}, "http://127.0.0.1:45991/callback/", None),
    ({"redirect_uri": "https://elsewhere.example.com/back"}, "https://elsewhere.example.com/back", None),
    (
        {"base_url": "https://api.example.com", "redirect_uri": "https://api.example.com/back"},
        "https://api.example.com/back",
        "/back",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("values", "address", "path"), CASES)
def test_the_redirect_is_below_the_base_address(
    values: dict[str, str], address: str, path: str | None
) -> None:
    config = Config(**values)
    assert redirect_uri(config) == address
    assert redirect_path(config) == path
    assert len(routers_of(config)) == (path is not None)


def test_a_path_that_would_be_a_pattern_is_none() -> None:
    assert routers_of(Config(redirect_uri="http://127.0.0.1:8000/{any:path}")) == ()
