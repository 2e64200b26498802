"""Ports for servers of the tests."""

from __future__ import annotations

import random
import socket

LOWEST, PORTS = 15_000, 15_000
"""Below the ports that Linux gives to connections (32768 and above): no client is on one by chance, so that
it is still free when a server that was away comes back."""


def free_port() -> int:
    """Return a port of loopback that nothing listens on now."""
    for port in random.sample(range(LOWEST, LOWEST + PORTS), PORTS):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no port of loopback is free")
