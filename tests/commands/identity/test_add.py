"""``scrapy identity add``: sessions and tokens that a user gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.commands.identity.shelves import Terminal
from tests.identities.clock import session

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tiktok_spiders.identities.shelf import Shelf


def test_add_a_session_from_a_file_or_from_standard_input(run, shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("sessionid=MARK; ttwid=x")
    assert run("add", "--cookies", "mine.txt") == (0, "added given-mine, logged in\n", "")
    assert run("add", "--cookies", "-", "--name", "a guest", stdin="ttwid=x")[1] == "added given-a-guest\n"
    assert run("add", "--cookies", "-", stdin="ttwid=x")[1] == "added given-session\n"
    found = {row.name: row.identity for row in shelf.read()}
    assert found["given-mine"].jar.value("sessionid") == "MARK"
    assert run("retire", "mine")[1] == "retired given-mine\n"
    assert run("add", "--cookies", "mine.txt")[0] == 0
    assert {row.name for row in shelf.read()} == set(found)


def test_add_a_token(run, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = "MARK" * 30
    status, out, _ = run("add", "--ms-token", "-", stdin=f"{token}\n")
    assert (status, "MARK" in out) == (0, False)
    monkeypatch.setattr("tiktok_spiders.commands.identity_actions.add.getpass", lambda prompt: token)
    assert run("add", "--ms-token", "-", stdin=Terminal())[0] == 0
    (tmp_path / "token").write_text(token)
    assert run("add", "--ms-token", "token")[0] == 0
    assert [row.identity.ms_token for row in shelf.read()] == [token] * 3
    assert all(row.identity.token_given for row in shelf.read())


def test_one_that_a_crawl_works_with_is_left_alone(run, shelf: Shelf) -> None:
    shelf.save([session("mine")])
    status, _, err = run("add", "--cookies", "-", "--name", "mine", stdin="ttwid=x")
    assert status == 1
    assert "a crawl works with given-mine now" in err
    assert run("check") == (1, "", "given-mine: not checked, a crawl works with it\n")
