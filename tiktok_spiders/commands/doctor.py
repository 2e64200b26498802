"""Say what a crawl needs and does not have here."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import Console
from rich.text import Text
from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from tiktok_spiders.config import Config
from tiktok_spiders.doctor.finding import Finding, Level, fail, ok
from tiktok_spiders.doctor.machine import check_browser, check_directory, check_packages, check_python
from tiktok_spiders.doctor.network import check_redis, check_tiktok
from tiktok_spiders.doctor.storage import check_database
from tiktok_spiders.exceptions import ConfigError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

_STYLES = {Level.OK: "green", Level.WARN: "yellow", Level.FAIL: "bold red"}


class Command(ScrapyCommand):
    """``scrapy doctor``: one line a check on stdout; exit status 1 when a check failed."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "ERROR"}

    def syntax(self) -> str:
        """Return what may follow the command's name."""
        return "[--json] [--offline] [--timeout SECONDS]"

    def short_desc(self) -> str:
        """Return the line of ``scrapy``'s list."""
        return "Check Python, packages, browser, database, network and clock, and say how to mend them"

    def add_options(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print the findings as one JSON object")
        parser.add_argument("--offline", action="store_true", help="leave out what needs the network")
        parser.add_argument(
            "--timeout", type=float, default=5.0, metavar="SECONDS", help="longest wait for an answer (5)"
        )

    def run(self, args: list[str], opts: Namespace) -> None:
        """Check, report, and set the exit status."""
        if args or opts.timeout <= 0:
            raise UsageError("doctor takes no arguments, and --timeout must be more than 0")
        findings = list(self._findings(opts))
        self.exitcode = int(any(finding.level is Level.FAIL for finding in findings))
        if opts.json:
            _print_json(findings)
        else:
            _print_lines(findings)

    def _findings(self, opts: Namespace) -> Iterator[Finding]:
        yield check_python()
        yield check_packages()
        config, finding = self._config()
        yield finding
        yield check_browser()
        yield from check_directory(Path.cwd())
        if config.store_enabled:
            yield from check_database(config.database_url)
        if opts.offline:
            return
        if redis := self._redis_url():
            yield check_redis(redis, opts.timeout)
        yield from check_tiktok(config.web_url, opts.timeout)

    def _config(self) -> tuple[Config, Finding]:
        assert self.settings is not None  # noqa: S101 - scrapy.cmdline sets it before run
        try:
            return Config.from_settings(self.settings), ok("settings", "all values are allowed")
        except ConfigError as error:
            return Config.from_settings({}), fail(
                "settings", str(error), "correct it in the environment or .env: docs/settings.md"
            )

    def _redis_url(self) -> str | None:
        assert self.settings is not None  # noqa: S101 - as above
        names = ("TIKTOK_REDIS_URL", "REDIS_URL")
        return next((url for name in names if (url := self.settings.get(name) or os.environ.get(name))), None)


def _print_json(findings: list[Finding]) -> None:
    worst = max((list(Level).index(finding.level) for finding in findings), default=0)
    report = {"status": list(Level)[worst], "findings": [dataclasses.asdict(finding) for finding in findings]}
    print(json.dumps(report, indent=2, ensure_ascii=False))


def _print_lines(findings: list[Finding]) -> None:
    console = Console(highlight=False)
    for finding in findings:
        line = Text(f"{finding.level:<6}", style=_STYLES[finding.level])
        console.print(line.append(f"{finding.check:<11}{finding.detail}", style="default"), soft_wrap=True)
        if finding.mend:
            console.print(Text(f"{'':17}→ {finding.mend}"), soft_wrap=True)
