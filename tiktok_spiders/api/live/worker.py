"""A warm worker process: ``python -m tiktok_spiders.api.live.worker``.

Everything is imported and the reactor installed once; then it crawls what comes on stdin, one question
after the other, and ends when stdin does: with the API, however that went.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import threading
import warnings
from typing import Any

from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor

from tiktok_spiders.config import secrets_of
from tiktok_spiders.terminal.log_lines import PrintableFormatter
from tiktok_spiders.vault import RedactingFilter

REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
END_S = 5.0
"""Seconds that a crawl under way has to end when the API is gone; then the process ends anyhow."""

TALKATIVE = ("asyncio", "alembic", "httpx", "httpcore")


def main() -> None:
    """Work until stdin ends."""
    answers = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not come between the answers
    settings = settings_with(json.loads(sys.stdin.buffer.readline()))
    log_to_stderr(settings)
    install_reactor(REACTOR)
    from twisted.internet import reactor as installed  # noqa: PLC0415 - it must be installed first

    from tiktok_spiders.api.live.crawls import Crawls  # noqa: PLC0415
    from tiktok_spiders.api.live.orders import Orders  # noqa: PLC0415

    reactor: Any = installed
    loop = asyncio.get_event_loop()
    orders = Orders(Crawls(settings, lambda line: write(answers, line)), reactor.stop)
    threading.Thread(target=_read, args=(loop, orders), daemon=True).start()
    write(answers, b'{"told":"ready"}\n')
    reactor.run(installSignalHandlers=False)


def settings_with(given: dict[str, Any]) -> Settings:
    """Return the project's settings, those of the API over them."""
    settings = Settings()
    settings.setmodule("tiktok_spiders.settings", priority="project")
    settings.setdict(given, priority="cmdline")
    return settings


def log_to_stderr(settings: Settings) -> None:
    """Log warnings, without secrets and control characters; all of it where the API logs at DEBUG."""
    logging.captureWarnings(capture=True)
    warnings.simplefilter("ignore", DeprecationWarning)
    handler = logging.StreamHandler()
    handler.setFormatter(
        PrintableFormatter(logging.Formatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"]))
    )
    handler.addFilter(RedactingFilter(secrets_of(settings)))
    level = "DEBUG" if settings["LOG_LEVEL"] == "DEBUG" else "WARNING"
    handler.setLevel(level)  # some libraries give their loggers a level of their own
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def write(descriptor: int, line: bytes) -> None:
    """Write a whole line; when nobody reads any more, the end of stdin is near."""
    try:
        while line:
            line = line[os.write(descriptor, line) :]
    except BrokenPipeError:
        pass


def _read(loop: asyncio.AbstractEventLoop, orders: Any) -> None:
    """Hand on what comes. In a thread of its own: it ends the process even if the loop hangs."""
    for line in sys.stdin.buffer:
        loop.call_soon_threadsafe(orders.take, line)
    loop.call_soon_threadsafe(orders.end)
    threading.Event().wait(END_S)
    os._exit(1)


if __name__ == "__main__":
    main()
