"""``scrapy rotate-key``: all secrets under the first key."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tests.commands.identity.shelves import KEY, OTHER, fill

if TYPE_CHECKING:
    from tiktok_spiders.identities.shelf import Shelf


def test_rotate_key(run, shelf: Shelf) -> None:
    rotate = import_module("tiktok_spiders.commands.rotate-key").Command
    fill(shelf)
    done = run(command=rotate, TIKTOK_SECRET_KEY=f"{OTHER},{KEY}")
    assert done == (0, "identities: 2 encrypted with the first key\n", "")
    status, out, err = run(command=rotate)
    assert (status, out) == (1, "identities: 0 encrypted with the first key\n")
    assert err.startswith("identities: 2 that no key of TIKTOK_SECRET_KEY opens")
    assert run("more", command=rotate)[0] == 2
    assert run(command=rotate, TIKTOK_SECRET_KEY="weak")[0] == 2
    assert run(command=rotate, TIKTOK_DATABASE_URL="sqlite:////nowhere/x.db")[0] == 1
    assert run("check", TIKTOK_SECRET_KEY=KEY) == (
        1,
        "",
        "".join(f"{row.name}: not checked, no key opens it\n" for row in shelf.read()),
    )
