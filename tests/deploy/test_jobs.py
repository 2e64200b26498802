"""Every spider by HTTP: from the egg alone, with arguments and settings, into the store; logs; cancelling."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from typing import TYPE_CHECKING, Any

import psutil
import pytest
import sqlalchemy as sa

from tests.browser_crawl import NO_LIST
from tests.deploy.conftest import SECRET_KEY, TOKEN
from tests.deploy.server import PASSWORD, PROJECT
from tests.source_truth import known
from tests.standin_process import StandinProcess
from tiktok_spiders.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.deploy.server import Scrapyd

DELIVERED = {
    "hashtag": "video",
    "search": "suggestion",
    "shop": "product",
    "sound": "sound",
    "trending": "video",
    "user": "video",
    "video": "video",
}
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MANY = 600
"""Videos of an account whose crawl takes long enough to be cancelled."""


@pytest.fixture(scope="module")
def store(scrapyd: Scrapyd, database_url: str) -> Iterator[Store]:
    """The store that the jobs write to, brought to its schema by the first of them."""
    opened = Store.open(database_url)
    yield opened
    opened.close()


def settings(standin: StandinProcess, **more: Any) -> dict[str, Any]:
    given = {"TIKTOK_WEB_URL": standin.url, "TIKTOK_SHOP_URL": standin.url, "TIKTOK_WEBCAST_URL": standin.url}
    quick = {"TIKTOK_DOWNLOAD_DELAY": 0, "TIKTOK_BACKOFF": 0, "TIKTOK_STOP_AFTER_BLOCKS": 0}
    return given | quick | {"TIKTOK_BROWSER": "off"} | more


def ask(store: Store, query: str, **values: Any) -> list[Any]:
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query), values)]


def verdicts(store: Store, run: str) -> list[Any]:
    query = 'SELECT v.target, v.status, v.stop_reason, v."unique" FROM verdicts v JOIN runs r USING (run_id) '
    return ask(store, query + "WHERE r.name = :run", run=run)


def test_the_environment_does_not_have_the_project(environment: Path, tmp_path: Path) -> None:
    command = [environment / "bin/python", "-c", "import scrapy, tiktok_spiders"]
    done = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, check=False)
    assert "No module named 'tiktok_spiders'" in done.stderr


def test_all_spiders_are_listed(scrapyd: Scrapyd) -> None:
    assert scrapyd.get("listversions", project=PROJECT)["versions"] == ["1000"]
    assert scrapyd.get("listspiders", project=PROJECT)["spiders"] == sorted([*DELIVERED, "publish"])


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_every_spider_runs_with_its_arguments(scrapyd: Scrapyd, tiktok: StandinProcess, store: Store) -> None:
    handle = max(tiktok.handles(), key=lambda each: len(tiktok.truth(each)["ids"]))
    sounds: dict[str, int] = known(tiktok, "sounds")
    given: dict[str, dict[str, Any]] = {
        "hashtag": {"hashtags": "river", "max_videos": 5},
        "search": {"queries": "river", "kinds": "suggestions"},
        "shop": {"products": tiktok.shop("products?region=US")["ids"][0]},
        "sound": {"sounds": max(sounds, key=lambda each: sounds[each]), "max_videos": 0},
        "trending": {"category": "sports", "max_videos": 5},
        "user": {"users": handle, "max_videos": 5},
        "video": {"videos": tiktok.truth(handle)["ids"][0]},
    }
    assert given.keys() == DELIVERED.keys()
    feed = scrapyd.directory / "feed.jsonl"
    own: dict[str, dict[str, Any]] = {
        "hashtag": {"TIKTOK_BROWSER": "chromium"},
        "user": {"FEEDS": json.dumps({str(feed): {"format": "jsonlines"}})},
    }
    jobs = {
        spider: scrapyd.schedule(
            spider,
            settings(tiktok, **own.get(spider, {})),
            run=f"every-{spider}",
            **arguments,
        )
        for spider, arguments in given.items()
    }
    waiting = scrapyd.schedule("user", settings(tiktok), users=handle, priority=-1)
    assert scrapyd.cancel(waiting) == "pending"
    scrapyd.wait(*jobs.values())
    assert scrapyd.state(waiting) is None
    for spider, job in jobs.items():
        log = scrapyd.log(spider, job)
        assert "'finish_reason': 'finished'" in log, log
        ((_, status, reason, _),) = verdicts(store, f"every-{spider}")
        assert status in {"limited", "complete"}, (spider, status, reason)
    records = [json.loads(line)["record_type"] for line in feed.read_text().splitlines()]
    assert Counter(records) == {"user": 1, "video": 5, "verdict": 1}
    query = "SELECT DISTINCT r.spider, s.record_type FROM sightings s JOIN runs r USING (run_id)"
    kinds = {spider: {kind for found, kind in ask(store, query) if found == spider} for spider in DELIVERED}
    for spider, kind in DELIVERED.items():
        assert kind in kinds[spider], kinds


def test_what_is_wrong_with_a_job_stands_in_its_log(scrapyd: Scrapyd, tiktok: StandinProcess) -> None:
    tiktok.clear_log()
    wrong = scrapyd.schedule("user", settings(tiktok), users="someone", max_videos="many")
    secret = "postgresql+psycopg://user:pass-word@127.0.0.1/store"
    exposed = scrapyd.schedule("user", settings(tiktok, TIKTOK_DATABASE_URL=secret), users="someone")
    scrapyd.wait(wrong, exposed)
    (line,) = scrapyd.log("user", wrong).splitlines()
    assert "ERROR: argument max_videos='many': " in line
    (line,) = scrapyd.log("user", exposed).splitlines()
    assert "set TIKTOK_DATABASE_URL in the environment of Scrapyd" in line
    assert "pass-word" not in line
    assert tiktok.log() == []


def test_secrets_of_the_environment_are_in_no_answer(scrapyd: Scrapyd, database_url: str) -> None:
    texts = [str(scrapyd.get("listjobs")), scrapyd.told()]
    texts += [path.read_text() for path in scrapyd.directory.rglob("*.log")]
    for secret in (TOKEN, SECRET_KEY, PASSWORD, database_url):
        assert [text for text in texts if secret in text] == []


@pytest.fixture(scope="module")
def endless(scrapyd: Scrapyd) -> Iterator[StandinProcess]:
    """A site with one account whose list only the browser gets, a page a second."""
    with StandinProcess("--bulk", str(MANY), "--users", "1") as standin:
        standin.set_plan(NO_LIST)
        yield standin


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")
def test_a_cancelled_job_stores_what_it_has_and_takes_its_browser_along(
    scrapyd: Scrapyd, endless: StandinProcess, store: Store
) -> None:
    given = settings(endless, TIKTOK_BROWSER="chromium", TIKTOK_DOWNLOAD_DELAY=0.3)
    (handle,) = endless.handles()
    job = scrapyd.schedule("user", given, users=handle, run="cancelled")
    stored = "SELECT count(*) FROM sightings JOIN runs USING (run_id) WHERE name = 'cancelled'"
    scrapyd.wait_for(lambda: ask(store, stored)[0][0] > 50)
    pid = scrapyd.pid(job)
    programs = {each.name() for each in psutil.Process(pid).children(recursive=True)}
    assert any("chrom" in name for name in programs)

    assert scrapyd.cancel(job) == "running"
    scrapyd.wait(job)
    scrapyd.wait_for(lambda: not scrapyd.left_of(pid), timeout=60)
    assert list(scrapyd.temporary.iterdir()) == []
    log = scrapyd.log("user", job)
    assert "'finish_reason': 'shutdown'" in log
    assert "Traceback" not in log
    ((target, status, reason, unique),) = verdicts(store, "cancelled")
    assert (target, status, reason) == (handle, "failed", "shutdown")
    assert 50 < unique < MANY
    assert ask(store, stored + " AND record_type = 'video'") == [(unique,)]

    again = scrapyd.schedule("user", given | {"TIKTOK_DOWNLOAD_DELAY": 0}, users=handle, run="cancelled")
    scrapyd.wait(again)
    assert verdicts(store, "cancelled") == [(handle, "complete", "end", MANY)]
