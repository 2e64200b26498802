"""Show the whole way from a target to files, without TikTok."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from tiktok_spiders.demo.directory import prepare
from tiktok_spiders.demo.failure import DemoError
from tiktok_spiders.demo.tour import USERS, Tour

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator


class Command(ScrapyCommand):
    """``scrapy demo``: crawl the stand-in, export, explain. Exit status 1 when a step did not work."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        """Return what may follow the command's name."""
        return "[--dir DIRECTORY] [--users N] [--force]"

    def short_desc(self) -> str:
        """Return the line of ``scrapy``'s list."""
        return "Crawl a local stand-in for TikTok and show what comes out"

    def add_options(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        super().add_options(parser)
        parser.add_argument("--dir", default="demo", metavar="DIRECTORY", help="where to write (demo)")
        parser.add_argument(
            "--users", type=int, default=3, metavar="N", help=f"accounts to crawl, 1 to {len(USERS)} (3)"
        )
        parser.add_argument("--force", action="store_true", help="write into a directory with other files")

    def run(self, args: list[str], opts: Namespace) -> None:
        """Take the tour."""
        if args:
            raise UsageError("demo takes no arguments")
        if not 1 <= opts.users <= len(USERS):
            raise UsageError(f"--users is {opts.users}: 1 to {len(USERS)} are allowed")
        directory = Path(opts.dir)
        try:
            prepare(directory, force=opts.force)
            with _terminated_like_interrupted():
                Tour(directory, opts.users, _say).run()
        except DemoError as error:
            print(f"demo: {error}", file=sys.stderr)
            self.exitcode = 1
        except KeyboardInterrupt:
            self.exitcode = 130


@contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """Let SIGTERM unwind the tour as well, so that it ends the processes that it started."""
    previous = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


def _say(text: str) -> None:
    # The commands that the demo starts write to the same terminal: keep the order.
    print(text, flush=True)
