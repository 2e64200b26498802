"""A process with the libraries imported, which forks another for each order that comes over a socket."""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import runpy
import selectors
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

PACKAGES = ("tiktok_spiders", "middlewares", "pipelines", "tiktok_standin", "scrapy.commands")
"""What is imported whole."""

NOT_PRELOADED = ("tiktok_spiders.settings", "tiktok_spiders.store.migrations")
"""The settings are those of the environment at their import."""

MODULES = (
    "alembic.command",
    "psycopg",
    "rich.live",
    "rich.table",
    "scrapy.cmdline",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.scheduler",
    "scrapy.extensions.feedexport",
    "scrapy.pqueues",
    "scrapy.resolver",
    "scrapy.robotstxt",
    "scrapy.squeues",
    "scrapy.statscollectors",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite",
    "tldextract",
    "twisted.internet.asyncioreactor",
    "twisted.web.client",
)
"""What else a crawl imports that takes long."""

LARGEST_ORDER = 2**17


@dataclass(frozen=True, slots=True)
class Order:
    """What a child is to be: ``python -m …`` with environment, directory and files."""

    arguments: list[str]
    """The module, then what is given to it."""

    cwd: str
    env: dict[str, str]
    files: dict[int, int]
    """Received descriptors by the number that they are to have."""

    report: int
    """The descriptor that tells the process's id, then its exit status."""

    def become(self) -> None:
        """Go on as what was ordered."""
        os.chdir(self.cwd)
        os.environ.clear()
        os.environ.update(self.env)
        time.tzset()
        for number, received in self.files.items():
            os.dup2(received, number)
            os.close(received)
        os.close(self.report)
        sys.path[0] = self.cwd
        sys.argv = self.arguments
        runpy.run_module(self.arguments[0], run_name="__main__", alter_sys=True)


class Server:
    """Takes orders until its client is gone."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._selector = selectors.DefaultSelector()
        self._selector.register(connection, selectors.EVENT_READ)

    def serve(self) -> Order | None:
        """Return None in this process, when the client is gone; its order in each child."""
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is not self._connection:
                    self._reap(key)
                    continue
                order = self._receive()
                if order is None or self._forked(order):
                    return order

    def _receive(self) -> Order | None:
        text, received, _, _ = socket.recv_fds(self._connection, LARGEST_ORDER, 3)
        if not text:
            return None
        for each in received:
            os.set_inheritable(each, False)
        order: dict[str, Any] = json.loads(text)
        numbers: list[int] = order.pop("files")
        return Order(**order, report=received[0], files=dict(zip(numbers, received[1:], strict=True)))

    def _forked(self, order: Order) -> bool:
        child = os.fork()
        if not child:
            self._close()
            return True
        for each in order.files.values():
            os.close(each)
        os.write(order.report, f"{child}\n".encode())
        self._selector.register(os.pidfd_open(child), selectors.EVENT_READ, (child, order.report))
        return False

    def _reap(self, key: selectors.SelectorKey) -> None:
        child, report = key.data
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        self._selector.unregister(key.fileobj)
        os.close(key.fd)
        with suppress(BrokenPipeError):  # nobody waits for it
            os.write(report, f"{status}\n".encode())
        os.close(report)

    def _close(self) -> None:
        for key in list(self._selector.get_map().values()):
            if key.data:
                os.close(key.fd)
                os.close(key.data[1])
        self._connection.close()
        self._selector.close()


def preload() -> None:
    """Import what the children would."""
    for name in PACKAGES:
        package = importlib.import_module(name)
        for each in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not each.name.startswith(NOT_PRELOADED) and not each.name.endswith("__main__"):
                importlib.import_module(each.name)
    for name in MODULES:
        importlib.import_module(name)


def main() -> None:
    """Import, then serve."""
    preload()
    if "twisted.internet.reactor" in sys.modules:
        raise RuntimeError("a reactor cannot be shared by processes")
    gc.collect()
    gc.freeze()  # what is never collected is never copied
    order = Server(socket.socket(fileno=int(sys.argv[1]))).serve()
    if order is not None:
        order.become()


if __name__ == "__main__":
    main()
