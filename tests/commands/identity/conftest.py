"""A shelf of identities, and the command on it."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.commands import running
from tests.commands.identity.shelves import KEY
from tiktok_spiders.commands.identity import Command
from tiktok_spiders.identities.shelf import Shelf
from tiktok_spiders.store import Store
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def shelf(url: str) -> Iterator[Shelf]:
    store = Store.open(url)
    yield Shelf(store, Vault.from_key(KEY))
    store.close()


@pytest.fixture
def run(url, tmp_path, monkeypatch, capsys):
    """Run the command as Scrapy does; return exit status, standard output and error."""
    monkeypatch.chdir(tmp_path)

    def _run(*argv: str, stdin: str = "", command: type = Command, **settings: Any) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", stdin if isinstance(stdin, io.StringIO) else io.StringIO(stdin))
        known = {"TIKTOK_DATABASE_URL": url, "TIKTOK_SECRET_KEY": KEY}
        return running.run(command, argv, known | settings), *capsys.readouterr()

    return _run
