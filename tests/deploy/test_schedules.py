"""Recurring work on a real Scrapyd: a job, one that is refused, and what the store tells of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.deploy.server import PASSWORD, PROJECT
from tests.schedules.conftest import add, states
from tiktok_spiders.exceptions import ScrapydDownError
from tiktok_spiders.schedules import Scrapyd, Timetable, Worker
from tiktok_spiders.schedules.clock import SystemClock
from tiktok_spiders.schedules.lock import lock_for
from tiktok_spiders.schedules.summary import standings
from tiktok_spiders.store import Store

if TYPE_CHECKING:
    from tests.deploy.server import Scrapyd as Server
    from tests.standin_process import StandinProcess


def test_a_schedule_on_a_real_scrapyd(scrapyd: Server, tiktok: StandinProcess, database_url: str) -> None:
    store, clock, now = Store.open(database_url), SystemClock(), datetime.now(UTC)
    client = Scrapyd(scrapyd.url, PROJECT, ("tiktok", PASSWORD))
    settings = {"TIKTOK_WEB_URL": tiktok.url, "TIKTOK_DOWNLOAD_DELAY": "0", "TIKTOK_BROWSER": "off"}
    due = {"created_at": now - timedelta(days=1), "next_run_at": now.replace(microsecond=0)}
    target = {"hashtags": "nothing-of-that-name", "max_videos": "1"}
    add(store, "tags", spider="hashtag", arguments=target, settings=settings, **due)
    add(store, "strange", spider="nosuch", **due)
    worker = Worker(store, client, lock_for(store), clock)

    def ended() -> bool:
        worker.turn()
        return states(store, "tags") == ["ended"]

    scrapyd.wait_for(ended, timeout=60)
    strange, tags = standings(store)
    assert (strange.state, strange.errors) == (
        "refused",
        ["Scrapyd refuses schedule: spider 'nosuch' not found"],
    )
    assert tags.job_id is not None
    assert tags.job_id in client.jobs()["finished"]
    assert client.state("unknown") is None
    assert sum(tags.verdicts.values()) >= 1, scrapyd.log("hashtag", tags.job_id)
    for name in ("tags", "strange"):
        Timetable(store).remove(name)
    clock.stop()
    worker.run()
    client.close()
    store.close()


def test_a_wrong_password(scrapyd: Server) -> None:
    client = Scrapyd(scrapyd.url, PROJECT, ("tiktok", "wrong"))
    with pytest.raises(ScrapydDownError, match="refuses TIKTOK_SCRAPYD_USERNAME and TIKTOK_SCRAPYD_PASSWORD"):
        client.check()
    client.close()
