"""``scrapy identity export``: private files that ``add`` reads again."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from tests.commands.identity.shelves import Terminal, fill
from tests.identities.clock import session
from tiktok_spiders.commands.identity_actions import export

if TYPE_CHECKING:
    from pathlib import Path

    from tiktok_spiders.identities.shelf import Shelf


@pytest.mark.parametrize("form", ["netscape", "json", "header", "storage-state"])
def test_export_writes_what_add_reads_and_nobody_else_may(
    run, shelf: Shelf, tmp_path: Path, form: str
) -> None:
    fill(shelf)
    path = tmp_path / "out.txt"
    path.write_text("old")
    path.chmod(0o644)
    status, out, _ = run("export", "out.txt", "--name", "MARKED", "--format", form, "--yes")
    assert (status, out) == (0, "2 cookies of given-MARKED -> out.txt\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(tmp_path.glob(".out*"))
    assert run("add", "--cookies", "out.txt", "--name", "again")[0] == 0
    (again,) = (row.identity for row in shelf.read() if row.name == "given-again")
    assert again.jar.value("sessionid") == "secret-MARKED"


def test_export_asks_first(run, shelf: Shelf, tmp_path: Path) -> None:
    shelf.save([session("mine")])
    status, out, err = run("export", "x")
    assert (status, out) == (2, "")
    assert "--yes" in err
    status, out, err = run("export", "x", stdin=Terminal("n\n"))
    assert (status, out) == (1, "")
    assert "an account that is logged in" in err
    assert not (tmp_path / "x").exists()
    assert run("export", "x", stdin=Terminal("yes\n"))[0] == 0
    assert "replaces the file" in run("export", "x", stdin=Terminal("\n"))[2]


def test_an_export_that_fails_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(OSError, match="directory"):
        export.write_private(tmp_path / "x", "cookies")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]
