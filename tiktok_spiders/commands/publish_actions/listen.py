"""``scrapy publish listen``: take TikTok's webhooks."""

from __future__ import annotations

import asyncio
import logging
import signal
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from tiktok_spiders.commands.publish_actions.opening import say, working
from tiktok_spiders.publish.receiver import MOST, TOO_LARGE, Receiver
from tiktok_spiders.terminal.log_lines import stderr_handler

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from aiohttp import web
    from scrapy.settings import BaseSettings

    from tiktok_spiders.publish.opening import Publishing

NAME = "listen"
HELP = "Take TikTok's webhooks on this machine, until SIGTERM or SIGINT"

PATH = "/webhook"
HOST = "127.0.0.1"


def declare(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--port", type=int, required=True, metavar="N", help="port on 127.0.0.1; 0: any")


def run(options: Namespace, settings: BaseSettings) -> int:
    """Serve ``POST /webhook`` to a server of yours that speaks https to TikTok."""
    if not 0 <= options.port <= 65535:
        raise UsageError(f"--port is {options.port}: 0 to 65535")
    from aiohttp import web  # noqa: PLC0415 - every command would load it: 6 MiB

    _log(settings)

    async def work(desk: Publishing) -> int:
        runner = web.AppRunner(application(Receiver(desk)), access_log=None, shutdown_timeout=5)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, options.port).start()
            say(f"listening on http://{HOST}:{runner.addresses[0][1]}{PATH}")
            await _signalled()
        finally:
            await runner.cleanup()
        return 0

    return working(settings, work)


def application(receiver: Receiver) -> web.Application:
    """Return what serves a receiver at ``POST /webhook``."""
    from aiohttp import web  # noqa: PLC0415

    async def take(request: web.Request) -> web.Response:
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=TOO_LARGE)
        return web.Response(status=await receiver.receive(body, request.headers))

    app = web.Application(client_max_size=MOST)
    app.router.add_post(PATH, take)
    return app


async def _signalled() -> None:
    """Return when the process is asked to end."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    await asked.wait()


def _log(settings: BaseSettings) -> None:
    """Log what comes to stderr."""
    own = logging.getLogger("tiktok_spiders.publish")
    own.addHandler(stderr_handler(settings))
    own.setLevel(logging.INFO)
