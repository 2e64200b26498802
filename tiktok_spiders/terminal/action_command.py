"""Commands of ``scrapy`` that have actions of their own, such as ``scrapy store export``."""

from __future__ import annotations

import os
import sys
from argparse import SUPPRESS, ArgumentParser
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Protocol

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from tiktok_spiders.exceptions import ConfigError, TikTokSpidersError
from tiktok_spiders.vault import redact

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from scrapy.settings import BaseSettings


class Action(Protocol):
    """A module with one action."""

    NAME: str
    HELP: str

    def declare(self, parser: ArgumentParser) -> None:
        """Declare the options."""

    def run(self, options: Namespace, settings: BaseSettings) -> int:
        """Do it; return the exit status."""


class ActionParser(ArgumentParser):
    """A parser whose complaints are one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with status 2."""
        self.exit(2, f"{self.prog}: {message}\n")


class ActionCommand(ScrapyCommand):
    """``scrapy NAME ACTION``. Exit status 2: a refused option or setting; 1: it did not work; else 0."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING"}

    name: ClassVar[str]
    """The command's name."""

    summary: ClassVar[str]
    """Its line in Scrapy's list."""

    actions: ClassVar[Mapping[str, Any]]
    """Action modules by name: see ``Action``."""

    def syntax(self) -> str:
        """Return what may follow the command's name."""
        return f"{{{','.join(self.actions)}}} [options]"

    def short_desc(self) -> str:
        """Return the line of ``scrapy``'s list."""
        return self.summary

    def add_options(self, parser: ArgumentParser) -> None:
        """Declare Scrapy's own options, and each action's."""
        super().add_options(parser)
        chosen = parser.add_subparsers(dest="action", metavar="ACTION", parser_class=ActionParser)
        for name, action in self.actions.items():
            below = chosen.add_parser(
                name, help=action.HELP, description=action.HELP, prog=f"scrapy {self.name} {name}"
            )
            # An action's own parser knows nothing of Scrapy's options; this one is typed behind it, too.
            below.add_argument(
                "-s", dest="set_later", action="append", default=SUPPRESS, metavar="NAME=VALUE",
                help="set/override setting (may be repeated)",
            )  # fmt: skip
            action.declare(below)

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Take settings from before and after the action."""
        opts.set = [*opts.set, *getattr(opts, "set_later", [])]
        super().process_options(args, opts)

    def run(self, args: list[str], opts: Namespace) -> None:
        """Run the action; what goes wrong is one line on stderr."""
        try:
            self.exitcode = self._run(args, opts)
        except (UsageError, ConfigError) as error:
            self._fail(error, 2)
        except BrokenPipeError:
            # The reader has seen enough. Python would complain again when it flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            self.exitcode = 1
        except (TikTokSpidersError, OSError) as error:
            self._fail(error, 1)

    def _run(self, args: list[str], opts: Namespace) -> int:
        if opts.action is None:
            raise UsageError(f"say what to do: {', '.join(self.actions)}")
        if args:
            # They may be secrets that were typed where none belongs.
            raise UsageError(f"{opts.action} takes no {len(args)} further arguments")
        assert self.settings is not None  # noqa: S101 - scrapy.cmdline sets it before run
        status: int = self.actions[opts.action].run(opts, self.settings)
        return status

    def _fail(self, error: Exception, status: int) -> None:
        print(f"scrapy {self.name}: {redact(str(error))}", file=sys.stderr)  # noqa: T201 - a command's own line
        self.exitcode = status
