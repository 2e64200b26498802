"""Plans of uploads."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tiktok_spiders.publish.chunks import SIZE_MAX, Chunk, ChunkPlan

MIB = 1024**2
SIZES = {
    3 * MIB: (3 * MIB, 1),
    50_000_123: (50_000_123, 1),
    64_000_000: (64_000_000, 1),
    64_000_001: (10_000_000, 6),
    66_000_000: (10_000_000, 6),
    130_000_000: (10_000_000, 13),
    1024**3: (10_000_000, 107),
    SIZE_MAX: (10_000_000, 429),
}


@pytest.mark.parametrize(("size", "expected"), SIZES.items())
def test_plan(size: int, expected: tuple[int, int]) -> None:
    plan = ChunkPlan.of(size)

    assert (plan.chunk_size, plan.count) == expected


@pytest.mark.parametrize("size", SIZES)
def test_chunks_are_the_file_and_within_tiktoks_limits(size: int) -> None:
    chunks = list(ChunkPlan.of(size).chunks())

    assert (chunks[0].first, chunks[-1].last) == (0, size - 1)
    assert all(after.first == before.last + 1 for before, after in pairwise(chunks))
    assert len(chunks) <= 1000
    assert all(5 * MIB <= chunk.length <= 64 * MIB for chunk in chunks[:-1])
    assert chunks[-1].length <= 128 * MIB


def test_the_count_is_the_floor_and_the_last_chunk_takes_the_rest() -> None:
    plan = ChunkPlan.of(66_000_001)

    assert plan.count == 66_000_001 // plan.chunk_size == 6
    assert list(plan.chunks())[-1] == Chunk(50_000_000, 66_000_000)


def test_one_chunk_is_declared_as_large_as_the_file() -> None:
    for size in (1, 5 * MIB, 50_000_123, 64_000_000):
        assert ChunkPlan.of(size) == ChunkPlan(size, size, 1)
    assert all(ChunkPlan.of(size).count > 1 for size in (64_000_001, 66_000_000, 94_000_000, 127_000_000))


@pytest.mark.parametrize("size", [0, -1, SIZE_MAX + 1])
def test_a_size_that_tiktok_refuses_has_no_plan(size: int) -> None:
    with pytest.raises(ValueError, match="bytes"):
        ChunkPlan.of(size)


def test_chunks_go_on_from_the_middle() -> None:
    plan = ChunkPlan.of(66_000_000)

    assert next(plan.chunks(30_000_000)).first == 30_000_000
    assert list(plan.chunks(66_000_000)) == []
    for nowhere in (1, 60_000_000, 66_000_001):
        with pytest.raises(ValueError, match="no chunk"):
            next(plan.chunks(nowhere))


def test_where_a_chunk_begins() -> None:
    plan = ChunkPlan.of(66_000_000)

    offsets = (0, 9_999_999, 10_000_000, 55_000_000, 65_999_999, 66_000_000)
    assert [plan.boundary_at_or_before(offset) for offset in offsets] == [
        0,
        0,
        10_000_000,
        50_000_000,
        50_000_000,
        66_000_000,
    ]


@pytest.mark.parametrize(
    ("told", "stored"),
    [
        ("bytes 0-10000000/66000000", 10_000_000),
        ("bytes 0-9999999/66000000", 10_000_000),
        ("bytes 0-65999999/66000000", 66_000_000),
        ("bytes 0-66000000/66000000", 66_000_000),
        ("Bytes 0-0/66000000", 0),
        ("bytes 0-60000000/66000000", None),
        ("bytes 0-12345/66000000", None),
        ("bytes */66000000", None),
        ("", None),
        (None, None),
    ],
)
def test_stored_bytes_by_count_or_last_index(told: str | None, stored: int | None) -> None:
    assert ChunkPlan.of(66_000_000).stored_bytes(told) == stored


def test_a_last_index_that_is_a_multiple_of_the_chunk_is_not_taken_for_a_count() -> None:
    plan = ChunkPlan.of(70_000_001)

    assert plan.stored_bytes("bytes 0-70000000/70000001") == 70_000_001
