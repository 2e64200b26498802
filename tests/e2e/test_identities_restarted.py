"""A crawl that is killed, with a key set: its identities come back as they were, and none is minted twice."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.crawling import Crawl, duplicates, terminate
from tests.standin_process import StandinProcess
from tests.waiting import until
from tiktok_spiders.identities.shelf import Shelf
from tiktok_spiders.store import Store
from tiktok_spiders.vault import Vault

if TYPE_CHECKING:
    from pathlib import Path

    from tests.postgres_server import PostgresServer
    from tiktok_spiders.identities import Identity

KEY = "a-key-of-this-test-that-is-long-enough-0123456789"
IDENTITIES = 3
CAPTCHA = {"kind": "captcha_json", "where": "creator/item_list", "after": 4, "first": 1}
DEADLINE = 30.0


def shelved(database: str) -> dict[str, Identity]:
    """Return the identities of the store by name."""
    store = Store.open(database)
    try:
        rows = Shelf(store, Vault.from_key(KEY)).read()
        return {row.name: row.identity for row in rows if row.identity is not None}
    finally:
        store.close()


def kill_when_kept(crawl: Crawl, standin: StandinProcess) -> dict[str, Identity]:
    """Start a crawl; kill it when all identities, the one that rests too, are in the store. Return them."""
    process = crawl.start("user", users=standin.handles(), run="restarted")

    def all_kept() -> dict[str, Identity] | None:
        assert process.poll() is None, "the crawl ended before it could be killed"
        if standin.stats()["by_endpoint"].get("creator/item_list", 0) <= 12:
            return None
        kept = shelved(crawl.database_url)
        used = [one for one in kept.values() if one.is_minted and one.ms_token]
        rests = any(one.cool_until > time.time() for one in used)
        return kept if rests and len(used) > IDENTITIES else None

    try:
        found = until(all_kept, DEADLINE, "store with all identities", every=0.1)
        assert found is not None
        return found
    finally:
        terminate(process, signal.SIGKILL)


def visitors(log: list[dict[str, Any]]) -> set[str]:
    return {entry["visitor"] for entry in log if entry["visitor"]}


def mints(log: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the visits of somebody who had no cookie yet: each makes a visitor and a token."""
    return [
        entry
        for entry in log
        if "ttwid" not in entry["cookies"] and entry["endpoint"].startswith(("page.", "creator/"))
    ]


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_identities_come_back(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    database = ""
    if backend == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        database = server.create_database()
    with StandinProcess("--users", "6", "--bulk", "400", "--latency-ms", "60") as standin:
        standin.set_switches(identities="strict", tokens="strict")
        standin.set_plan(CAPTCHA)
        settings = {"TIKTOK_SECRET_KEY": KEY, "TIKTOK_IDENTITIES": IDENTITIES}
        crawl = Crawl(tmp_path, standin.url, database, settings=settings)
        before = kill_when_kept(crawl, standin)
        first = standin.log()
        standin.clear_log()
        standin.set_switches(latency_ms=0)
        crawl.run("user", users=standin.handles(), run="restarted")
        second, seen, after = standin.log(), standin.stats(), shelved(crawl.database_url)

        assert crawl.status == 0, crawl.stderr[-2000:]
        ids = [video["video_id"] for video in crawl.exported("video", run="restarted")]
        truth = [key for handle in standin.handles() for key in standin.truth(handle)["ids"]]
        assert sorted(ids) == sorted(truth)

    assert_none_is_minted_twice(first, second, before)
    assert (seen["mixed"], seen["tokens_stale"]) == (0, 0)
    assert duplicates(one.jar.value("ttwid") for one in after.values()) == []
    assert_health_goes_on(before, after)


def assert_none_is_minted_twice(
    first: list[dict[str, Any]], second: list[dict[str, Any]], before: dict[str, Identity]
) -> None:
    assert mints(second) == []
    assert visitors(second)
    assert visitors(second) < visitors(first)  # the one that met a captcha rests
    assert len(mints(first)) == len(before)


def assert_health_goes_on(before: dict[str, Identity], after: dict[str, Identity]) -> None:
    assert set(after) == set(before)
    for name, old in before.items():
        new = after[name]
        fixed = ("born", "slot", "user_agent", "device_id", "odin_id", "verify_fp", "source")
        assert [getattr(new, each) for each in fixed] == [getattr(old, each) for each in fixed]
        assert new.jar.value("ttwid") == old.jar.value("ttwid")
        assert new.uses >= old.uses > 0
    resting = [one for one in before.values() if one.cool_until > time.time()]
    assert len(resting) == 1
    assert after[resting[0].name].uses == resting[0].uses
    assert after[resting[0].name].last_outcome == "captcha"
    used = [name for name in before if after[name].uses > before[name].uses]
    assert len(used) == len(before) - 1
