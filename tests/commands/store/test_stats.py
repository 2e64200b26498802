"""``scrapy store stats``: what the store holds, and how its runs stand."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.store.export_store import DAY_2, begin, fill, page, user
from tiktok_spiders.commands.store_actions import stats
from tiktok_spiders.store.summary import summarise


def test_reading_makes_no_store(run, tmp_path):
    status, _, err = run("stats")
    assert (status, list(tmp_path.iterdir())) == (1, [])
    assert "there is no store" in err


def test_stats_into_a_pipe(run, store):
    run_id = fill(store)[0]
    store.write([page([user(run_id, nickname="x")], run_id, target="\x1b[31m@red")])
    status, out, _ = run("stats")
    lines = [line.split("\t") for line in out.splitlines()]
    assert status == 0
    assert ["tables", "videos", "3", "0", "2026-11-20T12:00:00Z", "2026-11-21T12:00:00Z"] in lines
    assert ["verdicts", "complete", "1"] in lines
    assert [line[1:4] for line in lines if line[0] == "newest runs"] == [
        ["second", "video", "running"],
        ["first", "user", "running"],
    ]
    assert lines[0][0] == "store"
    assert int(lines[0][1]) > 10_000


def test_stats_on_a_terminal_shows_tables_without_escape_codes_of_others(run, store, monkeypatch):
    begin(store, "\x1b[31mred")
    monkeypatch.setattr(stats.sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    _, out, _ = run("stats")
    assert "newest runs" in out
    assert "red" in out
    assert "\x1b[31mred" not in out


def test_stats_as_json(run, store):
    fill(store)
    report = json.loads(run("stats", "--json")[1])
    assert {table["table"]: table["rows"] for table in report["tables"]}["videos"] == 3
    assert report["verdicts"] == {"complete": 1}
    assert [known["name"] for known in report["runs"]] == ["second", "first"]


@pytest.mark.parametrize(
    ("columns", "silence", "state"),
    [
        ({"finish_reason": "finished", "finished_at": DAY_2}, timedelta(), "finished"),
        ({"finish_reason": "shutdown", "finished_at": DAY_2}, timedelta(), "stopped: shutdown"),
        ({}, timedelta(minutes=4), "running"),
        ({}, timedelta(minutes=6), "died"),
    ],
)
def test_how_runs_stand(store, columns, silence, state):
    run_id = begin(store, "r")
    runs = store.tables.tables["runs"]
    with store.engine.begin() as connection:
        connection.execute(runs.update().values(last_beat_at=DAY_2, **columns))
    (known,) = summarise(store, DAY_2 + silence).runs
    assert (known.run_id, known.state) == (run_id, state)
