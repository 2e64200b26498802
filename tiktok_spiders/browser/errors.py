"""Errors of the browser transport.

::

    TikTokSpidersError
    └── BrowserError
        ├── BrowserUnavailableError   there is no browser, or it is switched off: no further try would help
        └── BrowserPageError          a page could not be opened or was lost: as good as no answer
            └── BrowserProxyError     ... because of the identity's proxy
"""

from __future__ import annotations

import re

from tiktok_spiders.exceptions import TikTokSpidersError

_ADDRESS = re.compile(r"\s+at\s+\S+|\bhttps?://\S+")
_PROXY = ("ERR_PROXY", "ERR_TUNNEL", "ERR_SOCKS", "ERR_UNEXPECTED_PROXY_AUTH")


class BrowserError(TikTokSpidersError):
    """Base of what the browser transport raises on purpose."""


class BrowserUnavailableError(BrowserError):
    """Raised for a request that needs a browser where none can be used."""


class BrowserPageError(BrowserError):
    """Raised when a page could not be opened, or was lost before it answered."""


class BrowserProxyError(BrowserPageError):
    """Raised when the proxy of an identity's context refused or was not there."""


def page_error(error: Exception) -> BrowserPageError:
    """Return the error for one of Playwright's: its first line, without addresses (they carry tokens)."""
    words = _ADDRESS.sub("", str(error).split("\n", 1)[0]).strip() or type(error).__name__
    kind = BrowserProxyError if any(sign in words for sign in _PROXY) else BrowserPageError
    return kind(words)
