from __future__ import annotations

import pytest

from tiktok_spiders.demo.directory import MARKER, prepare
from tiktok_spiders.demo.failure import DemoError


def test_a_new_directory(tmp_path):
    prepare(tmp_path / "a" / "demo", force=False)
    assert (tmp_path / "a" / "demo" / MARKER).exists()


def test_an_earlier_demos_files_are_replaced_and_others_kept(tmp_path):
    prepare(tmp_path, force=False)
    (tmp_path / "tiktok.db").write_text("old")
    (tmp_path / "mine.txt").write_text("keep")
    prepare(tmp_path, force=False)
    assert not (tmp_path / "tiktok.db").exists()
    assert (tmp_path / "mine.txt").read_text() == "keep"


def test_a_directory_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "tiktok.db").write_text("mine")
    with pytest.raises(DemoError, match="--force"):
        prepare(tmp_path, force=False)
    assert (tmp_path / "tiktok.db").read_text() == "mine"
    prepare(tmp_path, force=True)
    assert not (tmp_path / "tiktok.db").exists()


def test_a_file_is_no_directory(tmp_path):
    (tmp_path / "demo").write_text("")
    with pytest.raises(DemoError, match="cannot use"):
        prepare(tmp_path / "demo", force=True)
