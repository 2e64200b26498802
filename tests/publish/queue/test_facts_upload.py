"""Chunks on their way: what TikTok answers to each, and that the client comes through."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.publish.media_files import make_sparse
from tests.publish.queue.desk import PRIVATE
from tiktok_spiders.publish import bodies, posting
from tiktok_spiders.publish.chunks import Chunk, ChunkPlan
from tiktok_spiders.publish.errors import UnavailableError, UploadError
from tiktok_spiders.publish.upload import AddressGoneError, Upload

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

    from tests.publish.queue.desk import Desk

CHUNK = 5 * 1024**2
PLAN = ChunkPlan(3 * CHUNK + 3, CHUNK, 3)


@dataclass
class Sent:
    """A file at the beginning of its upload."""

    desk: Desk
    path: Path
    publish_id: str
    url: str

    async def put(self, chunk: Chunk, *, body: bytes | None = None, **headers: str) -> httpx.Response:
        """Send a chunk as the test likes."""
        data = self.path.read_bytes()[chunk.first : chunk.last + 1] if body is None else body
        sent = {
            "Content-Type": "video/mp4",
            "Content-Range": f"bytes {chunk.first}-{chunk.last}/{PLAN.size}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        sent = {name: value for name, value in sent.items() if value}
        return await self.desk.rig.api.put(self.url, content=data, headers=sent)

    def upload(self, **values: Any) -> Upload:
        """Return the client's own way."""
        self.stored: list[int] = []

        async def on_stored(count: int) -> None:
            self.stored.append(count)

        made: dict[str, Any] = {"content_type": "video/mp4", "plan": PLAN, "url": self.url, **values}
        return Upload(
            put=self.desk.rig.api.put, path=self.path, on_stored=on_stored, sleep=self.desk.sleep, **made
        )

    def truth(self) -> dict[str, Any]:
        return next(post for post in self.desk.official.posts() if post["publish_id"] == self.publish_id)

    def is_whole(self) -> bool:
        return bool(self.truth()["sha256"] == hashlib.sha256(self.path.read_bytes()).hexdigest())


@pytest.fixture
async def sent(desk: Desk, tmp_path: Path) -> Sent:
    path = make_sparse(tmp_path / "three-chunks.mp4", PLAN.size)
    source = bodies.source_info(None, PLAN)  # type: ignore[arg-type]
    init = await posting.init_video(desk.session("me"), {"privacy_level": PRIVATE.privacy}, source)
    return Sent(desk, path, init.publish_id, str(init.upload_url))


FIRST, SECOND, LAST = PLAN.chunks()


async def test_fact_42_a_chunk_that_is_not_the_last(sent: Sent) -> None:
    answer = await sent.put(FIRST)

    assert answer.status_code == 206
    assert PLAN.stored_bytes(answer.headers["Content-Range"]) == CHUNK


async def test_fact_43_the_last_chunk(sent: Sent) -> None:
    for chunk in (FIRST, SECOND):
        await sent.put(chunk)
    before = await posting.status(sent.desk.session("me"), sent.publish_id)
    answer = await sent.put(LAST)
    sent.desk.rig.later(5)
    after = await posting.status(sent.desk.session("me"), sent.publish_id)

    assert answer.status_code == 201
    assert (before.status, before.uploaded_bytes) == ("PROCESSING_UPLOAD", 2 * CHUNK)
    assert after.status == "PUBLISH_COMPLETE"


async def test_fact_44_a_chunk_that_is_not_the_next(sent: Sent) -> None:
    assert (await sent.put(SECOND)).status_code == 416
    await sent.put(FIRST)
    repeat = await sent.put(FIRST)
    gap = await sent.put(LAST)
    overlap = await sent.put(Chunk(CHUNK - 10, 2 * CHUNK - 11))

    assert [repeat.status_code, gap.status_code, overlap.status_code] == [416, 416, 416]
    assert PLAN.stored_bytes(repeat.headers["Content-Range"]) == CHUNK
    # The client begins where it believes to be, and goes where TikTok is.
    await sent.upload().run(2 * CHUNK)
    assert sent.is_whole()


async def test_fact_45_malformed_headers(sent: Sent) -> None:
    wrong_total = await sent.put(FIRST, Content_Range=f"bytes 0-{CHUNK - 1}/{PLAN.size + 1}")
    wrong_length = await sent.put(FIRST, body=b"short")
    none = await sent.put(FIRST, Content_Range="")
    of_another_form = await sent.put(FIRST, Content_Range=f"0-{CHUNK - 1}/{PLAN.size}")

    assert {answer.status_code for answer in (wrong_total, wrong_length, none, of_another_form)} == {400}
    with pytest.raises(UploadError, match="TikTok answers 400") as caught:
        await sent.upload(plan=ChunkPlan(PLAN.size + 1, CHUNK, 3)).run()
    assert not isinstance(caught.value, AddressGoneError)


