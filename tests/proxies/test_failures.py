from __future__ import annotations

import pytest

from tiktok_spiders.proxies.failures import kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "TunnelError: Could not open CONNECT tunnel with proxy h:1 [{'status': 407, 'reason': b'P'}]",
            "auth",
        ),
        (
            "TunnelError: Could not open CONNECT tunnel with proxy h:1 [{'status': 503, 'reason': b'S'}]",
            "tunnel",
        ),
        ("DownloadConnectionRefusedError: Connection was refused by other side: 111", "refused"),
        ("DownloadTimeoutError: Getting https://h took longer than 30.0 seconds.", "timeout"),
        ("CannotResolveHostError: DNS lookup failed", "dns"),
        ("DownloadFailedError: [<twisted.python.failure.Failure ConnectionLost>]", "reset"),
        ("BrowserProxyError: net::ERR_TUNNEL_CONNECTION_FAILED at https://h", "tunnel"),
        ("Error: net::ERR_PROXY_CONNECTION_FAILED", "refused"),
        ("Error: net::ERR_INVALID_AUTH_CREDENTIALS", "auth"),
        ("Error: net::ERR_TIMED_OUT", "timeout"),
        ("", "reset"),
    ],
)
def test_kind(text, kind):
    assert kind_of(text) == kind
