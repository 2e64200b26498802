from __future__ import annotations

import pytest

from tiktok_spiders.browser.errors import (
    BrowserPageError,
    BrowserProxyError,
    BrowserUnavailableError,
    page_error,
)
from tiktok_spiders.outcome import classify_exception


@pytest.mark.parametrize(
    ("message", "kind", "shown"),
    [
        (
            "Page.goto: net::ERR_CONNECTION_RESET at https://host/x?msToken=secret\nCall log:",
            BrowserPageError,
            "Page.goto: net::ERR_CONNECTION_RESET",
        ),
        (
            'Page.goto: Timeout 10ms exceeded.\nCall log:\n  - navigating to "https://host/"',
            BrowserPageError,
            "Page.goto: Timeout 10ms exceeded.",
        ),
        (
            "net::ERR_TUNNEL_CONNECTION_FAILED at http://host/",
            BrowserProxyError,
            "net::ERR_TUNNEL_CONNECTION_FAILED",
        ),
        (
            "net::ERR_PROXY_CONNECTION_FAILED at http://host/",
            BrowserProxyError,
            "net::ERR_PROXY_CONNECTION_FAILED",
        ),
        ("", BrowserPageError, "Exception"),
    ],
)
def test_playwrights_errors_lose_their_addresses(message: str, kind: type, shown: str) -> None:
    error = page_error(Exception(message))
    assert (type(error), str(error)) == (kind, shown)
    assert classify_exception(error).outcome == "unreachable"


def test_no_browser_is_nothing_that_tries_would_better() -> None:
    assert classify_exception(BrowserUnavailableError("off")).outcome == "invalid"
