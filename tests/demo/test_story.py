from __future__ import annotations

import json

from tiktok_spiders.demo.story import example, file_line, records


def test_an_example_leaves_out_what_is_absent_and_cuts_what_is_long():
    record = {
        "video_id": "7000000000000000001",
        "description": "a" * 200 + "\x1b[2J",
        "like_count": 0,
        "region": None,
        "images": [],
        "hashtags": [{"name": "a", "hashtag_id": None}, {"name": "b"}, {"name": "c"}],
    }
    text = example(record)
    shown, left = text.rsplit("\n", 1)
    assert json.loads(shown) == {
        "video_id": "7000000000000000001",
        "description": "a" * 71 + "…",
        "like_count": 0,
        "hashtags": [{"name": "a"}, {"name": "b"}, "…"],
    }
    assert left == "… and 2 more fields"


def test_many_fields_are_cut():
    text = example({f"f{n}": n for n in range(100)})
    assert text.endswith("… and 72 more fields")
    assert "more fields" not in example({"a": 1})


def test_file_lines(tmp_path):
    small, large = tmp_path / "a.jsonl", tmp_path / "b.db"
    small.write_text('{"a": 1}\n{"a": 2}\n')
    large.write_bytes(bytes(3 * 2**20))
    assert file_line(small, 2).split()[1:] == ["0.0", "KiB", "2", "rows"]
    assert file_line(large).split()[1:] == ["3.0", "MiB"]
    assert list(records(small)) == [{"a": 1}, {"a": 2}]
