"""Look at the proxies that a crawl would use."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from tiktok_spiders.config import Config
from tiktok_spiders.exceptions import ConfigError
from tiktok_spiders.proxies import ProxyPool, pool_of
from tiktok_spiders.terminal.printable import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from tiktok_spiders.proxies import ProxyStatus

WIDTH_OF_FILES = 200
"""Columns of the table in a file or a pipe, which have no width of their own."""

_STYLES = {"ok": "green", "failing": "yellow", "quarantined": "red"}
_COLUMNS = (
    "name", "proxy", "country", "health", "answers", "latency", "failures", "quarantined until", "last error",
)  # fmt: skip


class Command(ScrapyCommand):
    """``scrapy proxy status``: one line a proxy on stdout.

    Exit status 2: a refused option or setting; 1: with ``--check``, when no proxy works; else 0.
    """

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        """Return what may follow the command's name."""
        return "status [--check] [--timeout SECONDS] [--json]"

    def short_desc(self) -> str:
        """Return the line of ``scrapy``'s list."""
        return "List the proxies and whether they work"

    def add_options(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        super().add_options(parser)
        parser.add_argument("--check", action="store_true", help="ask TikTok's robots.txt through each")
        parser.add_argument(
            "--timeout", type=float, default=10.0, metavar="SECONDS", help="longest wait for an answer (10)"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object a line")

    def run(self, args: list[str], opts: Namespace) -> None:
        """List, check if asked to, and set the exit status."""
        try:
            self.exitcode = self._run(args, opts)
        except (UsageError, ConfigError) as error:
            print(f"scrapy proxy: {printable(str(error))}", file=sys.stderr)
            self.exitcode = 2

    def _run(self, args: list[str], opts: Namespace) -> int:
        if args != ["status"]:
            raise UsageError("say what to do: status")
        if opts.timeout <= 0:
            raise UsageError(f"--timeout is {opts.timeout:g}: it must be more than 0")
        assert self.settings is not None  # noqa: S101 - scrapy.cmdline sets it before run
        pool = pool_of(self.settings)
        if opts.check:
            _check(pool, Config.from_settings(self.settings).web_url, opts.timeout)
        (_print_json if opts.json else _print_table)(pool.status())
        return int(bool(opts.check and pool and not any(one.health == "ok" for one in pool.status())))


def _check(pool: ProxyPool, web_url: str, timeout: float) -> None:
    from tiktok_spiders.proxies.check import check_all  # noqa: PLC0415 - every command would load aiohttp: 9 MiB

    for check in asyncio.run(check_all(pool.all(), web_url, timeout)):
        pool.report(check.proxy, ok=check.ok, kind=check.error, latency=check.seconds if check.ok else None)


def _print_json(statuses: list[ProxyStatus]) -> None:
    for status in statuses:
        until = _time(status.quarantined_until)
        print(json.dumps({**dataclasses.asdict(status), "quarantined_until": until}, ensure_ascii=False))


def _print_table(statuses: list[ProxyStatus]) -> None:
    console = Console(highlight=False)
    if not statuses:
        console.print(
            "No proxies are set (TIKTOK_PROXIES, TIKTOK_WEBSHARE_API_KEY): requests go out directly."
        )
        return
    table = Table(*_COLUMNS, box=box.SIMPLE_HEAD)
    for status in statuses:
        table.add_row(*_cells(status))
    if not console.is_terminal:
        console.width = WIDTH_OF_FILES
    console.print(table)


def _cells(status: ProxyStatus) -> tuple[Text, ...]:
    latency = "" if status.latency is None else f"{status.latency:.2f} s"
    failures = ", ".join(f"{kind} {count}" for kind, count in sorted(status.failures.items()))
    texts = (
        status.name, status.shown, status.country or "", status.health, str(status.ok), latency, failures,
        _time(status.quarantined_until) or "", status.last_error,
    )  # fmt: skip
    style = _STYLES.get(status.health, "")
    return tuple(Text(printable(text), style=style if text == status.health else "") for text in texts)


def _time(moment: float | None) -> str | None:
    return None if moment is None else f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%dT%H:%M:%SZ}"
