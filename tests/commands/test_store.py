from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from scrapy.settings import Settings

from tests.store.export_store import DAY_1, DAY_2, begin, fill, page, user, video
from tiktok_spiders.commands.store import Command
from tiktok_spiders.commands.store_actions import stats
from tiktok_spiders.commands.store_actions.export import ALL_TYPES
from tiktok_spiders.feeds.flatten import header_of
from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.items.video import Video
from tiktok_spiders.store.spill import write_spill
from tiktok_spiders.store.store import Store
from tiktok_spiders.store.summary import summarise

ROOT = Path(__file__).parents[2]


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/s.db"


@pytest.fixture
def store(url):
    opened = Store.open(url)
    yield opened
    opened.close()


@pytest.fixture
def run(url, tmp_path, monkeypatch, capsys):
    """Run the command as Scrapy does; return exit status, standard output and error."""
    monkeypatch.chdir(tmp_path)

    def _run(*argv, **settings):
        command = Command()
        command.settings = Settings({"TIKTOK_DATABASE_URL": url, **settings})
        parser = ArgumentParser(conflict_handler="resolve")
        command.add_options(parser)
        opts, args = parser.parse_known_args(argv)
        command.process_options(args, opts)
        command.run(args, opts)
        return command.exitcode, *capsys.readouterr()

    return _run


def rows(path):
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_bytes().decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_export_everything_to_standard_output(run, store):
    fill(store)
    status, out, err = run("export")
    lines = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [line["record_type"] for line in lines] == [
        "user", "video", "video", "video", "sound", "hashtag", "verdict",
    ]  # fmt: skip
    assert "3 video" in err
    assert set(ALL_TYPES) == set(RECORD_CLASSES)


def test_an_export_of_nothing_says_so(run, store, tmp_path):
    assert run("export", "-o", "a.jsonl") == (0, "", "no records -> a.jsonl\n")
    assert (tmp_path / "a.jsonl").read_bytes() == b""


def test_export_a_run_as_csv(run, store, tmp_path):
    fill(store)
    status, _, _ = run("export", "--run", "first", "--type", "video", "-o", "v.csv.gz")
    assert status == 0
    written = rows(tmp_path / "v.csv.gz")
    assert tuple(written[0]) == header_of(Video)
    assert [row["video_id"] for row in written] == ["10", "11", "12"]
    assert written[1]["hashtag_names"] == "cats|dogs"
    assert sorted(path.name for path in tmp_path.iterdir() if ".csv" in path.name) == ["v.csv.gz"]


def test_export_one_file_a_type(run, store, tmp_path):
    fill(store)
    status, _, err = run("export", "--type", "user,video", "--type", "run", "-o", "%(type)s.csv")
    assert (status, err) == (0, "1 user -> user.csv\n3 video -> video.csv\n2 run -> run.csv\n")
    assert [len(rows(tmp_path / f"{name}.csv")) for name in ("user", "video", "run")] == [1, 3, 2]


def test_export_parquet(run, store, tmp_path):
    fill(store)
    assert run("export", "--type", "video", "-o", "v.parquet", "--target", "@a")[0] == 0
    read = pq.read_table(tmp_path / "v.parquet").to_pylist()
    assert [row["video_id"] for row in read] == ["10", "11"]
    assert [tag["name"] for tag in read[1]["hashtags"]] == ["cats", "dogs"]
    assert run("export", "--type", "video_counters", "-o", "c.parquet", "--since", "2026-11-21")[0] == 0
    assert pq.read_table(tmp_path / "c.parquet").column("play_count").to_pylist() == [20]


def test_export_child_files(run, store, tmp_path):
    fill(store)
    arguments = ("export", "--type", "video", "-o", "video.csv", "--children", "files")
    assert run(*arguments)[0] == 0
    tags = rows(tmp_path / "video_hashtags.csv")
    assert [(row["video_id"], row["position"], row["name"]) for row in tags] == [
        ("11", "0", "cats"),
        ("11", "1", "dogs"),
    ]
    assert (tmp_path / "video_mentions.csv").read_text().startswith("video_id,position,")
    assert "hashtag_names" not in rows(tmp_path / "video.csv")[0]


def test_export_with_the_names_of_apify(run, store, tmp_path):
    fill(store)
    status, out, _ = run("export", "--profile", "apify", "--type", "video", "--run", "second")
    (item,) = map(json.loads, out.splitlines())
    assert status == 0
    assert (item["authorMeta"]["fans"], item["musicMeta"]["musicName"]) == (5, "song")
    assert run("export", "--profile", "apify", "-o", "%(type)s.csv")[0] == 0
    assert rows(tmp_path / "video.csv")[0]["authorMeta.name"] == "a"
    assert not (tmp_path / "apify").exists()


