"""A store, and the command on it."""

from __future__ import annotations

import pytest

from tests.commands import running
from tiktok_spiders.commands.store import Command
from tiktok_spiders.store.store import Store


@pytest.fixture
def store(url):
    opened = Store.open(url)
    yield opened
    opened.close()


@pytest.fixture
def run(url, tmp_path, monkeypatch, capsys):
    """Run the command as Scrapy does; return exit status, standard output and error."""
    monkeypatch.chdir(tmp_path)

    def _run(*argv, **settings):
        return running.run(Command, argv, {"TIKTOK_DATABASE_URL": url} | settings), *capsys.readouterr()

    return _run
