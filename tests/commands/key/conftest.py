"""``scrapy key`` on a store of its own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands import running
from tiktok_spiders.commands.key import Command
from tiktok_spiders.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def url(tmp_path: Path, empty_file: Path) -> str:
    """The URL of an empty database with the schema."""
    return f"sqlite:///{shutil.copy(empty_file, tmp_path / 'store.db')}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store.open(url)
    yield opened
    opened.close()


@pytest.fixture
def run(url: str, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command as Scrapy does; return exit status, standard output and error."""

    def _run(*argv: str, **settings: Any) -> tuple[int, str, str]:
        known = {"TIKTOK_DATABASE_URL": url}
        return running.run(Command, argv, known | settings), *capsys.readouterr()

    return _run