async def test_fact_46_chunks_of_another_size_than_declared(sent: Sent) -> None:
    answer = await sent.put(Chunk(0, CHUNK - 2))

    assert answer.status_code == 400
    await sent.upload().run()
    assert sent.truth()["chunks"] == [[chunk.first, chunk.last] for chunk in PLAN.chunks()]


async def test_fact_47_an_upload_address_lives_an_hour(sent: Sent) -> None:
    await sent.put(FIRST)
    sent.desk.rig.later(3601)

    with pytest.raises(AddressGoneError) as caught:
        await sent.upload().run(CHUNK)
    assert (caught.value.status, caught.value.position) == (403, CHUNK)
    assert sent.url not in str(caught.value)


async def test_fact_48_an_upload_token_that_nobody_gave(sent: Sent) -> None:
    with pytest.raises(AddressGoneError) as caught:
        await sent.upload(url=sent.url + "x").run()
    assert caught.value.status == 404
    assert sent.truth()["received"] == 0


async def test_fact_49_a_chunk_that_fails_is_sent_again(sent: Sent) -> None:
    sent.desk.official.faults({"kind": "status", "where": "upload", "after": 1, "first": 3, "status": 502})

    await sent.upload().run()

    assert sent.is_whole()
    assert sent.truth()["puts"] == PLAN.count + 3
    assert sent.desk.slept == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("told", ["last", "count"])
async def test_fact_50_a_lost_answer_to_a_chunk(sent: Sent, told: str) -> None:
    sent.desk.official.switch(content_range=told)
    sent.desk.official.faults({"kind": "lost", "where": "upload", "after": 1})

    await sent.upload().run()

    assert sent.is_whole()
    assert sent.stored == [CHUNK, 2 * CHUNK, PLAN.size]
    assert 416 in {call["status"] for call in sent.desk.puts()}


@pytest.mark.parametrize("lost", [0, 2])
async def test_any_chunks_answer_may_be_lost(sent: Sent, lost: int) -> None:
    sent.desk.official.faults({"kind": "lost", "where": "upload", "after": lost})

    await sent.upload().run()

    assert sent.is_whole()
    assert len(sent.truth()["chunks"]) == PLAN.count


async def test_fact_51_the_upload_has_a_host_and_content_types_of_its_own(sent: Sent) -> None:
    assert urlsplit(sent.url).netloc != urlsplit(sent.desk.official.url).netloc
    assert (await sent.put(FIRST, Content_Type="application/octet-stream")).status_code == 400
    with pytest.raises(UploadError, match="400"):
        await sent.upload(content_type="video/x-matroska").run()
    for kind in ("video/mp4", "video/quicktime", "video/webm"):
        chunk = next(PLAN.chunks(sent.truth()["received"]))
        assert (await sent.put(chunk, Content_Type=kind)).status_code in {201, 206}


async def test_a_connection_that_is_cut_in_a_chunk(sent: Sent) -> None:
    sent.desk.official.faults({"kind": "reset", "where": "upload", "after": 1, "after_bytes": 1 << 20})

    await sent.upload().run()

    assert sent.is_whole()


async def test_a_chunk_that_never_comes_through_leaves_the_upload_to_be_resumed(sent: Sent) -> None:
    sent.desk.official.faults({"kind": "status", "where": "upload", "after": 1, "first": None, "status": 503})

    with pytest.raises(UnavailableError, match=r"3 tries \(status 503\).*goes on where it stopped"):
        await sent.upload(tries=3).run()

    assert sent.stored == [CHUNK]
    sent.desk.official.faults()
    await sent.upload().run(CHUNK)
    assert sent.is_whole()


async def test_no_answer_at_all(sent: Sent) -> None:
    sent.desk.official.faults({"kind": "reset", "where": "upload", "first": None, "after_bytes": 1})

    with pytest.raises(UnavailableError, match=r"2 tries \(no answer\)"):
        await sent.upload(tries=2).run()


async def test_a_position_that_tiktok_does_not_tell_stops_the_upload(sent: Sent) -> None:
    await sent.put(FIRST)
    with pytest.raises(UploadError, match="416"):
        await sent.upload(plan=ChunkPlan(PLAN.size, 7_000_000, 2)).run()


async def test_a_file_that_changes_on_the_way(sent: Sent) -> None:
    upload = sent.upload()
    changed = False

    def on_sent(_count: int) -> None:
        nonlocal changed
        if not changed:
            with sent.path.open("ab") as file:
                file.write(b"more")
        changed = True

    upload.on_sent = on_sent
    with pytest.raises(UploadError, match="was changed during the upload"):
        await upload.run()
    assert sent.truth()["received"] == 0
