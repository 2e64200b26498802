from __future__ import annotations

import io
import json
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from scrapy.settings import Settings

from tests.schedules.fake_scrapyd import FakeScrapyd
from tiktok_spiders.commands.worker import Command
from tiktok_spiders.schedules import Timetable
from tiktok_spiders.schedules.lock import RowLock
from tiktok_spiders.store.journal import runs, schedule_runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiktok_spiders.store import Store

ROOT = Path(__file__).parents[2]
PASSWORD = "MARK-password-0123456789"
SECRET = "MARK-token-0123456789"
WHOLE = ("nasa", "user", "--every", "1h", "-a", "users=a")
ADD = ("add", "nasa", "user", "-a", "users=nasa", "--every", "6h")


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    return sqlite_store


@pytest.fixture
def scrapyd() -> Iterator[FakeScrapyd]:
    with FakeScrapyd(lambda: datetime.now(UTC)) as server:
        server.credentials = f"tiktok:{PASSWORD}"
        yield server


@pytest.fixture
def run(sqlite_url, scrapyd, tmp_path, monkeypatch, capsys):
    """Run the command as Scrapy does; return exit status, standard output and error."""
    monkeypatch.chdir(tmp_path)

    def _run(*argv: str, **settings: Any) -> tuple[int, str, str]:
        made = Command()
        given = {"SPIDER_MODULES": ["tiktok_spiders.spiders"], "TIKTOK_DATABASE_URL": sqlite_url}
        given |= {"TIKTOK_SCRAPYD_URL": scrapyd.url, "TIKTOK_SCRAPYD_PASSWORD": PASSWORD}
        made.settings = Settings(given | {"TIKTOK_MS_TOKENS": SECRET} | settings)
        parser = ArgumentParser(conflict_handler="resolve")
        made.add_options(parser)
        try:
            opts, args = parser.parse_known_args(argv)
        except SystemExit as ended:
            return int(ended.code or 0), *capsys.readouterr()
        made.process_options(args, opts)
        made.run(args, opts)
        return made.exitcode, *capsys.readouterr()

    return _run


def test_add_list_remove(run, store):
    status, out, err = run(*ADD, "--jitter", "5m", "--setting", "LOG_LEVEL=DEBUG", "--catch-up", "all")
    assert (status, err) == (0, "")
    assert out.startswith("added nasa: user every 6h, first run 20")
    cron = ("--cron", "0 6 * * 1-5", "--timezone", "Europe/Berlin", "--disabled")
    assert run("add", "tags", "hashtag", "-a", "hashtags=a,b", *cron)[1].endswith("at rest\n")
    status, out, _ = run("list")
    first, second = (line.split("\t") for line in out.splitlines())
    assert status == 0
    assert first[:7] == ["nasa", "user", "users=nasa", "LOG_LEVEL=DEBUG", "every 6h", "5m", "all"]
    assert second[4:] == ["cron 0 6 * * 1-5 (Europe/Berlin)", "", "once", "at rest"]
    one, _ = map(json.loads, run("list", "--json")[1].splitlines())
    assert (one["arguments"], one["jitter_s"]) == ({"users": "nasa"}, 300)
    assert run("remove", "nasa") == (0, "removed nasa\n", "")
    assert [each.name for each in Timetable(store).all()] == ["tags"]
    assert run("remove", "nasa")[::2] == (
        2,
        "scrapy worker: there is no schedule nasa; `scrapy worker list` names them\n",
    )


