"""The server of the API: its parts are opened before it listens and closed after its last answer."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from tiktok_spiders.api.protocol import Protocol
from tiktok_spiders.exceptions import ConfigError

KEEP_ALIVE_S = 30
SHUTDOWN_S = 20
"""Seconds that requests under way have to end when the server is told to stop."""

BACKLOG = 2048
SWITCH_S = 0.0005
"""Seconds that a thread may keep Python to itself: with the usual 5 ms the event loop waits too long."""

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Server(uvicorn.Server):
    """Uvicorn's server that ends by itself after a signal, so that what is around it can be closed."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Be told of signals by the event loop."""
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in SIGNALS:
                loop.remove_signal_handler(number)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that is bound. Raises ``ConfigError`` for an address or port that cannot be had."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        bound = socket.socket(family, kind)
    except OSError as error:
        raise ConfigError(f"TIKTOK_API_HOST {host}: {error.strerror or error}") from None
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(BACKLOG)
    except OSError as error:
        bound.close()
        raise ConfigError(
            f"{host} port {port} (TIKTOK_API_HOST, TIKTOK_API_PORT): {error.strerror or error}"
        ) from None
    return bound


def shown(bound: socket.socket) -> str:
    """Return the address of a bound socket as a browser takes it."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(app: FastAPI, bound: socket.socket, say: Callable[[str], object]) -> None:
    """Serve until SIGTERM or SIGINT. What opening a part raises is raised here."""
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        http=Protocol,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=SHUTDOWN_S,
    )
    sys.setswitchinterval(SWITCH_S)
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(_serve(app, Server(config), bound, say))


async def _serve(app: FastAPI, server: Server, bound: socket.socket, say: Callable[[str], object]) -> None:
    async with app.router.lifespan_context(app):
        say(f"serving {shown(bound)}")
        await server.serve([bound])
