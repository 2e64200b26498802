"""``scrapy key`` makes, lists and revokes keys."""

from __future__ import annotations

import pytest

from tiktok_spiders.api.access.keys import KeyStore
from tiktok_spiders.api.access.rules import Rules
from tiktok_spiders.config import Config


@pytest.fixture
def keys(store) -> KeyStore:
    return KeyStore(store, Rules.from_config(Config()))


def test_a_new_key_may_read_look_and_run_jobs(run, keys) -> None:
    status, out, err = run("add", "alice")
    assert status == 0
    found = keys.find(out.strip())
    assert found is not None
    assert (found.name, found.plan.name) == ("alice", "free")
    assert found.scopes == {"read", "live", "jobs"}
    assert "shown now only" in err
    assert out.strip() not in err


def test_plan_and_scopes_are_options(run, keys) -> None:
    _, out, _ = run("add", "bob", "--plan", "pro", "--scopes", "read, admin,read")
    found = keys.find(out.strip())
    assert found is not None
    assert (found.plan.name, found.scopes) == ("pro", {"read", "admin"})


def test_the_list_shows_no_key(run) -> None:
    _, key, _ = run("add", "alice")
    run("add", "bob", "--plan", "enterprise")
    run("revoke", "bob")
    status, out, _ = run("list")
    rows = [line.split("\t") for line in out.splitlines()]
    assert status == 0
    assert [row[0] for row in rows] == ["alice", "bob"]
    assert [row[2] for row in rows] == ["free", "enterprise"]
    assert rows[0][1] == f"{key[:8]}…"
    assert [bool(row[6]) for row in rows] == [False, True]
    assert key.strip() not in out


def test_a_revoked_key_is_nothing(run, keys) -> None:
    _, key, _ = run("add", "alice")
    assert run("revoke", "alice") == (0, "revoked alice\n", "")
    assert keys.find(key.strip()) is None


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ((), "say what to do"),
        (("add", "Alice"), "key's name"),
        (("add", "alice", "--scopes", "read,write"), "--scopes is write"),
        (("add", "alice", "--scopes", ","), "--scopes is empty"),
        (("revoke", "nobody"), "no key nobody"),
        (("list", "-s", "TIKTOK_API_KEYS=MARK"), "TIKTOK_API_KEYS"),
    ],
)
def test_refusals_are_one_line(run, argv, message) -> None:
    status, out, err = run(*argv)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert message in err
    assert "MARK" not in err


def test_a_name_twice(run) -> None:
    run("add", "alice")
    status, out, err = run("add", "alice")
    assert (status, out) == (2, "")
    assert "given once" in err


def test_argparse_refuses_in_one_line(run, capsys) -> None:
    with pytest.raises(SystemExit) as caught:
        run("add", "alice", "--plan", "gold")
    assert caught.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
