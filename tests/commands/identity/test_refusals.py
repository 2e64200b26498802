"""What ``scrapy identity`` refuses, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("argv", "stdin", "status", "words"),
    [
        (["add", "--ms-token", "MARK" * 30], "", 2, "there is no such file"),
        (["add", "--ms-token", "-"], "MARK short", 2, "this is no msToken"),
        (["add", "--cookies", "-"], "MARK", 2, "neither of"),
        (["add", "--cookies", "binary"], "", 2, "not UTF-8"),
        (["retire", "nobody"], "", 2, "there is no identity nobody"),
        (["export", "x"], "", 2, "there are 0 identities"),
        (["mint", "0"], "", 2, "1 to 1000"),
        (["check", "nobody"], "", 2, "there is no identity nobody"),
        ([], "", 2, "say what to do"),
        (["list", "MARK"], "", 2, "takes no 1 further"),
    ],
)
def test_refusals_quote_no_secret(run, tmp_path: Path, argv, stdin, status, words) -> None:  # noqa: PLR0917
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    found = run(*argv, stdin=stdin)
    assert found[:2] == (status, "")
    assert words in found[2]
    assert "MARK" not in found[2]
    assert len(found[2].splitlines()) == 1


def test_without_a_key_it_says_how_to_make_one(run) -> None:
    status, _, err = run("list", TIKTOK_SECRET_KEY=None)
    assert status == 2
    assert "token_urlsafe" in err


def test_a_store_that_cannot_be_opened(run) -> None:
    status, _, err = run("list", TIKTOK_DATABASE_URL="sqlite:////nowhere/x.db")
    assert status == 1
    assert "no directory" in err


def test_an_option_that_is_unknown_ends_with_2(run, capsys) -> None:
    with pytest.raises(SystemExit) as caught:
        run("mint", "many")
    assert caught.value.code == 2
    assert "invalid int value" in capsys.readouterr().err
