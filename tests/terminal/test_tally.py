from __future__ import annotations

import pytest

from tiktok_spiders.terminal.tally import Tally, clock

STATS = {
    "tiktok/targets": 40,
    "tiktok/targets_done": 3,
    "tiktok/records/video": 1200,
    "tiktok/records/user": 34,
    "tiktok/records/verdict": 3,
    "tiktok/requests": 77,
    "tiktok/outcome/ok": 60,
    "tiktok/outcome/captcha": 2,
    "tiktok/outcome/rate_limited": 5,
    "downloader/request_count": 99,
}


def test_one_line():
    line = str(Tally(started=100.0).read(STATS, 110.0))
    assert line == "targets 3/40 · records 1,234 (123.4/s) · requests 77 · blocks 7 · 0:10"


def test_nothing_yet():
    line = str(Tally(started=5.0).read({}, 5.0))
    assert line == "targets 0/? · records 0 (0.0/s) · requests 0 · blocks 0 · 0:00"


def test_the_rate_is_that_of_the_last_seconds():
    tally = Tally(started=0.0)
    for second in range(1, 61):
        progress = tally.read({"tiktok/records/video": 100 * min(second, 30)}, float(second))
        if second == 30:
            assert progress.per_second == 100.0
    assert progress.per_second == 0.0
    assert progress.records == 3000


def test_the_rate_between_looks_far_apart():
    tally = Tally(started=0.0)
    assert tally.read({"tiktok/records/video": 300}, 30.0).per_second == 10.0
    assert tally.read({"tiktok/records/video": 900}, 60.0).per_second == 20.0


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (61.9, "1:01"), (3661, "1:01:01"), (90000, "25:00:00")]
)
def test_clock(seconds, text):
    assert clock(seconds) == text


def test_the_last_word_is_the_rate_of_the_whole_crawl():
    tally = Tally(started=0.0)
    assert tally.total({}, 0.0).per_second == 0.0
    assert tally.total({"tiktok/records/video": 600}, 60.0).per_second == 10.0
