from __future__ import annotations

import ctypes
import gc

import pytest

from tiktok_spiders.commands import process


@pytest.fixture(autouse=True)
def _as_before():
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def test_the_collector_comes_less_often():
    process.tune()
    assert gc.get_threshold() == (20_000, 20, 50)
    assert gc.get_freeze_count() > 0


def test_without_glibc_the_heap_is_left_alone(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    process.tune()
    assert gc.get_threshold()[0] == 20_000