def test_csv_safe(run, store):
    run_id = begin(store, "r")
    store.write([page([video("10", run_id, description="=1")], run_id)])
    arguments = ("export", "--type", "video", "--format", "csv")
    assert ",=1," in run(*arguments)[1]
    assert ",'=1," in run(*arguments, "-s", "TIKTOK_CSV_SAFE=true")[1]


def test_a_taken_name_is_kept_unless_forced(run, store, tmp_path):
    fill(store)
    (tmp_path / "a.jsonl").write_text("mine")
    status, _, err = run("export", "-o", "a.jsonl")
    assert (status, err) == (1, "scrapy store: a.jsonl exists; --force replaces it\n")
    assert (tmp_path / "a.jsonl").read_text() == "mine"
    assert run("export", "-o", "a.jsonl", "--force")[0] == 0
    assert len((tmp_path / "a.jsonl").read_text().splitlines()) == 7


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ((), "say what to do"),
        (("export", "--bogus"), "takes no 1 further arguments"),
        (("export", "--type", "nope"), "--type is nope"),
        (("export", "-o", "a.xml"), "ends in .xml"),
        (("export", "-o", "a.csv"), "give one --type"),
        (("export", "-o", "a.parquet.gz", "--type", "video"), "leave .gz out"),
        (("export", "--children", "files"), "--children files is for CSV"),
        (("export", "--profile", "apify", "--type", "verdict"), "not verdict"),
        (("export", "--since", "yesterday"), "--since is yesterday"),
        (("stats", "-s", "TIKTOK_HISTORY_HOURS=-1"), "TIKTOK_HISTORY_HOURS"),
        (("import", "gone.jsonl"), "no file gone.jsonl"),
    ],
)
def test_refused_options_are_one_line(run, store, argv, message):
    status, out, err = run(*argv)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert message in err


def test_argparse_refuses_in_one_line(run, capsys):
    with pytest.raises(SystemExit) as stopped:
        run("export", "--format", "xml")
    assert stopped.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("export", "--run", "nope"), "no run is named 'nope'"),
        (("export", "-o", "nowhere/a.jsonl"), "nowhere"),
    ],
)
def test_failures_are_one_line(run, store, argv, message):
    status, _, err = run(*argv)
    assert (status, err.count("\n")) == (1, 1)
    assert message in err


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


def test_import_twice_changes_nothing(run, store, tmp_path):
    run_id = begin(store, "r")
    pages = [page([user(run_id)], run_id, section="profile"), page([video("10", run_id)], run_id)]
    write_spill(tmp_path / "unsaved.jsonl", pages)
    status, out, _ = run("import", "unsaved.jsonl")
    assert (status, out) == (0, "unsaved.jsonl: 2 pages, 2 records: 2 new, 0 updated\n")
    assert run("import", "unsaved.jsonl")[1] == "unsaved.jsonl: 2 pages, 2 records: 0 new, 0 updated\n"
    assert run("export", "--type", "video")[1].count("\n") == 1


def test_import_into_another_store(run, store, tmp_path):
    run_id = begin(store, "r")
    write_spill(tmp_path / "unsaved.jsonl", [page([video("10", run_id)], run_id)])
    status, out, _ = run(
        "import", "unsaved.jsonl", "-s", f"TIKTOK_DATABASE_URL=sqlite:///{tmp_path}/other.db"
    )
    assert (status, out) == (0, "unsaved.jsonl: 1 pages, 1 records: 1 new, 0 updated\n")
    other = Store.open(f"sqlite:///{tmp_path}/other.db")
    (known,) = summarise(other, DAY_2).runs
    other.close()
    assert (known.run_id, known.spider, known.started_at) == (run_id, "user", DAY_1)


def test_import_of_something_else(run, store, tmp_path):
    (tmp_path / "other.jsonl").write_text('{"a": 1}\n')
    status, _, err = run("import", "other.jsonl")
    assert (status, err.count("\n")) == (1, 1)
    assert "other.jsonl:1" in err


def test_a_reader_that_has_seen_enough(store, url):
    run_id = begin(store, "r")
    store.write([page([video(str(number), run_id, rank=number) for number in range(1, 900)], run_id)])
    command = [sys.executable, "-m", "scrapy", "store", "export"]
    environment = {
        **os.environ,
        "TIKTOK_DATABASE_URL": url,
        "SCRAPY_SETTINGS_MODULE": "tiktok_spiders.settings",
    }
    reading, writing = os.pipe()
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=writing, stderr=subprocess.PIPE
    ) as process:
        os.close(writing)
        assert os.read(reading, 10).startswith(b'{"record_')
        os.close(reading)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (1, b"")
