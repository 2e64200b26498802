"""Put on a client's ``PYTHONPATH``: any connection or look-up beyond loopback ends that client."""

from __future__ import annotations

import os
import sys

EXIT_STATUS = 97
_NEAR = {"127.0.0.1", "::1", "localhost", None}


def _watch(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event in {"socket.connect", "socket.sendto"} and isinstance(args[1], tuple):
        host = args[1][0]
    else:
        return
    if host not in _NEAR:
        os.write(2, f"left the machine: {event} {host!r}\n".encode())
        os._exit(EXIT_STATUS)


sys.addaudithook(_watch)
