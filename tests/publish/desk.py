"""Settings of the official API at the stand-in, and ``scrapy publish`` as a test types it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import TYPE_CHECKING, Any, NamedTuple

from scrapy.settings import Settings

from tests.publish.rig import APP, KEY, SECRET
from tiktok_spiders.commands.publish import Command

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.publish.open_control import OpenControl


class Said(NamedTuple):
    """What a command left."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[list[str]]:
        """The cells of a table."""
        return [line.split("\t") for line in self.out.splitlines()]

    @property
    def json(self) -> Any:
        """The only line, as JSON."""
        return json.loads(self.out)


def publish_settings(url: str, database: Path, **values: Any) -> dict[str, Any]:
    """Return settings as a user has them."""
    return {
        "TIKTOK_OPEN_API_URL": url,
        "TIKTOK_AUTH_URL": url,
        "TIKTOK_CLIENT_KEY": APP,
        "TIKTOK_CLIENT_SECRET": SECRET,
        "TIKTOK_SECRET_KEY": KEY,
        "TIKTOK_DATABASE_URL": f"sqlite:///{database}",
        **values,
    }


class Shell:
    """``scrapy publish`` in this process, as Scrapy runs it."""

    def __init__(
        self, official: OpenControl, database: Path, capsys: pytest.CaptureFixture[str], **values: Any
    ) -> None:
        self.official, self._capsys = official, capsys
        self.settings = publish_settings(official.url, database, **values)

    def __call__(self, *argv: str, **values: Any) -> Said:
        """Run an action."""
        made = Command()
        made.settings = Settings(self.settings | values)
        parser = ArgumentParser(conflict_handler="resolve")
        made.add_options(parser)
        self._capsys.readouterr()
        try:
            options, args = parser.parse_known_args(argv)
        except SystemExit as ended:
            return Said(int(ended.code or 0), *self._capsys.readouterr())
        made.process_options(args, options)
        made.run(args, options)
        return Said(made.exitcode, *self._capsys.readouterr())
