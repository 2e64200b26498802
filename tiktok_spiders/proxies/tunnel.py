"""Notice at once that a proxy hung up before it answered a CONNECT.

Scrapy 2.19 looks at what a proxy sends, not at its hanging up: such a request would sit out the whole
``DOWNLOAD_TIMEOUT``. A name that Scrapy no longer has fails here at import, not in a crawl.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers import http11

if TYPE_CHECKING:
    from twisted.internet.protocol import Protocol
    from twisted.python.failure import Failure

_Endpoint = http11._TunnelingTCP4ClientEndpoint  # noqa: SLF001 - there is no public hook
_request_tunnel = _Endpoint.requestTunnel


def _watched(endpoint: http11._TunnelingTCP4ClientEndpoint, protocol: Protocol) -> Protocol:
    """Request a tunnel, and fail when the connection is lost meanwhile."""
    lost = protocol.connectionLost

    def connection_lost(reason: Failure) -> None:
        waiting = endpoint._tunnelReadyDeferred  # noqa: SLF001
        if not waiting.called:
            waiting.errback(ConnectionResetError("the proxy hung up before it answered"))
        lost(reason)

    protocol.connectionLost = connection_lost  # type: ignore[method-assign, assignment]
    return _request_tunnel(endpoint, protocol)


def watch_tunnels() -> None:
    """Switch it on, for all crawls of this process."""
    _Endpoint.requestTunnel = _watched  # type: ignore[method-assign, assignment]