def test_pause_and_resume(run, store):
    run(*ADD)
    assert run("pause", "nasa") == (0, "nasa rests\n", "")
    assert not Timetable(store).get("nasa").enabled
    status, out, _ = run("resume", "nasa")
    assert (status, out[:11]) == (0, "nasa is due")
    assert Timetable(store).get("nasa").next_run_at > datetime.now(UTC)
    assert run("pause", "x")[0] == run("resume", "x")[0] == 2


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["nasa", "user", "-a", "users=nasa"], "one of the arguments --every --cron is required"),
        (["nasa", "user", "--every", "1h", "--cron", "@daily"], "not allowed with"),
        (["nasa", "userz", "--every", "1h"], "unknown spider 'userz'; allowed: hashtag"),
        (["nasa", "user", "--every", "1h"], "no target given: users="),
        (["nasa", "user", "--every", "1h", "-a", "users=a", "-a", "max=1"], "unknown argument 'max'"),
        (["nasa", "user", "--every", "1h", "-a", "users=a", "-a", "max_videos=x"], "argument max_videos='x'"),
        (["nasa", "user", "--every", "1h", "-a", "users=a", "-a", "run=r"], "run: a run of a name"),
        (["nasa", "user", "--every", "1h", "-a", "MARK"], "-a takes NAME=VALUE"),
        (["nasa", "user", "--every", "1h", "-a", "users_file=list.txt"], "give the whole path"),
        (["nasa", "user", "--every", "1h", "-a", "users=a", "--setting", "MARK"], "--setting takes NAME"),
        (["nasa", "user", "--every", "soon", "-a", "users=a"], "'soon' is no span"),
        (["nasa", "user", "--every", "10s", "-a", "users=a"], "every 10s is not allowed"),
        (["nasa", "user", "--every", "1h", "--jitter", "2h", "-a", "users=a"], "jitter has to be shorter"),
        (["nasa", "user", "--every", "1h", "--timezone", "UTC", "-a", "users=a"], "--timezone goes with"),
        (["nasa", "user", "--cron", "x", "-a", "users=a"], "has 1 fields"),
        (["nasa", "user", "--cron", "0 0 30 2 *", "-a", "users=a"], "is never due"),
        (["na sa", "user", "--every", "1h", "-a", "users=a"], "a name has 1 to 64"),
        (["nasa", "user", "--every", "1h", "-a", "users=a", "--catch-up", "x"], "invalid choice"),
        (
            ["nasa", "user", "--every", "1h", "-a", "users=a", "--setting", "TIKTOK_MAX_BROWSERS=0"],
            "TIKTOK_MAX_BROWSERS is '0'",
        ),
        (
            [*WHOLE, "-a", "new_only=true", "--setting", "TIKTOK_STORE_ENABLED=false"],
            "new_only needs the store",
        ),
    ],
)
def test_what_add_refuses(run, store, tmp_path, argv, words):
    (tmp_path / "list.txt").write_text("nasa\n")
    status, out, err = run("add", *argv)
    assert (status, out) == (2, "")
    assert words in err
    assert "MARK" not in err
    assert len(err.splitlines()) == 1
    assert Timetable(store).all() == []


@pytest.mark.parametrize(
    "given",
    [
        ["-a", f"users={SECRET}"],
        ["-a", "users=a", "-a", "ms_tokens=MARK-x"],
        ["-a", "users=a", "--setting", "TIKTOK_MS_TOKENS=MARK-x"],
        ["-a", "users=a", "--setting", f"USER_AGENT=x {SECRET}"],
        ["-a", "users=a", "--setting", "TIKTOK_PROXIES=http://u:MARK@h:1"],
        ["-a", "users=a", "--setting", "SCRAPYD_PASSWORD=MARK"],
    ],
)
def test_secrets_are_refused(run, store, given):
    status, out, err = run("add", "nasa", "user", "--every", "1h", *given)
    assert (status, out) == (2, "")
    assert "is a secret" in err
    assert "MARK" not in err
    assert Timetable(store).all() == []


def test_a_name_is_taken_once(run):
    run(*ADD)
    assert run(*ADD)[::2] == (2, "scrapy worker: there is a schedule nasa; remove it first\n")


def test_no_store_no_schedules(run):
    status, _, err = run("list", TIKTOK_STORE_ENABLED="false")
    assert (status, err.count("TIKTOK_STORE_ENABLED is false")) == (2, 1)


def test_run_now(run, scrapyd, store):
    run(*ADD, "--setting", "LOG_LEVEL=DEBUG")
    status, out, err = run("run", "nasa")
    assert (status, err) == (0, "")
    (job,) = scrapyd.jobs
    assert (job.id, job.spider) == (out.strip(), "user")
    assert (job.arguments, job.settings) == ({"users": "nasa"}, ["LOG_LEVEL=DEBUG"])
    assert run("run", "nasa")[::2] == (1, "scrapy worker: the last job of nasa has not ended\n")
    scrapyd.lasts_s = 0
    assert run("run", "nasa")[0] == 0
    assert len({job.id for job in scrapyd.jobs}) == 2
    assert run("run", "x")[0] == 2


