from __future__ import annotations

import gzip

import pytest

from tiktok_spiders.feeds.files import whole_file


def test_the_name_appears_when_all_is_written(tmp_path):
    target = tmp_path / "a.jsonl"
    with whole_file(str(target)) as file:
        file.write(b"1\n")
        assert not target.exists()
        assert [path.name.startswith(".a.jsonl.") for path in tmp_path.iterdir()] == [True]
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]
    assert target.read_bytes() == b"1\n"


def test_an_error_leaves_nothing(tmp_path):
    def fail():
        with whole_file(str(tmp_path / "a.jsonl")) as file:
            file.write(b"1\n")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_taken_name_is_refused_unless_forced(tmp_path):
    target = tmp_path / "a.jsonl"
    target.write_text("old")
    with pytest.raises(FileExistsError, match="--force"), whole_file(str(target)):
        pass
    assert target.read_text() == "old"
    with whole_file(str(target), force=True) as file:
        file.write(b"new")
    assert target.read_text() == "new"


def test_gz_is_compressed_and_repeatable(tmp_path):
    for name in ("a.csv.gz", "b.csv.gz"):
        with whole_file(str(tmp_path / name)) as file:
            file.write(b"1\n" * 1000)
    packed = (tmp_path / "a.csv.gz").read_bytes()
    assert gzip.decompress(packed) == b"1\n" * 1000
    assert packed == (tmp_path / "b.csv.gz").read_bytes()


def test_standard_output(capfdbinary):
    with whole_file("-") as file:
        file.write(b"1\n")
    assert capfdbinary.readouterr().out == b"1\n"
