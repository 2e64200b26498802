"""``scrapy store export``: all formats, types and names."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq

from tests.store.export_store import begin, fill, page, video
from tiktok_spiders.commands.store_actions.export import ALL_TYPES
from tiktok_spiders.feeds.flatten import header_of
from tiktok_spiders.items.registry import RECORD_CLASSES
from tiktok_spiders.items.video import Video

ROOT = Path(__file__).parents[3]


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
    assert set(ALL_TYPES) == set(RECORD_CLASSES) - {"publication"}  # its rows are the publishing queue's


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
