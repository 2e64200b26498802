"""What an exception means, by its class name: the libraries that raise them are not imported here."""

from __future__ import annotations

from tiktok_spiders.outcome.model import Answer, Outcome
from tiktok_spiders.outcome.retry import answer

ROBOTS_MESSAGE = "Forbidden by robots.txt"

# Scrapy's own, then those of Twisted, the standard library, aiohttp and Playwright below other handlers.
_UNREACHABLE = frozenset(
    {
        "DownloadTimeoutError",
        "DownloadConnectionRefusedError",
        "CannotResolveHostError",
        "DownloadFailedError",
        "ResponseDataLossError",
        "ResponseFailed",
        "ResponseNeverReceived",
        "TunnelError",
        "ConnectError",
        "ConnectionLost",
        "ConnectionDone",
        "TCPTimedOutError",
        "DNSLookupError",
        "TimeoutError",
        "ConnectionError",
        "ClientError",
        "TargetClosedError",
        "OSError",
        "BrowserPageError",
    }
)

_CLEAR = frozenset({"BrowserUnavailableError"})
"""Classes whose words say enough without their name: what lacks, and how to mend it."""


def classify_exception(error: BaseException | str, message: str | None = None) -> Answer:
    """Return what an exception, or one known by its class name and message, means.

    Known network failures, subclasses included, are ``unreachable``; a request that robots.txt forbids is
    ``robots``; anything else is ``invalid``: no answer that further tries would better.
    """
    names = [error] if isinstance(error, str) else [base.__name__ for base in type(error).__mro__]
    words = str(error) if message is None and not isinstance(error, str) else message or ""
    words = words.split(" in request <")[0]  # an address may carry a token
    said = ": ".join(filter(None, ["" if words and names[0] in _CLEAR else names[0], words[:300]]))
    if "IgnoreRequest" in names and ROBOTS_MESSAGE.lower() in words.lower():
        return answer(Outcome.ROBOTS, said)
    if "DownloadCancelledError" in names:
        return answer(Outcome.INVALID, said, confirm=True)
    return answer(Outcome.UNREACHABLE if _UNREACHABLE.intersection(names) else Outcome.INVALID, said)
