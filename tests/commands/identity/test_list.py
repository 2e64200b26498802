"""``scrapy identity list``: who is there, and no secret."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from tests.commands.identity.shelves import KEY, OTHER, PROXY, Terminal, fill
from tests.identities.clock import identity
from tiktok_spiders.identities.shelf import Shelf
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    import pytest


def test_the_table_shows_no_secret(run, shelf: Shelf) -> None:
    fill(shelf)
    status, out, err = run("list", TIKTOK_PROXIES=PROXY)
    rows = [line.split("\t") for line in out.splitlines()]
    assert (status, err) == (0, "")
    (used,) = (row for row in rows if row[2] == "invented")
    assert used[3] == "64%"
    assert used[5:8] == ["3", "1", "2 h"]
    assert used[9:] == ["DE", "http://***@127.0.0.1:9", "captcha", "free"]
    (mine,) = (row for row in rows if row[2] == "given")
    assert mine[1] == "MARKED (login)"
    assert mine[8].endswith(" d")
    for secret in ("MARK-", "secret-", "1|MARK"):
        assert secret not in out


def test_json(run, shelf: Shelf) -> None:
    fill(shelf)
    status, out, _ = run("list", "--json", TIKTOK_PROXIES="http://broken")
    lines = {line["source"]: line for line in map(json.loads, out.splitlines())}
    assert status == 0
    assert lines["invented"]["half_life_s"] == round(0.69315 * 10800)
    assert lines["invented"]["proxy"].startswith("p-")
    assert lines["given"]["logged_in"] is True
    assert "MARK-" not in out
    assert "secret-" not in out


def test_a_terminal_gets_a_table(run, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(shelf)
    Shelf(shelf._store, Vault.from_key(KEY)).save([identity("d1", cool_until=9e9)])
    Shelf(shelf._store, Vault.from_key(OTHER)).save([identity("d2")])
    screen = Terminal()
    monkeypatch.setenv("COLUMNS", "300")
    with monkeypatch.context() as terminal:
        terminal.setattr(sys, "stdout", screen)
        status, *_ = run("list")
    assert status == 0
    assert "half-life" in screen.getvalue()
    assert "no key opens it" in screen.getvalue()
    assert "rests" in screen.getvalue()
    assert "MARK-" not in screen.getvalue()