def test_run_now_without_scrapyd(run, scrapyd, store):
    run(*ADD)
    assert "refuses TIKTOK_SCRAPYD_USERNAME" in run("run", "nasa", TIKTOK_SCRAPYD_PASSWORD="MARK")[2]
    scrapyd.stop()
    status, out, err = run("run", "nasa")
    assert (status, out) == (1, "")
    assert "does not answer" in err
    assert Timetable(store).active() == []


def test_run_now_refused(run, scrapyd, store):
    run(*ADD)
    scrapyd.spiders = ()
    status, _, err = run("run", "nasa")
    assert (status, err) == (1, "scrapy worker: Scrapyd refuses schedule: spider 'user' not found\n")
    assert "refused" in run("status")[1]


def test_run_now_without_an_answer(run, scrapyd, store):
    run(*ADD)
    scrapyd.swallows = True
    status, _, err = run("run", "nasa")
    assert (status, "is kept for the scheduler" in err) == (1, True)
    assert [each.state for each in Timetable(store).active()] == ["sending"]


def put(store: Store, **values: Any) -> None:
    now = datetime.now(UTC)
    row = {"schedule": "nasa", "spider": "user", "state": "ended", "due_at": now, "planned_at": now, **values}
    with store.engine.begin() as connection:
        connection.execute(sa.insert(schedule_runs).values(**row))


def test_status(run, store):
    run(*ADD)
    assert run("status")[1].split("\t")[2:8] == [""] * 6
    assert "no scheduler works" in run("status")[2]
    store.begin_run(spider="user", arguments={}, name=None, node="n/1", version="1", job_id="j1")
    put(store, job_id="j0", due_at=datetime(2026, 1, 1, tzinfo=UTC))
    put(store, job_id="j1", due_at=datetime(2026, 1, 2, tzinfo=UTC))
    put(store, job_id="j2", due_at=datetime(2026, 1, 3, tzinfo=UTC), state="skipped", message="job j1 …")
    with store.engine.begin() as connection:
        counted = {
            "items_by_type": {"user": 1, "video": 41},
            "targets_by_status": {"complete": 2, "failed": 1},
        }
        connection.execute(sa.update(runs).values(**counted, rejected_rows=3, finish_reason="store"))
    RowLock(store, "host/1").hold(datetime.now(UTC))
    status, out, err = run("status")
    assert status == 0
    cells = out.rstrip("\n").split("\t")
    assert cells[:6] == ["nasa", "user", "2026-01-02 00:00:00Z", "ended", "42", "2 complete, 1 failed"]
    assert cells[6:8] == ["ended by store, 1 failed, 3 rows set aside", "skipped: job j1 …"]
    assert "host/1 works" in err
    line = json.loads(run("status", "--json")[1])
    assert (line["records"], line["verdicts"]) == (42, {"complete": 2, "failed": 1})


@pytest.mark.parametrize(
    ("values", "state", "errors"),
    [
        ({"state": "ended"}, "ended", ["no crawl: see the job's log"]),
        ({"state": "sent"}, "sent", []),
        ({"state": "planned", "message": "Scrapyd is gone"}, "planned", ["Scrapyd is gone"]),
        ({"state": "refused", "message": "no such spider"}, "refused", ["no such spider"]),
        ({"state": "sent", "message": "caught up"}, "sent", []),
    ],
)
def test_status_of_a_job_without_a_run(run, store, values, state, errors):
    run(*ADD)
    put(store, job_id="j", **values)
    line = json.loads(run("status", "--json")[1])
    assert (line["state"], line["errors"], line["records"]) == (state, errors, None)


def test_a_terminal_gets_a_table(run, store, monkeypatch):
    run(*ADD)

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setenv("COLUMNS", "200")
    with monkeypatch.context() as terminal:
        terminal.setattr(sys, "stdout", screen)
        assert run("list")[0] == 0
    assert "catch-up" in screen.getvalue()
