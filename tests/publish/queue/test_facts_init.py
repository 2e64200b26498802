"""What TikTok takes as the beginning of an upload: the client's plan passes, others do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.publish.queue.desk import PRIVATE
from tiktok_spiders.publish import bodies, posting
from tiktok_spiders.publish.chunks import ChunkPlan
from tiktok_spiders.publish.errors import RefusedError

if TYPE_CHECKING:
    from tests.publish.queue.desk import Desk

MIB = 1024**2
GIB = 1024**3


def declared(size: int, chunk_size: int, count: int) -> dict[str, Any]:
    return bodies.source_info(None, ChunkPlan(size, chunk_size, count))  # type: ignore[arg-type]


async def begin(desk: Desk, source: dict[str, Any]) -> posting.Init:
    desk.official.fill()
    info = {"privacy_level": PRIVATE.privacy}
    return await posting.init_video(desk.session("me"), info, source)


async def refusal(desk: Desk, source: dict[str, Any]) -> RefusedError:
    # The own limiter would wait: more is asked here than a user ever would.
    desk.rig.limiter = type(desk.rig.limiter)()
    with pytest.raises(RefusedError) as caught:
        await begin(desk, source)
    assert caught.value.code == "invalid_params"
    return caught.value


async def test_fact_37_a_count_by_ceiling_is_refused(desk: Desk) -> None:
    for size in (66_000_000, 130_000_000, GIB):
        ceiling = -(-size // 9_000_000)
        assert "total chunk count" in str(await refusal(desk, declared(size, 9_000_000, ceiling)))
        plan = ChunkPlan.of(size)
        desk.rig.limiter = type(desk.rig.limiter)()
        assert (await begin(desk, declared(size, plan.chunk_size, plan.count))).upload_url


async def test_fact_38_one_chunk_has_the_size_of_the_file(desk: Desk) -> None:
    assert "chunk size" in str(await refusal(desk, declared(121_000_000, 64_000_000, 1)))
    assert "chunk size" in str(await refusal(desk, declared(3 * MIB, 5 * MIB, 1)))
    for size in (1, 3 * MIB, 50_000_123, 64_000_000):
        desk.rig.limiter = type(desk.rig.limiter)()
        plan = ChunkPlan.of(size)
        assert (await begin(desk, declared(size, plan.chunk_size, plan.count))).upload_url


@pytest.mark.parametrize(
    ("size", "chunk_size", "count"),
    [
        (20_000_000, 5 * MIB - 1, 3),
        (200 * MIB, 64 * MIB + 1, 3),
        (65 * MIB, 65 * MIB, 1),
    ],
)
async def test_fact_39_chunks_have_5_to_64_mib(desk: Desk, size: int, chunk_size: int, count: int) -> None:
    await refusal(desk, declared(size, chunk_size, count))


@pytest.mark.parametrize(
    ("size", "chunk_size", "count"),
    [
        (4 * GIB + 1, 10_000_000, (4 * GIB + 1) // 10_000_000),
        (4 * GIB, 4 * MIB, 1024),
        (0, 0, 1),
        (-1, -1, 1),
        (3 * MIB, 3 * MIB, 0),
    ],
)
async def test_fact_40_sizes_and_counts_have_limits(
    desk: Desk, size: int, chunk_size: int, count: int
) -> None:
    await refusal(desk, declared(size, chunk_size, count))


async def test_fact_41_what_an_init_answers(desk: Desk) -> None:
    file = await begin(desk, declared(1000, 1000, 1))
    pulled = {"source": "PULL_FROM_URL", "video_url": "https://static.example.com/a.mp4"}
    pull = await begin(desk, pulled)

    assert 0 < len(file.publish_id) <= 64
    assert file.upload_url is not None
    assert len(file.upload_url) <= 256
    assert file.upload_url not in repr(file)
    assert pull.publish_id
    assert pull.upload_url is None
