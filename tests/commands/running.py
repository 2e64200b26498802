"""Run a command of this project as Scrapy does, inside this process."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any

from scrapy.settings import Settings

if TYPE_CHECKING:
    from scrapy.commands import ScrapyCommand


def run(kind: type[ScrapyCommand], argv: tuple[str, ...], settings: dict[str, Any]) -> int:
    """Run a command with these words and settings; return its exit status."""
    command = kind()
    command.settings = Settings(settings)
    parser = ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    opts, args = parser.parse_known_args(argv)
    command.process_options(args, opts)
    command.run(args, opts)
    return command.exitcode
