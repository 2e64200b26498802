"""Several processes on one store, and one that is killed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.store.make import TARGET, begin, row, rows
from tiktok_spiders.store import Store

WRITES_THE_SAME = """
import sys
from datetime import timedelta
from tests.store.make import NOON, rich_video, user, sound
from tiktok_spiders.store import Page, Store

worker = int(sys.argv[2])
store = Store.open(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
lost = 0
for round_ in range(15):
    at = NOON + timedelta(seconds=worker)
    ids = [str(100 * round_ + number) for number in range(40)]
    if worker:
        ids.reverse()
    own = {"like_count": 7, "ratio": "1"} if worker else {"share_count": 8, "codec": "2"}
    who = {"region": "DE"} if worker else {"language": "de"}
    records = [rich_video(each, author_id=each, scraped_at=at, title=str(worker), **own) for each in ids]
    users = [user(each, unique_id="h" + each, scraped_at=at, bio=str(worker), **who) for each in ids]
    lost += len(store.write([Page(records=(*records, *users, sound(scraped_at=at)))])[0].rejected)
print(lost, flush=True)
"""

WRITES_FOR_EVER = """
import sys
from itertools import count
from tests.store.make import checkpoint, source, video
from tiktok_spiders.store import Page, Store

store, run_id = Store.open(sys.argv[1]), sys.argv[2]
for number in count():
    ids = [str(1000 * number + each) for each in range(7)]
    records = tuple(video(each, run_id=run_id, source=source(rank=0)) for each in ids)
    store.write([Page(records=records, checkpoint=checkpoint(run_id, str(number)))])
    print(number, flush=True)
"""


def _start(code: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_two_processes_write_the_same_ids_at_the_same_time(store_url: str) -> None:
    store = Store.open(store_url)
    both = [_start(WRITES_THE_SAME, store_url, str(worker)) for worker in range(2)]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate(timeout=60)[0] for process in both] == ["0\n", "0\n"]
    assert [process.returncode for process in both] == [0, 0]
    found = rows(store, "videos")
    assert len(found) == 600
    told = {
        tuple(each[name] for name in ("title", "like_count", "share_count", "ratio", "codec"))
        for each in found
    }
    assert told == {("1", 7, 8, "1", "2")}
    users = {(each["bio"], each["region"], each["language"]) for each in rows(store, "users")}
    assert users == {("1", "DE", "de")}
    assert len(rows(store, "video_hashtags")) == 1200
    store.close()


def test_a_killed_process_leaves_whole_pages_only(store_url: str) -> None:
    store = Store.open(store_url)
    run_id = begin(store)
    process = _start(WRITES_FOR_EVER, store_url, run_id)
    assert process.stdout is not None
    for _ in range(5):
        process.stdout.readline()
    process.kill()
    process.communicate()
    last = int(store.checkpoints(run_id)[TARGET, "videos"]["cursor"])
    assert last >= 4
    assert len(rows(store, "videos")) == 7 * (last + 1)
    assert len(store.seen_ids(run_id, TARGET, "videos")) == 7 * (last + 1)
    assert row(store, "checkpoints")["new"] == pytest.approx(7 * (last + 1))
    store.close()
