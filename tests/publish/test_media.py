"""What a file is, and what TikTok would refuse of it."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.publish.media_files import make_sparse, make_video
from tiktok_spiders.publish import media
from tiktok_spiders.publish.chunks import SIZE_MAX
from tiktok_spiders.publish.errors import MediaError
from tiktok_spiders.publish.media import Media

if TYPE_CHECKING:
    from pathlib import Path

GOOD = Media("mp4", "h264", 30.0, 720, 1280, 10.0, 1_000_000)


@pytest.mark.parametrize(
    ("name", "codec", "container", "kind"),
    [
        ("a.mp4", "libx264", "mp4", "video/mp4"),
        ("a.mp4", "libx265", "mp4", "video/mp4"),
        ("a.mov", "libx264", "mov", "video/quicktime"),
        ("a.webm", "libvpx", "webm", "video/webm"),
        ("a.webm", "libvpx-vp9", "webm", "video/webm"),
    ],
)
def test_what_tiktok_takes(tmp_path: Path, name: str, codec: str, container: str, kind: str) -> None:
    path = make_video(tmp_path / name, codec=codec, size=(360, 640), frames=8)

    found = media.probe(path)

    assert (found.container, found.width, found.height) == (container, 360, 640)
    assert found.frame_rate == pytest.approx(30, abs=0.5)
    assert found.duration_s == pytest.approx(8 / 30, abs=0.1)
    assert found.size == path.stat().st_size
    assert found.content_type == media.content_type(path) == kind
    assert media.judge(found).violations == ()


def test_the_container_is_what_the_file_is_and_not_what_it_is_called(tmp_path: Path) -> None:
    path = make_video(tmp_path / "a.mp4", size=(360, 640), frames=4, form="matroska")

    (line,) = media.judge(media.probe(path)).violations

    assert line == "container: matroska; MP4, WebM or MOV is allowed"


def test_a_codec_that_tiktok_does_not_take(tmp_path: Path) -> None:
    path = make_video(tmp_path / "a.mp4", codec="mpeg4", size=(360, 640), frames=4)

    (line,) = media.judge(media.probe(path)).violations

    assert line == "codec: mpeg4; H.264, H.265, VP8, VP9 are allowed"


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"frame_rate": 15.0}, "frame rate: 15.00 a second; 23 to 60 are allowed"),
        ({"frame_rate": 61.0}, "frame rate: 61.00 a second; 23 to 60 are allowed"),
        ({"width": 359}, "width: 359 pixels; 360 to 4096 are allowed"),
        ({"height": 4097}, "height: 4097 pixels; 360 to 4096 are allowed"),
        ({"duration_s": 600.5}, "duration: 600.50 s; at most 600 s for every video"),
        ({"size": SIZE_MAX + 1}, f"size: {SIZE_MAX + 1} bytes; 1 to {SIZE_MAX} are allowed"),
        ({"size": 0}, f"size: 0 bytes; 1 to {SIZE_MAX} are allowed"),
        ({"container": "3gp"}, "container: 3gp; MP4, WebM or MOV is allowed"),
    ],
)
def test_each_violation_has_value_and_limit(changed: dict[str, object], line: str) -> None:
    report = media.judge(GOOD._replace(**changed))  # type: ignore[arg-type]

    assert report.violations == (line,)
    with pytest.raises(MediaError) as caught:
        report.check()
    assert caught.value.violations == (line,)


def test_the_creators_limit() -> None:
    assert media.judge(GOOD._replace(duration_s=180.0), 180).violations == ()
    assert media.judge(GOOD._replace(duration_s=180.5), 180).violations == (
        "duration: 180.50 s; at most 180 s for this creator",
    )
    assert media.judge(GOOD._replace(duration_s=700.0), 900).violations == (
        "duration: 700.00 s; at most 600 s for every video",
    )


def test_all_violations_are_told_at_once() -> None:
    found = media.judge(GOOD._replace(width=10, height=10, codec="mpeg4")).violations

    assert [line.split(":")[0] for line in found] == ["codec", "width", "height"]


@pytest.mark.parametrize("rate", [23.0, 23.976, 59.94, 60.0, 60.0003, None])
def test_frame_rates_at_the_edges(rate: float | None) -> None:
    assert media.judge(GOOD._replace(frame_rate=rate)).violations == ()


def test_advice_is_no_violation() -> None:
    report = media.judge(GOOD._replace(width=640, height=480, duration_s=None))

    assert report.violations == ()
    assert report.warnings == (
        "shape: 640 x 480 pixels; 9:16, upright, fills the screen",
        "pixels: 640 x 480; 720 x 1280 or more look sharp",
        "duration: not told by the file; TikTok checks it after the upload",
    )
    assert media.judge(GOOD).warnings == ()


def test_files_that_are_no_videos(tmp_path: Path) -> None:
    text = tmp_path / "a.mp4"
    text.write_text("words")
    with pytest.raises(MediaError, match=r"a\.mp4 cannot be read as a video"):
        media.probe(text)
    with pytest.raises(MediaError, match="not there"):
        media.probe(tmp_path / "nothing.mp4")
    with pytest.raises(MediaError):
        media.probe(make_sparse(tmp_path / "b.mp4", 5000))
    with pytest.raises(MediaError):
        media.probe(tmp_path)


def test_sound_alone_is_no_video(tmp_path: Path) -> None:
    import av

    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=44100)
        frame = av.AudioFrame("fltp", "mono", 1024)
        frame.planes[0].update(bytes(frame.planes[0].buffer_size))
        frame.sample_rate, frame.pts = 44100, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode())

    with pytest.raises(MediaError, match="no picture"):
        media.probe(path)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\0\0\0\x14ftypqt  ", "mov"),
        (b"\0\0\0\x14ftypisom", "mp4"),
        (b"\0\0\0\x14ftyp3gp5", "3gp"),
        (b"\0\0\0\x14moov", "mov"),
        (b"RIFF....AVI ", "another"),
    ],
)
def test_containers_by_their_first_bytes(tmp_path: Path, head: bytes, name: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(head)

    assert media._container(path) == name


def test_a_picture_that_is_to_be_turned_counts_as_it_is_shown() -> None:
    frame = SimpleNamespace(rotation=-90, width=1920, height=1080)
    container = SimpleNamespace(decode=lambda _stream: iter([frame]))

    assert media._shown(container, None) == (1080, 1920)  # type: ignore[arg-type]
    container.decode = lambda _stream: iter([])
    with pytest.raises(MediaError, match="no picture can be decoded"):
        media._shown(container, None)  # type: ignore[arg-type]


def test_a_duration_that_only_the_stream_tells() -> None:
    container = SimpleNamespace(duration=None)
    stream = SimpleNamespace(duration=300, time_base=Fraction(1, 30))

    assert media._duration(container, stream) == 10.0  # type: ignore[arg-type]
    stream.duration = None
    assert media._duration(container, stream) is None  # type: ignore[arg-type]
